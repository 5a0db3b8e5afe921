"""
Working time: how much of it lies between two moments, and when so much of it is over. No Django.

Moments are aware; all is reckoned in UTC. Working hours are what the wall clock of their time zone
reads, so that a day on which clocks are put forward or back has as many minutes as it really had.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from twintrack.sales.sla.public_days import decreed

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
NONE = timedelta(0)
MIDNIGHT = 24 * 60
# Clocks are put forward or back in the night before or within a day: so far around it one looks.
AROUND = timedelta(hours=3)
# Whoever does not work for so many days never does.
BARREN = 400

Span = tuple[datetime, datetime]
# Without an end it still lasts.
Pause = tuple[datetime, datetime | None]


class NeverDue(ValueError):
    """There is no working time in which it could become due."""


@dataclass(frozen=True, kw_only=True)
class WorkingHours:
    """
    The hours in which a clock runs.

    `weekdays` as `date.weekday` counts them, `01234`; `opens` and `closes` in minutes after
    midnight of `zone`, of the next one where it closes before it opens: such a night belongs to the
    day on which it begins, whatever the next one is; `country` as `public_days` knows it, or
    nothing; `special` days work (true) or are free (false) whatever else holds. Who works
    `around_the_clock` has no days off at all.
    """

    zone: str
    weekdays: str = "01234"
    opens: int = 9 * 60
    closes: int = 18 * 60
    country: str = ""
    special: Mapping[date, bool] = field(default_factory=dict)
    around_the_clock: bool = False
    _known: dict[date, tuple[Span, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def works_on(self, day: date) -> bool:
        """Say whether a day is worked: special days come before public ones, those before weeks."""
        said = self.special.get(day)
        if said is None:
            said = decreed(self.country, day)
        return str(day.weekday()) in self.weekdays if said is None else said

    def spans_of(self, day: date) -> tuple[Span, ...]:
        """Give the working time on a day as moments: spans in their order, cut at midnight."""
        found = self._known.get(day)
        if found is None:
            found = self._known[day] = self._whole(day)
        return found

    def _whole(self, day: date) -> tuple[Span, ...]:
        if self.opens < self.closes:
            return self._spans(day, self.opens, self.closes) if self.works_on(day) else ()
        night = self._spans(day, 0, self.closes) if self.works_on(day - DAY) else ()
        evening = self._spans(day, self.opens, MIDNIGHT) if self.works_on(day) else ()
        # Where clocks are put back, one may begin in the hour in which the other ends.
        return tuple(sorted((*night, *evening)))

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """Give the working time from one moment to another; none if the other comes before."""
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        if end <= start:
            return NONE
        if self.around_the_clock:
            return end - start
        total, day, last = NONE, self._day_of(start), self._day_of(end)
        while day <= last:
            for opens, closes in self.spans_of(day):
                total += max(min(end, closes) - max(start, opens), NONE)
            day += DAY
        return total

    def due_after(self, start: datetime, duration: timedelta) -> datetime:
        """
        Give the first moment by which so much working time has passed.

        :raises NeverDue: if there is no working time ahead.
        """
        start = start.astimezone(UTC)
        if duration <= NONE:
            return start
        if self.around_the_clock:
            return start + duration
        left, barren = duration, 0
        day = self._day_of(start)
        while barren < BARREN:
            barren += 1
            for opens, closes in self.spans_of(day):
                opens = max(opens, start)
                if closes <= opens:
                    continue
                if closes - opens >= left:
                    return opens + left
                left -= closes - opens
                barren = 0
            day += DAY
        raise NeverDue

    def turn_after(self, moment: datetime) -> tuple[bool, datetime | None]:
        """Say whether a moment is working time, and when that changes next; nothing for never."""
        if self.around_the_clock:
            return True, None
        moment = moment.astimezone(UTC)
        day = self._day_of(moment)
        ends: datetime | None = None
        for _each in range(BARREN):
            for opens, closes in self.spans_of(day):
                if ends is not None and opens > ends:
                    return True, ends
                if ends is None and moment < opens:
                    return False, opens
                if moment < closes:
                    # What goes on at once, as over midnight, does not end here.
                    ends = closes
            day += DAY
            if ends is not None and self._day_of(ends) < day - DAY:
                return True, ends
        return ends is not None, None

    def _day_of(self, moment: datetime) -> date:
        return moment.astimezone(_zone(self.zone)).date()

    def _spans(self, day: date, opens_at: int, closes_at: int) -> tuple[Span, ...]:
        """Find when the wall clock reads a time between two minutes of a day."""
        zone = _zone(self.zone)
        midnight = datetime.combine(day, time(), UTC)
        opens, closes = midnight + MINUTE * opens_at, midnight + MINUTE * closes_at
        before = _offset((midnight - AROUND).replace(tzinfo=zone))
        after = _offset((midnight + DAY + AROUND).replace(tzinfo=zone, fold=1))
        if before == after:
            return ((opens - before, closes - before),) if opens < closes else ()
        # Clocks are changed at this moment: until then one difference to UTC holds, then the other.
        turn = _turn(zone, midnight - AROUND - before, midnight + DAY + AROUND - after, before)
        spans = (
            (opens - before, min(closes - before, turn)),
            (max(opens - after, turn), closes - after),
        )
        return tuple((start, end) for start, end in spans if start < end)


def _zone(name: str) -> ZoneInfo:
    # Kept by the module: the same one each time.
    return ZoneInfo(name)


def _offset(local: datetime) -> timedelta:
    return local.utcoffset() or NONE


def _turn(zone: ZoneInfo, low: datetime, high: datetime, before: timedelta) -> datetime:
    """Find the minute between two moments from which on another difference to UTC holds."""
    while high - low > MINUTE:
        middle = low + MINUTE * ((high - low) // MINUTE // 2)
        if _offset(middle.astimezone(zone)) == before:
            low = middle
        else:
            high = middle
    return high


def running_spans(start: datetime, pauses: Sequence[Pause]) -> Iterator[Pause]:
    """Give what lies between pauses from a start on; the last has no end unless a pause lasts."""
    for begins, ends in sorted(pauses, key=lambda pause: pause[0]):
        if begins > start:
            yield start, begins
        if ends is None:
            return
        start = max(start, ends)
    yield start, None


def elapsed(
    hours: WorkingHours, *, start: datetime, until: datetime, pauses: Sequence[Pause]
) -> timedelta:
    """Give the working time from a start until a moment, without pauses."""
    return sum(
        (
            hours.working_time_between(begins, until if ends is None else min(ends, until))
            for begins, ends in running_spans(start, pauses)
        ),
        NONE,
    )


def moment_of(
    hours: WorkingHours, *, start: datetime, duration: timedelta, pauses: Sequence[Pause]
) -> datetime | None:
    """
    Give the moment by which so much working time without pauses has passed.

    Nothing while a pause lasts that began before.

    :raises NeverDue: if there is no working time ahead.
    """
    left = duration
    for begins, ends in running_spans(start, pauses):
        worked = NONE if ends is None else hours.working_time_between(begins, ends)
        if ends is None or worked >= left:
            return hours.due_after(begins, left)
        left -= worked
    return None
