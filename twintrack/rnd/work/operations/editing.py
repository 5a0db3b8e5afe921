"""Change what work items say of themselves, one or several fields at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal, StaleEdit
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import Record, record_many
from twintrack.foundation.people.models import User
from twintrack.rnd.work.events import WorkItemChanged
from twintrack.rnd.work.fields import FIELDS, Field
from twintrack.rnd.work.models import Defect, Kind, WorkItem
from twintrack.rnd.work.operations.holding import held
from twintrack.rnd.work.operations.telling import with_releases

UNSEEN = object()


class FieldUnknown(Refusal):
    """A work item has no such field, or it is not changed by hand."""

    message = _("A work item has no such field.")
    status = 422


class NotADefect(Refusal):
    """Only defects have a severity and were found somewhere."""

    message = _("Only defects have this. Make it a defect first.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class Edit:
    """A field by its name, and what it is to be; `before` is what the person saw, if they did."""

    field: str
    value: Any
    before: Any = UNSEEN


@transaction.atomic
def change(
    *,
    item: WorkItem,
    edits: Sequence[Edit],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> WorkItem:
    """
    Change fields of a work item; all of them or none.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises FieldUnknown: if there is no such field.
    :raises NotADefect: if only a defect has the field.
    :raises StaleEdit: if somebody changed a field since the person saw it.
    :raises Refusal: if a value does not fit, with the reason (`fields`).
    """
    check_may(by, Act.WORK_ON_ITEMS)
    item = held(item)
    changes = apply(item, edits)
    if not changes:
        return item
    item.updated_at = at
    save(item)
    event = WorkItemChanged(
        work_item_id=item.pk, number=item.number, title=item.title, changes=changes
    )
    told = with_releases([Record(event=event, about=item)])
    record_many(told, by=by, at=at, caused_by=caused_by)
    return item


def apply(item: WorkItem, edits: Sequence[Edit]) -> list[dict[str, Any]]:
    """Set fields of a work item that is held, without saving; tell those that changed."""
    changes = []
    for edit in edits:
        field = field_of(edit.field)
        holder = _holder(item, field)
        current, value = getattr(holder, field.name), field.clean(item, edit.value)
        if edit.before is not UNSEEN and not same(current, edit.before):
            raise StaleEdit(field=field.name, current=current, attempted=value)
        if same(current, value):
            continue
        setattr(holder, field.name, value)
        changes.append(field.told(current, value))
    return changes


def save(item: WorkItem) -> None:
    """Keep a work item, and what is known of it as a defect."""
    item.save()
    if item.kind == Kind.DEFECT:
        defect = getattr(item, "defect", None) or Defect(item=item)
        defect.save()


def field_of(name: str) -> Field:
    """
    Find a field by its name.

    :raises FieldUnknown: if there is none.
    """
    if name not in FIELDS:
        raise FieldUnknown
    return FIELDS[name]


def same(one: Any, other: Any) -> bool:
    """Say whether two values are the same; objects are by their ids."""
    return bool(getattr(one, "pk", one) == getattr(other, "pk", other))


def _holder(item: WorkItem, field: Field) -> WorkItem | Defect:
    if not field.is_of_defects:
        return item
    if item.kind != Kind.DEFECT:
        raise NotADefect
    found: Defect | None = getattr(item, "defect", None)
    if found is None:
        found = item.defect = Defect(item=item)
    return found
