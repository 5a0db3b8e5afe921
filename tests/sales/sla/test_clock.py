"""Working time against a reference that steps through the time, and other laws it obeys."""

from __future__ import annotations

import random
from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from zoneinfo import ZoneInfo

import chinese_calendar
import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twintrack.sales.sla.clock import (
    NeverDue,
    WorkingHours,
    elapsed,
    moment_of,
    running_spans,
)
from twintrack.sales.sla.public_days import decreed, is_known, is_published

FIRST, YEARS = 2017, 10
HALF_HOUR = timedelta(minutes=30)
CHINA = WorkingHours(zone="Asia/Shanghai", opens=510, closes=1050, country="CN")
NEW_YORK = WorkingHours(zone="America/New_York", opens=0, closes=1440, country="US")
# Through the night in which clocks are changed, on all days of the week.
BERLIN = WorkingHours(zone="Europe/Berlin", weekdays="0123456", opens=90, closes=1050, country="DE")
SYDNEY = WorkingHours(
    zone="Australia/Sydney", weekdays="0123456", opens=120, closes=600, country="AU-NSW"
)
# Shifts through the night; the last is closed for an hour only, in which clocks are changed.
NIGHTS = WorkingHours(zone="Asia/Shanghai", opens=1320, closes=360, country="CN")
US_NIGHTS = WorkingHours(
    zone="America/New_York", weekdays="45", opens=1110, closes=150, country="US"
)
LONG_NIGHTS = WorkingHours(
    zone="Europe/Berlin", weekdays="0123456", opens=180, closes=120, country="DE"
)
ALL = {
    "CN": CHINA,
    "US": NEW_YORK,
    "DE": BERLIN,
    "AU": SYDNEY,
    "CN nights": NIGHTS,
    "US nights": US_NIGHTS,
    "DE nights": LONG_NIGHTS,
}


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


@cache
def days_off(country: str) -> tuple[set[date], set[date]]:
    """Ask the second source for free days and for days that are worked instead."""
    code, _hyphen, part = country.partition("-")
    every = holidays.country_holidays(
        code, subdiv=part or None, years=range(FIRST - 1, FIRST + YEARS + 1)
    )
    return set(every), set(getattr(every, "weekend_workdays", ()))


