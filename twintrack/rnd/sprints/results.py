"""What a team committed to in an iteration, got done, added, took out and carried over."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from twintrack.rnd.iterations.lifecycle import OPEN as OPEN_ITERATIONS
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.sprints.lifecycle import Decision
from twintrack.rnd.sprints.models import CommittedItem, Outcome
from twintrack.rnd.work.lifecycle import State
from twintrack.rnd.work.models import WorkItem

NOTHING = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Amount:
    """So many work items, and their points."""

    points: Decimal = NOTHING
    items: int = 0

    def plus(self, points: Decimal | None) -> Amount:
        """Give the amount with one item more."""
        return Amount(points=self.points + (points or NOTHING), items=self.items + 1)


def amount_of(points: Iterable[Decimal | None]) -> Amount:
    """Add up items by their points."""
    total = Amount()
    for each in points:
        total = total.plus(each)
    return total


@dataclass(frozen=True, kw_only=True)
class Result:
    """
    The result of an iteration; of one that runs, as it stands now.

    What was committed counts with the points it had at the start, all else with those it has.
    """

    committed: Amount = field(default_factory=Amount)
    done: Amount = field(default_factory=Amount)
    done_committed: Amount = field(default_factory=Amount)
    added: Amount = field(default_factory=Amount)
    removed: Amount = field(default_factory=Amount)
    carried: Amount = field(default_factory=Amount)
    # Neither done nor decided.
    left: Amount = field(default_factory=Amount)

    @property
    def scope(self) -> Amount:
        """All that is or was in it at the end."""
        parts = (self.done, self.carried, self.left)
        return Amount(
            points=sum((each.points for each in parts), NOTHING),
            items=sum(each.items for each in parts),
        )

    @property
    def is_in_points(self) -> bool:
        """Say whether the team estimates in points; else items are counted."""
        return bool(self.committed.points or self.scope.points)

    @property
    def predictability(self) -> int | None:
        """Per cent of the committed scope that was done; nothing where nothing was committed."""
        if self.committed.points:
            return round(100 * self.done_committed.points / self.committed.points)
        if self.committed.items:
            return round(100 * self.done_committed.items / self.committed.items)
        return None


@dataclass(frozen=True)
class _Held:
    """A work item in an iteration, or what became of it."""

    item_id: int
    points: Decimal | None
    decision: str


def results_of(iterations: Collection[Iteration]) -> dict[int, Result]:
    """Give the results of iterations by their ids, in three questions however many there are."""
    ids = [each.pk for each in iterations]
    committed: dict[int, dict[int, Decimal | None]] = {pk: {} for pk in ids}
    rows = CommittedItem.objects.filter(iteration__in=ids)
    for iteration_id, item_id, points in rows.values_list("iteration_id", "item_id", "points"):
        committed[iteration_id][item_id] = points
    held: dict[int, list[_Held]] = {pk: [] for pk in ids}
    outcomes = Outcome.objects.filter(iteration__in=ids)
    for outcome in outcomes:
        told = _Held(outcome.item_id, outcome.points, outcome.decision)
        held[outcome.iteration_id].append(told)
    running = [each.pk for each in iterations if each.state in OPEN_ITERATIONS]
    inside = WorkItem.objects.filter(iteration__in=running).exclude(state=State.CANCELLED)
    for pk, item_id, points, state in inside.values_list("iteration_id", "pk", "points", "state"):
        if pk is not None:
            held[pk].append(_Held(item_id, points, "done" if state == State.DONE else ""))
    return {
        each.pk: _result(committed[each.pk], held[each.pk], has_begun=each.started_at is not None)
        for each in iterations
    }


def _result(committed: dict[int, Decimal | None], held: list[_Held], *, has_begun: bool) -> Result:
    done = [each for each in held if each.decision == Decision.DONE]
    carried = [each for each in held if each.decision in {Decision.NEXT, Decision.BACKLOG}]
    known = {each.item_id for each in held}
    return Result(
        committed=amount_of(committed.values()),
        done=amount_of(each.points for each in done),
        done_committed=amount_of(
            committed[each.item_id] for each in done if each.item_id in committed
        ),
        added=amount_of(
            each.points for each in held if has_begun and each.item_id not in committed
        ),
        removed=amount_of(points for pk, points in committed.items() if pk not in known),
        carried=amount_of(each.points for each in carried),
        left=amount_of(each.points for each in held if not each.decision),
    )


def result_of(iteration: Iteration) -> Result:
    """Give the result of one iteration."""
    return results_of([iteration])[iteration.pk]
