"""Write down work to be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import Record, record_many
from twintrack.foundation.objects.numbering import next_numbers
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.rnd.work.events import WorkItemAdded
from twintrack.rnd.work.models import Kind, WorkItem
from twintrack.rnd.work.operations.editing import Edit, apply, save
from twintrack.rnd.work.operations.holding import places

# Filled in from what the work is for, where nobody says otherwise.
INHERITED = ("module", "project", "requirement", "iteration", "release")


@dataclass(frozen=True, kw_only=True)
class Work:
    """What a new work item says: its product, its title and any other of its `FIELDS`."""

    product: Product
    title: str
    kind: str = Kind.TASK
    values: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def add(*, work: Work, by: User, at: datetime, caused_by: Entry | None = None) -> WorkItem:
    """
    Write down one work item, at the end of the list by hand.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises Refusal: if a value does not fit, with the reason (`fields`).
    """
    [item] = add_all(works=[work], by=by, at=at, caused_by=caused_by)
    return item


@transaction.atomic
def add_all(
    *, works: Sequence[Work], by: User, at: datetime, caused_by: Entry | None = None
) -> list[WorkItem]:
    """
    Write down work items in their order, each as `add` does one.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises Refusal: if a value does not fit, with the reason (`fields`).
    """
    check_may(by, Act.WORK_ON_ITEMS)
    items = [_drafted(work, by, at) for work in works]
    numbers = next_numbers("W", len(items))
    for item, number, rank in zip(items, numbers, places.last(len(items)), strict=True):
        item.number, item.rank = number, rank
        save(item)
    record_many(
        [Record(event=_told(each), about=each) for each in items], by=by, at=at, caused_by=caused_by
    )
    return items


def _drafted(work: Work, by: User, at: datetime) -> WorkItem:
    item = WorkItem(
        product=work.product,
        created_by=by,
        entered_at=at,
        created_at=at,
        updated_at=at,
    )
    values = {"title": work.title, "kind": work.kind} | _inherited(work.values) | dict(work.values)
    apply(item, [Edit(field=name, value=value) for name, value in values.items()])
    if item.remaining_hours is None:
        item.remaining_hours = item.estimate_hours
    return item


def _inherited(values: Mapping[str, Any]) -> dict[str, Any]:
    parent = values.get("parent")
    if parent is None:
        return {}
    found = {name: getattr(parent, name) for name in INHERITED}
    # What is over or out is not what new work is for.
    return {
        name: value
        for name, value in found.items()
        if value is not None and getattr(value, "is_open", True)
    }


def _told(item: WorkItem) -> WorkItemAdded:
    defect = item.defect if item.is_defect else None
    return WorkItemAdded(
        work_item_id=item.pk,
        number=item.number,
        item_kind=item.kind,
        title=item.title,
        product_id=item.product_id,
        module_id=item.module_id,
        project_id=item.project_id,
        requirement_id=item.requirement_id,
        parent_id=item.parent_id,
        iteration_id=item.iteration_id,
        release_id=item.release_id,
        assignee_id=item.assignee_id,
        points=None if item.points is None else str(item.points),
        severity=defect.severity if defect else "",
        is_escaped=defect.is_escaped if defect else False,
    )