class Stepping:
    """Ten years in equal steps: of each step it is known whether its wall clock reads work."""

    def __init__(self, hours: WorkingHours, begin: datetime, end: datetime, step: timedelta):
        zone = ZoneInfo(hours.zone)
        free, made_up = days_off(hours.country)
        opens, closes = divmod(hours.opens, 60), divmod(hours.closes, 60)
        usual = {int(each) for each in hours.weekdays}

        @cache
        def worked(day: date) -> bool:
            is_usual = day.weekday() in usual and day not in free
            return day in made_up or is_usual

        self.begin, self.step = begin, step
        flags = []
        moment = begin
        while moment < end:
            wall = moment.astimezone(zone)
            today, reads = wall.date(), (wall.hour, wall.minute)
            if opens < closes:
                flags.append(worked(today) and opens <= reads < closes)
            else:
                night = worked(today - timedelta(days=1)) and reads < closes
                flags.append(night or (worked(today) and opens <= reads))
            moment += step
        self.sums = [0, *accumulate(flags)]

    def between(self, start: datetime, end: datetime) -> timedelta:
        places = [(each - self.begin) // self.step for each in (start, end)]
        return (self.sums[places[1]] - self.sums[places[0]]) * self.step

    def due(self, start: datetime, duration: timedelta) -> datetime:
        wanted = self.sums[(start - self.begin) // self.step] + duration // self.step
        return self.begin + bisect_left(self.sums, wanted) * self.step


@pytest.mark.parametrize("code", ALL)
def test_ten_years_are_what_stepping_through_them_gives(code: str) -> None:
    hours, draw = ALL[code], random.Random(code)
    stepping = Stepping(hours, at(FIRST, 1, 1), at(FIRST + YEARS, 1, 1), HALF_HOUR)
    last = len(stepping.sums) - 1

    for _each in range(400):
        # Most within weeks, as clocks run; some over years.
        place = draw.randrange(last - 20_000)
        length = draw.choice([draw.randrange(1, 500), draw.randrange(1, 20_000)])
        start, end = (stepping.begin + HALF_HOUR * each for each in (place, place + length))
        worked = hours.working_time_between(start, end)
        assert worked == stepping.between(start, end), (start, end)
        if worked:
            assert hours.due_after(start, worked) == stepping.due(start, worked), start
    whole = hours.working_time_between(stepping.begin, stepping.begin + HALF_HOUR * last)
    assert whole == stepping.sums[-1] * HALF_HOUR


@pytest.mark.parametrize(
    ("code", "begin"),
    [
        ("US", (2024, 3, 9)),  # clocks put forward in the night to Sunday, before a Monday
        ("DE", (2023, 10, 27)),  # and back
        ("AU", (2025, 4, 4)),  # the southern half, the other way round
        ("CN", (2024, 9, 28)),  # a make-up Sunday, the National Day and a make-up Saturday
        ("CN nights", (2024, 9, 28)),
        ("US nights", (2024, 3, 8)),
        ("US nights", (2024, 11, 1)),
        ("DE nights", (2023, 10, 27)),
        ("DE nights", (2024, 3, 29)),
    ],
)
def test_the_odd_days_are_exact_to_the_minute(code: str, begin: tuple[int, int, int]) -> None:
    hours, draw, minute = ALL[code], random.Random(code), timedelta(minutes=1)
    stepping = Stepping(hours, at(*begin), at(*begin) + timedelta(days=6), minute)
    last = len(stepping.sums) - 1

    for _each in range(300):
        place = draw.randrange(last // 2)
        start = stepping.begin + minute * place
        end = stepping.begin + minute * draw.randrange(place, last)
        worked = hours.working_time_between(start, end)
        assert worked == stepping.between(start, end), (start, end)
        assert not worked or hours.due_after(start, worked) == stepping.due(start, worked)


def test_both_sources_name_the_same_chinese_days_since_2010() -> None:
    free, made_up = set(), set()
    for year in range(2010, 2027):
        known = holidays.CN(years=year)
        free |= set(known)
        made_up |= {day for day in known.weekend_workdays if day.year == year}
    day, unlike = date(2010, 1, 1), []
    while day < date(2027, 1, 1):
        other = day in made_up or (day.weekday() < 5 and day not in free)
        if chinese_calendar.is_workday(day) != other or CHINA.works_on(day) != other:
            unlike.append(day)
        day += timedelta(days=1)

    assert unlike == []


def test_a_year_that_is_not_decreed_yet_has_the_days_that_the_law_names() -> None:
    assert is_published("CN", 2026)
    assert not is_published("CN", 2050)
    assert decreed("CN", date(2050, 10, 1)) is False
    assert is_known("DE-BY")
    assert not is_known("DE-XX")
    assert not is_known("ZZ")


moments = st.integers(0, 60 * 24 * 3400).map(
    lambda minutes: at(FIRST, 1, 1) + timedelta(minutes=minutes)
)
lengths = st.integers(0, 60 * 24 * 20).map(lambda minutes: timedelta(minutes=minutes))


@settings(max_examples=200, deadline=None)
@given(hours=st.sampled_from([*ALL.values()]), start=moments, length=lengths)
def test_between_a_start_and_its_due_moment_lies_the_duration(
    hours: WorkingHours, start: datetime, length: timedelta
) -> None:
    due = hours.due_after(start, length)

    assert hours.working_time_between(start, due) == length
    # It is the first such moment.
    assert not length or hours.working_time_between(start, due - timedelta(minutes=1)) < length


@settings(max_examples=100, deadline=None)
@given(
    hours=st.sampled_from([*ALL.values()]),
    start=moments,
    length=lengths,
    gaps=st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 5_000)), max_size=4),
)
def test_pauses_are_taken_out_however_they_lie(
    hours: WorkingHours, start: datetime, length: timedelta, gaps: list[tuple[int, int]]
) -> None:
    minute = timedelta(minutes=1)
    pauses = [
        (start + minute * begins, start + minute * (begins + lasts)) for begins, lasts in gaps
    ]

    due = moment_of(hours, start=start, duration=length, pauses=pauses)

    assert due is not None
    assert elapsed(hours, start=start, until=due, pauses=pauses) == length
    spans = list(running_spans(start, pauses))
    assert all(end is None or start < end for start, end in spans)


