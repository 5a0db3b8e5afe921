"""The course of a measure: its weeks with their limits, and what in them is out of the ordinary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from twintrack.algorithms.control import (
    Kind,
    Placed,
    Reading,
    Signal,
    process_chart,
)
from twintrack.analytics.cells import WEEK, Week
from twintrack.analytics.measures import Good, Measure, Per

# A usual week has so many working days.
FULL = 5.0


@dataclass(frozen=True)
class Step:
    """A week of a course, in the unit that people see."""

    week: Week
    value: float | None
    lower: float | None
    centre: float | None
    upper: float | None
    is_out: bool

    @property
    def monday(self) -> date:
        """The first day of the week."""
        return self.week.monday


@dataclass(frozen=True)
class Course:
    """A measure over weeks."""

    measure: Measure
    steps: tuple[Step, ...]
    signals: tuple[Signal, ...]
    # The Mondays on which a new level became the base.
    levels: tuple[date, ...]

    @property
    def last(self) -> Step | None:
        """The newest week that has a value."""
        return next((each for each in reversed(self.steps) if each.value is not None), None)

    @property
    def count(self) -> int:
        """How many observations stand behind it."""
        return sum(each.week.count for each in self.steps)

    @property
    def values(self) -> list[float]:
        """The values there are."""
        return [each.value for each in self.steps if each.value is not None]

    @property
    def standing(self) -> Signal | None:
        """The shift that still stands: found, and not taken for the new level yet."""
        found = next((each for each in reversed(self.signals) if each.kind == "shift"), None)
        newest = [index for index, each in enumerate(self.steps) if each.value is not None][-3:]
        return found if found and any(self.steps[index].is_out for index in newest) else None

    def is_worse(self, signal: Signal) -> bool | None:
        """Say whether a signal is bad news; nothing where neither direction is."""
        if self.measure.good == Good.NEITHER:
            return None
        return (signal.side > 0) == (self.measure.good == Good.DOWN)


def course(
    measure: Measure,
    weeks: Sequence[Week],
    *,
    first: date,
    last: date,
    working_days: Mapping[date, int],
) -> Course:
    """
    Make the course of a measure from its first week to the last full one.

    :param working_days: how many working days each week has, by its Monday.
    """
    known = {each.monday: each for each in weeks}
    begin = min([*known, last]) if measure.kind == Kind.COUNT else first
    mondays, day = [], max(first, begin)
    while day <= last:
        mondays.append(day)
        day += WEEK
    filled = [known.get(each, Week(each, 0, 0.0, 0.0)) for each in mondays]
    readings = [_reading(measure, each, working_days) for each in filled]
    chart = process_chart(readings, measure.kind)
    return Course(
        measure,
        tuple(_step(measure, each, chart.points[turn]) for turn, each in enumerate(filled)),
        tuple(chart.signals),
        tuple(mondays[index] for index in chart.phases),
    )


def _reading(measure: Measure, week: Week, working_days: Mapping[date, int]) -> Reading:
    if measure.kind == Kind.DURATION:
        if week.middle is None:
            return Reading(0, 0)
        return Reading(week.middle, week.count, min(week.spread, 1.5))
    if measure.kind == Kind.RATIO:
        return Reading(min(week.part, week.whole), week.whole)
    return Reading(week.part, exposure(measure, week, working_days))


def exposure(measure: Measure, week: Week, working_days: Mapping[date, int]) -> float:
    """Say what the count of a week is divided by."""
    if measure.per == Per.ROWS:
        return week.whole
    if measure.per == Per.MOMENT:
        return 1.0
    days = working_days.get(week.monday, 5)
    return float(days) if measure.per == Per.WORKING_DAY else days / FULL


def _step(measure: Measure, week: Week, placed: Placed) -> Step:
    def shown(value: float | None) -> float | None:
        return None if value is None else value * measure.factor

    return Step(
        week,
        shown(placed.value),
        shown(placed.lower),
        shown(placed.centre),
        shown(placed.upper),
        placed.is_out,
    )
