"""How far an iteration has come in time: which working day of how many it is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from twintrack.hub.scheduling.queries import team_times
from twintrack.rnd.iterations.models import Iteration


@dataclass(frozen=True, kw_only=True)
class Course:
    """The working days of an iteration and how many of them have begun, today included."""

    days: tuple[date, ...]
    begun: int

    @property
    def total(self) -> int:
        return len(self.days)

    @property
    def left(self) -> int:
        """Working days after today."""
        return self.total - self.begun

    @property
    def percent(self) -> int:
        return round(100 * self.begun / self.total) if self.total else 0


def course_of(iterations: Collection[Iteration], today: date) -> dict[int, Course]:
    """Give the course of iterations by their ids, by the calendars of their teams."""
    if not iterations:
        return {}
    start = min(each.start_on for each in iterations)
    end = max(each.end_on for each in iterations)
    times = team_times({each.team for each in iterations}, start, end)
    found = {}
    for each in iterations:
        days = tuple(times[each.team_id].working_days(each.start_on, each.end_on))
        found[each.pk] = Course(days=days, begun=sum(day <= today for day in days))
    return found