def test_while_a_pause_lasts_nothing_becomes_due_but_what_was_due_before() -> None:
    start = at(2026, 11, 24, 1)
    pauses = [(at(2026, 11, 24, 3), None)]

    def due(hours: float) -> datetime | None:
        return moment_of(CHINA, start=start, duration=timedelta(hours=hours), pauses=pauses)

    assert due(2) == at(2026, 11, 24, 3)
    assert due(2.5) is None
    assert elapsed(CHINA, start=start, until=at(2026, 12, 1), pauses=pauses) == timedelta(hours=2)


def test_special_days_come_before_public_ones_and_those_before_the_week() -> None:
    stocktaking, opened = date(2026, 12, 31), date(2027, 1, 1)
    hours = WorkingHours(
        zone="Asia/Shanghai", country="CN", special={stocktaking: False, opened: True}
    )

    assert not hours.works_on(stocktaking)
    assert hours.works_on(opened)
    assert hours.works_on(date(2026, 2, 28))  # a Saturday, made up for the Spring Festival
    assert not hours.works_on(date(2026, 11, 28))  # a Saturday like others


def test_around_the_clock_every_minute_counts_and_without_a_day_nothing_ends() -> None:
    start, later = at(2026, 10, 1), at(2026, 10, 3)
    always = WorkingHours(zone="Asia/Shanghai", country="CN", around_the_clock=True)
    never = WorkingHours(zone="UTC", weekdays="")

    assert always.working_time_between(start, later) == timedelta(days=2)
    assert always.due_after(start, timedelta(days=2)) == later
    assert always.turn_after(start) == (True, None)
    assert never.turn_after(start) == (False, None)
    assert always.working_time_between(later, start) == timedelta(0)
    with pytest.raises(NeverDue):
        never.due_after(start, timedelta(minutes=1))


def test_the_next_turn_is_the_end_of_the_working_day_or_the_beginning_of_the_next() -> None:
    friday_noon, friday_night = at(2026, 11, 27, 4), at(2026, 11, 27, 12)

    assert CHINA.turn_after(friday_noon) == (True, at(2026, 11, 27, 9, 30))
    assert CHINA.turn_after(friday_night) == (False, at(2026, 11, 30, 0, 30))


def test_where_midnight_is_skipped_the_day_begins_an_hour_later() -> None:
    # Clocks in Santiago are put forward at midnight: the day has no first hour.
    hours = WorkingHours(zone="America/Santiago", weekdays="0123456", opens=0, closes=600)

    [(opens, closes)] = hours.spans_of(date(2024, 9, 8))

    assert (opens, closes) == (at(2024, 9, 8, 4), at(2024, 9, 8, 13))
    assert time(1) == opens.astimezone(ZoneInfo("America/Santiago")).time()


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    # Wednesday 30 September 2026, before the National Day: from ten in the evening, Shanghai time.
    begins, ends = at(2026, 9, 30, 14), at(2026, 9, 30, 22)

    assert NIGHTS.working_time_between(at(2026, 9, 30, 10), at(2026, 10, 1, 16)) == ends - begins
    assert NIGHTS.turn_after(at(2026, 9, 30, 13)) == (False, begins)
    assert NIGHTS.turn_after(at(2026, 9, 30, 15)) == (True, ends)
    # After midnight it is the same shift, on a day that is free itself.
    assert NIGHTS.turn_after(at(2026, 9, 30, 17)) == (True, ends)
    assert NIGHTS.due_after(begins, timedelta(hours=7)) == at(2026, 9, 30, 21)


def test_days_that_follow_at_once_are_no_turn() -> None:
    every = WorkingHours(zone="Asia/Shanghai", weekdays="0123456", opens=0, closes=1440)
    weeks = WorkingHours(zone="Asia/Shanghai", opens=0, closes=1440)

    assert every.turn_after(at(2026, 11, 24, 2)) == (True, None)
    # Until the Saturday begins.
    assert weeks.turn_after(at(2026, 11, 24, 2)) == (True, at(2026, 11, 27, 16))


@settings(max_examples=100, deadline=None)
@given(hours=st.sampled_from([*ALL.values()]), start=moments)
def test_until_the_next_turn_all_is_working_time_or_none(
    hours: WorkingHours, start: datetime
) -> None:
    works, turn = hours.turn_after(start)

    assert turn is not None
    assert turn > start
    worked = hours.working_time_between(start, turn)
    assert worked == (turn - start if works else timedelta(0))
    assert hours.turn_after(turn)[0] is not works
