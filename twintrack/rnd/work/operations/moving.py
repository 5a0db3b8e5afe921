"""Move work from state to state, and to other places in the order by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import StaleEdit, StateNotReachable
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.rnd.work.events import WorkItemMoved, WorkItemRanked
from twintrack.rnd.work.lifecycle import CLOSED, UNDER_WAY, State
from twintrack.rnd.work.limits import refusals_of
from twintrack.rnd.work.models import WorkItem
from twintrack.rnd.work.operations.holding import held, hold_all, places

# What changes with the state, or with the place that a card is dropped at.
ALONG = (
    "entered_at",
    "started_at",
    "done_at",
    "assignee_id",
    "remaining_hours",
    "blocked_at",
    "blocked_reason",
    "rank",
)


@transaction.atomic
def move(
    *,
    item: WorkItem,
    to: State,
    seen: str = "",
    after: WorkItem | None = None,
    before: WorkItem | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> WorkItem:
    """
    Move a work item to another state; `seen` is the state the person saw, if they did.

    With a neighbour it also gets its place by hand: right behind `after`, else before `before`.
    Who begins what nobody does yet takes it. Hours that remain end with the work.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StaleEdit: if somebody moved it since.
    :raises StateNotReachable: if that state does not follow the present one.
    :raises Refusal: if its team has enough in that state.
    """
    check_may(by, Act.WORK_ON_ITEMS)
    full = refusals_of([item], to, by=by).get(item.pk)
    if after or before:
        hold_all([each.pk for each in (item, after or before) if each])
    item = held(item)
    if seen and item.state != seen:
        raise StaleEdit(field="state", current=item.state, attempted=to.value)
    if full and item.state != to:
        raise full
    event = step(item, to, by=by, at=at)
    if after or before:
        came_from, item.rank = item.rank, places.beside(item, after=after, before=before)
        event = replace(event, kept=event.kept | {"rank": [came_from, item.rank]})
    item.save()
    record(event, about=item, by=by, at=at, caused_by=caused_by)
    return item


def step(item: WorkItem, to: State, *, by: User, at: datetime) -> WorkItemMoved:
    """
    Move a work item that is held, without saving it.

    :raises StateNotReachable: if that state does not follow the present one.
    """
    came_from = State(item.state)
    if to not in item.next_states:
        raise StateNotReachable(
            format_lazy(_("“{state}” does not lead to “{to}”."), state=came_from.label, to=to.label)
        )
    reopened, stood = came_from == State.DONE, stand_of(item)
    item.state, item.entered_at, item.updated_at = to, at, at
    item.done_at = at if to == State.DONE else None
    item.reopened_count += reopened
    if to in UNDER_WAY:
        item.started_at = item.started_at or at
        if item.assignee_id is None and not by.is_service:
            item.assignee = by
    if to in CLOSED:
        item.blocked_at, item.blocked_reason = None, ""
    if to == State.DONE:
        item.started_at = item.started_at or at
        item.remaining_hours = None if item.remaining_hours is None else 0
    return WorkItemMoved(
        work_item_id=item.pk,
        number=item.number,
        title=item.title,
        came_from=came_from.value,
        to=to.value,
        iteration_id=item.iteration_id,
        points=None if item.points is None else str(item.points),
        reopened=reopened,
        kept={
            name: [_written(stood[name]), _written(value)]
            for name, value in stand_of(item).items()
            if value != stood[name]
        },
    )


def stand_of(item: WorkItem) -> dict[str, Any]:
    """Give what a move changes along with the state, by the names of the columns."""
    return {name: getattr(item, name) for name in ALONG}


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


@transaction.atomic
def reorder(
    *,
    item: WorkItem,
    after: WorkItem | None,
    before: WorkItem | None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> WorkItem:
    """
    Put a work item right behind another, or right before one where there is none above.

    With neither it goes to the end.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.WORK_ON_ITEMS)
    hold_all([each.pk for each in (item, after or before) if each])
    item = held(item)
    if item in (after, before):
        return item
    came_from, item.rank = item.rank, places.beside(item, after=after, before=before)
    item.save(update_fields=["rank"])
    event = WorkItemRanked(
        work_item_id=item.pk, number=item.number, came_from=came_from, to=item.rank
    )
    record(event, about=item, by=by, at=at, caused_by=caused_by)
    return item
