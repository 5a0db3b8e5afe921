"""The burn-up of an iteration: its scope, what is done of it, and where that is going."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from django.db.models import QuerySet
from django.utils import timezone

from twintrack.hub.scheduling.queries import team_times
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.iterations.queries import previous_of
from twintrack.rnd.sprints.forecasting import Band, foretell
from twintrack.rnd.sprints.lifecycle import Turn
from twintrack.rnd.sprints.models import ScopeMove
from twintrack.rnd.sprints.results import Result

LOOK_BACK = 6


@dataclass(frozen=True, kw_only=True)
class Burn:
    """Scope and done at the end of each working day so far, and a band for each day left."""

    days: tuple[date, ...]
    scope: tuple[float, ...]
    done: tuple[float, ...]
    left: tuple[date, ...]
    bands: tuple[Band, ...]
    is_in_points: bool
    known_days: int
    # What it holds before its first working day, when there is nothing to draw yet.
    held: float

    @property
    def scope_now(self) -> float:
        return self.scope[-1] if self.scope else self.held

    @property
    def done_now(self) -> float:
        return self.done[-1] if self.done else 0.0

    @property
    def end(self) -> Band | None:
        """Where the course is likely to be on the last day."""
        return self.bands[-1] if self.bands else None


def list_moves(iteration: Iteration) -> QuerySet[ScopeMove]:
    """List how the scope of an iteration changed, entry by entry."""
    moves: QuerySet[ScopeMove] = ScopeMove.objects.filter(iteration=iteration)
    return moves.order_by("entry_id", "item_id")


def read_burn(iteration: Iteration, result: Result, *, today: date) -> Burn:
    """Read the burn-up of an iteration from what the ledger told of its work."""
    is_in_points = result.is_in_points
    times = team_times([iteration.team], iteration.start_on, iteration.end_on)
    every = times[iteration.team_id].working_days(iteration.start_on, iteration.end_on)
    last = _last_day(iteration, today)
    days = [day for day in every if day <= last]
    left = [day for day in every if day > last] if iteration.is_open else []
    moves = [each for each in list_moves(iteration) if each.turn != Turn.CARRIED]
    scope = _course(moves, days, "scope" if is_in_points else "items")
    done = _course(moves, days, "done" if is_in_points else "done_items")
    held = float(sum(each.scope if is_in_points else each.items for each in moves))
    daily = _daily_before(iteration, is_in_points) + _steps(done)
    bands = foretell(
        done=done[-1] if done else 0.0,
        scope=scope[-1] if scope else held,
        days_left=len(left),
        daily=daily,
        seed=iteration.pk,
    )
    return Burn(
        days=tuple(days),
        scope=tuple(scope),
        done=tuple(done),
        left=tuple(left) if bands else (),
        bands=tuple(bands),
        is_in_points=is_in_points,
        known_days=len(daily),
        held=held,
    )


def _last_day(iteration: Iteration, today: date) -> date:
    if iteration.ended_at is not None:
        return min(today, max(timezone.localdate(iteration.ended_at), iteration.start_on))
    return today


def _course(moves: Sequence[ScopeMove], days: Sequence[date], name: str) -> list[float]:
    """Add up what moved until the end of each day; what came before the first day is in it."""
    by_day: dict[date, Decimal] = defaultdict(Decimal)
    for each in moves:
        by_day[timezone.localdate(each.at)] += getattr(each, name)
    waiting = sorted(by_day.items())
    total, course, place = Decimal(0), [], 0
    for day in days:
        while place < len(waiting) and waiting[place][0] <= day:
            total += waiting[place][1]
            place += 1
        course.append(float(total))
    return course


def _steps(course: Sequence[float]) -> list[float]:
    """Give what each finished day added; today is not over."""
    return [max(now - before, 0.0) for before, now in pairwise([0.0, *course[:-1]])]


def _daily_before(iteration: Iteration, is_in_points: bool) -> list[float]:
    """Give what the team got done on each working day of its iterations before."""
    before = previous_of(iteration, count=LOOK_BACK)
    if not before:
        return []
    start = min(each.start_on for each in before)
    times = team_times([iteration.team], start, iteration.start_on)[iteration.team_id]
    by_day: dict[tuple[int, date], Decimal] = defaultdict(Decimal)
    moves = ScopeMove.objects.filter(iteration__in=before).exclude(turn=Turn.CARRIED)
    name = "done" if is_in_points else "done_items"
    for pk, at, amount in moves.values_list("iteration_id", "at", name):
        by_day[pk, timezone.localdate(at)] += amount
    return [
        max(float(by_day[each.pk, day]), 0.0)
        for each in before
        for day in times.working_days(each.start_on, each.end_on)
    ]
