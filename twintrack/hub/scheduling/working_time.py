"""On which days somebody works, and for how long: their own calendar, else their team's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

import chinese_calendar

from twintrack.hub.scheduling.models import HOURS, WEEKDAYS, Leave, SpecialDay, WorkCalendar

ONE = timedelta(days=1)


class DayKind(StrEnum):
    """What a day is to somebody."""

    WORK = "work"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    # Worked although it falls on a free day of the week.
    MAKE_UP = "make_up"


def days_from(start: date, end: date) -> Iterator[date]:
    """Give each day from the first to the last."""
    for number in range((end - start).days + 1):
        yield start + ONE * number


def _public(day: date) -> bool | None:
    """Say whether all work on a day by decree, or nothing where the day is like any other."""
    try:
        is_free, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        # Outside the published years nothing is known.
        return None
    if name is None:
        return None
    return not is_free


@dataclass(frozen=True, kw_only=True)
class WorkingTime:
    """The days and hours of one person in one team."""

    weekdays: str = WEEKDAYS
    hours: Decimal = HOURS
    keeps_holidays: bool = True
    special: Mapping[date, SpecialDay] = field(default_factory=dict)

    def kind_of(self, day: date) -> DayKind:
        """Say what a day is: days of the team's own come before public ones, those before weeks."""
        is_usual = str(day.weekday()) in self.weekdays
        decreed = self.special[day].is_working if day in self.special else None
        if decreed is None and self.keeps_holidays:
            decreed = _public(day)
        if decreed is None:
            return DayKind.WORK if is_usual else DayKind.WEEKEND
        if decreed:
            return DayKind.WORK if is_usual else DayKind.MAKE_UP
        return DayKind.HOLIDAY if is_usual or day in self.special else DayKind.WEEKEND

    def works_on(self, day: date) -> bool:
        """Say whether a day is worked."""
        return self.kind_of(day) in {DayKind.WORK, DayKind.MAKE_UP}

    def working_days(self, start: date, end: date) -> list[date]:
        """List the days that are worked."""
        return [day for day in days_from(start, end) if self.works_on(day)]


def working_time(
    *, team: WorkCalendar | None, person: WorkCalendar | None, special: Mapping[date, SpecialDay]
) -> WorkingTime:
    """Give a person's days and hours: their own calendar where there is one, else the team's."""
    calendar = person or team
    if calendar is None:
        return WorkingTime(special=special)
    return WorkingTime(
        weekdays=calendar.weekdays,
        hours=calendar.hours,
        keeps_holidays=calendar.keeps_holidays,
        special=special,
    )


def away(leaves: list[Leave], day: date) -> Decimal:
    """Say how much of a day somebody is away, whatever the leaves are."""
    return min(Decimal(1), sum((each.part_of(day) for each in leaves), Decimal(0)))
