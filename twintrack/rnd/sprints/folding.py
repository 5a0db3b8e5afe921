"""Where a work item stands after each entry of the ledger, and what that means to iterations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from twintrack.foundation.ledger.events import Event
from twintrack.rnd.sprints.lifecycle import Turn
from twintrack.rnd.work.events import WorkItemAdded, WorkItemChanged, WorkItemMoved
from twintrack.rnd.work.lifecycle import State

KINDS = (WorkItemAdded.kind, WorkItemChanged.kind, WorkItemMoved.kind)
NOTHING = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Stand:
    """A work item at one moment, as far as iterations count it."""

    iteration_id: int | None = None
    points: Decimal = NOTHING
    is_done: bool = False
    is_cancelled: bool = False


@dataclass(frozen=True, kw_only=True)
class Change:
    """What one entry changed in one iteration."""

    iteration_id: int
    turn: Turn
    scope: Decimal
    done: Decimal
    items: int
    done_items: int


def after(stand: Stand, event: Event) -> Stand:
    """Give where a work item stands after something happened to it."""
    if isinstance(event, WorkItemAdded):
        return Stand(iteration_id=event.iteration_id, points=_points(event.points))
    if isinstance(event, WorkItemMoved):
        return replace(
            stand, is_done=event.to == State.DONE, is_cancelled=event.to == State.CANCELLED
        )
    if isinstance(event, WorkItemChanged):
        for change in event.changes:
            if change["field"] == "iteration":
                stand = replace(stand, iteration_id=change["to"])
            elif change["field"] == "points":
                stand = replace(stand, points=_points(change["to"]))
    return stand


def _points(raw: str | None) -> Decimal:
    return NOTHING if raw is None else Decimal(raw)


def fold(events: Iterable[Event]) -> tuple[Stand, Stand]:
    """Give where a work item stood before the last of its events, and after it."""
    before = now = Stand()
    for event in events:
        before, now = now, after(now, event)
    return before, now


def changes_between(before: Stand, now: Stand) -> list[Change]:
    """Say what it means to iterations that a work item stands elsewhere than before."""
    found = []
    for iteration_id in dict.fromkeys((before.iteration_id, now.iteration_id)):
        if iteration_id is None:
            continue
        old, new = _share(before, iteration_id), _share(now, iteration_id)
        if old == new:
            continue
        scope, done, items, done_items = (
            to - came_from for came_from, to in zip(old, new, strict=True)
        )
        found.append(
            Change(
                iteration_id=iteration_id,
                turn=_turn(items, done_items),
                scope=Decimal(scope),
                done=Decimal(done),
                items=int(items),
                done_items=int(done_items),
            )
        )
    return found


def _share(stand: Stand, iteration_id: int) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    if stand.iteration_id != iteration_id or stand.is_cancelled:
        return (NOTHING, NOTHING, NOTHING, NOTHING)
    done = Decimal(stand.is_done)
    return (stand.points, stand.points * done, Decimal(1), done)


def _turn(items: Decimal, done_items: Decimal) -> Turn:
    if items:
        return Turn.IN if items > 0 else Turn.OUT
    if done_items:
        return Turn.DONE if done_items > 0 else Turn.REOPENED
    return Turn.POINTS
