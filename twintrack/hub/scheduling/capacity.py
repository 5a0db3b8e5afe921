"""How much time a team has between two days: calendars, less leave, times each one's share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from twintrack.foundation.memory.once import once
from twintrack.foundation.people.models import Team, User
from twintrack.hub.scheduling.queries import read_times
from twintrack.hub.scheduling.working_time import away

CENT = Decimal("0.01")
HUNDRED = Decimal(100)


@dataclass(frozen=True, kw_only=True)
class PersonCapacity:
    """What one person has: working days, of which some are leave, and the share for the team."""

    person: User
    working_days: int
    leave_days: Decimal
    percent: int
    hours_a_day: Decimal

    @property
    def present_days(self) -> Decimal:
        """Working days without leave."""
        return self.working_days - self.leave_days

    @property
    def days(self) -> Decimal:
        """Person-days for the planned work of the team."""
        return (self.present_days * self.percent / HUNDRED).quantize(CENT, ROUND_HALF_UP)

    @property
    def hours(self) -> Decimal:
        """Hours for the planned work of the team."""
        return (self.days * self.hours_a_day).quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True, kw_only=True)
class Capacity:
    """What a team has between two days, person by person."""

    start_on: date
    end_on: date
    people: tuple[PersonCapacity, ...]

    @property
    def person_days(self) -> Decimal:
        return sum((each.days for each in self.people), Decimal(0))

    @property
    def hours(self) -> Decimal:
        return sum((each.hours for each in self.people), Decimal(0))

    @property
    def leave_days(self) -> Decimal:
        return sum((each.leave_days for each in self.people), Decimal(0))

    def of(self, person_id: int | None) -> PersonCapacity | None:
        """Find what one person has."""
        return next((each for each in self.people if each.person.pk == person_id), None)


def capacity_of(team: Team, start_on: date, end_on: date) -> Capacity:
    """Compute what a team has from the first to the last day, whoever asks."""
    return once(("capacity", team.pk, start_on, end_on), lambda: _compute(team, start_on, end_on))


def _compute(team: Team, start_on: date, end_on: date) -> Capacity:
    times = read_times(team, start_on, end_on)
    return Capacity(
        start_on=start_on,
        end_on=end_on,
        people=tuple(
            PersonCapacity(
                person=each.person,
                working_days=len(days),
                leave_days=sum((away(each.leaves, day) for day in days), Decimal(0)),
                percent=each.percent,
                hours_a_day=each.time.hours,
            )
            for each in times
            for days in [each.time.working_days(start_on, end_on)]
        ),
    )


def remaining_of(capacity: Capacity, team: Team, today: date) -> Capacity:
    """Compute what is left from a day on."""
    if today <= capacity.start_on:
        return capacity
    return capacity_of(team, min(today, capacity.end_on), capacity.end_on)
