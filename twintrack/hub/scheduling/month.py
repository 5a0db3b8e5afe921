"""A team's month: each person's days as the calendar page shows them."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import Team, User
from twintrack.hub.scheduling.models import Leave
from twintrack.hub.scheduling.queries import PersonTimes, read_times
from twintrack.hub.scheduling.working_time import DayKind, away, days_from, working_time


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One day of one person."""

    day: date
    kind: DayKind
    # How much of it the person is away: nothing, a half, or all.
    away: Decimal
    leave: Leave | None
    is_morning: bool = False

    @property
    def look(self) -> str:
        """The class of its mark."""
        if not self.away or self.kind in {DayKind.WEEKEND, DayKind.HOLIDAY}:
            return self.kind.value
        if self.away == 1:
            return "away"
        return "away-am" if self.is_morning else "away-pm"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One person's month."""

    person: User
    cells: list[Cell]
    may_enter: bool
    away_days: Decimal


@dataclass(frozen=True, kw_only=True)
class Month:
    """A team's month; the head tells which days are free for all."""

    first: date
    last: date
    heads: list[tuple[date, DayKind]]
    rows: list[Row]
    leaves: list[Leave]

    def away_on(self, day: date) -> list[User]:
        """List who is away on a day, be it for half of it."""
        index = (day - self.first).days
        if not self.first <= day <= self.last:
            return []
        return [row.person for row in self.rows if row.cells[index].look.startswith("away")]


def read_month(team: Team, on: date, *, for_user: User) -> Month:
    """Read the month of a team in which a day falls."""
    first = on.replace(day=1)
    last = on.replace(day=calendar.monthrange(on.year, on.month)[1])
    times = read_times(team, first, last)
    keeps = may(for_user, Act.KEEP_CALENDARS)
    days = list(days_from(first, last))
    usual = times[0].of_team if times else working_time(team=None, person=None, special={})
    return Month(
        first=first,
        last=last,
        heads=[(day, usual.kind_of(day)) for day in days],
        rows=[_row(each, days, keeps or each.person == for_user) for each in times],
        leaves=sorted(
            (leave for each in times for leave in each.leaves), key=lambda leave: leave.start_on
        ),
    )


def _row(times: PersonTimes, days: Sequence[date], may_enter: bool) -> Row:
    cells = [_cell(times, day) for day in days]
    lost = (cell.away for cell in cells if cell.look.startswith("away"))
    return Row(
        person=times.person, cells=cells, may_enter=may_enter, away_days=sum(lost, Decimal(0))
    )


def _cell(times: PersonTimes, day: date) -> Cell:
    leave = next((each for each in times.leaves if each.part_of(day)), None)
    return Cell(
        day=day,
        kind=times.time.kind_of(day),
        away=away(times.leaves, day),
        leave=leave,
        is_morning=bool(leave and leave.end_on == day and leave.ends_at_noon),
    )
