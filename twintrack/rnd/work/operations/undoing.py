"""Take back what one did to work items by mistake."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models, transaction

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.access.undoing import ChangedSince, entries_to_undo
from twintrack.foundation.ledger.events import Event
from twintrack.foundation.ledger.operations import Record, record_many
from twintrack.foundation.people.models import User
from twintrack.rnd.work.events import WorkItemChanged, WorkItemMoved, WorkItemRanked
from twintrack.rnd.work.lifecycle import State
from twintrack.rnd.work.models import Defect, WorkItem
from twintrack.rnd.work.operations.editing import Edit, apply, field_of, save
from twintrack.rnd.work.operations.holding import hold_all
from twintrack.rnd.work.operations.moving import stand_of, step
from twintrack.rnd.work.operations.telling import with_releases

KINDS = [each.kind for each in (WorkItemChanged, WorkItemMoved, WorkItemRanked)]


@transaction.atomic
def undo(*, first: int, last: int, by: User, at: datetime) -> list[WorkItem]:
    """
    Take back what the person did to work items in the ledger entries `first` to `last`.

    Only what nobody has changed since is taken back; the others are left alone.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotThere: if the person did nothing there that can be taken back.
    :raises TooLate: if it was more than an hour ago.
    :raises ChangedSince: if all of it was changed again since.
    """
    check_may(by, Act.WORK_ON_ITEMS)
    entries = entries_to_undo(
        first=first,
        last=last,
        kinds=KINDS,
        among=WorkItem.objects.visible_to(by),
        by=by,
        at=at,
    )
    held = hold_all({entry.about_id for entry in entries})
    restored: dict[int, WorkItem] = {}
    records = []
    for entry in entries:
        item = held[entry.about_id]
        event = _restored(item, entry.event, by, at)
        if event is not None:
            item.updated_at = at
            save(item)
            restored[item.pk] = item
            records.append(Record(event=event, about=item))
    if not restored:
        raise ChangedSince
    record_many(with_releases(records), by=by, at=at, caused_by=entries[0])
    return list(restored.values())


def _restored(item: WorkItem, event: Any, by: User, at: datetime) -> Event | None:
    if isinstance(event, WorkItemMoved):
        return _moved_back(item, event, by, at) if item.state == event.to else None
    if isinstance(event, WorkItemRanked):
        if item.rank != event.to:
            return None
        item.rank = event.came_from
        return WorkItemRanked(
            work_item_id=item.pk, number=item.number, came_from=event.to, to=event.came_from
        )
    edits = [
        Edit(field=each["field"], value=_value(each["field"], each["came_from"]))
        for each in event.changes
        if _stands(item, each)
    ]
    changes = apply(item, edits)
    if not changes:
        return None
    return WorkItemChanged(
        work_item_id=item.pk, number=item.number, title=item.title, changes=changes
    )


def _moved_back(item: WorkItem, event: WorkItemMoved, by: User, at: datetime) -> WorkItemMoved:
    """Move a work item back; what was done by mistake was not reopened, nor is it done again."""
    reopened, stands = item.reopened_count - event.reopened, stand_of(item)
    back = step(item, State(event.came_from), by=by, at=at)
    item.reopened_count = reopened
    if event.kept:
        _restore(item, event.kept, stands)
    return replace(back, reopened=False, taken_back=event.reopened, kept={}, is_undo=True)


def _restore(item: WorkItem, kept: dict[str, list[Any]], stands: dict[str, Any]) -> None:
    """Give back what the mistake changed along with the state, as far as nobody did since."""
    for name, value in stands.items():
        column: Any = WorkItem._meta.get_field(name)
        came_from, to = map(column.to_python, kept.get(name, (value, value)))
        setattr(item, name, came_from if value == to else value)
    if not item.is_open:
        item.blocked_at, item.blocked_reason = None, ""


def _stands(item: WorkItem, change: dict[str, Any]) -> bool:
    """Say whether what was written then still stands there."""
    name = change["field"]
    holder = getattr(item, "defect", None) if field_of(name).is_of_defects else item
    if holder is None:
        return False
    said = field_of(name).told(None, getattr(holder, name))["to"]
    return bool(said == change["to"])


def _value(name: str, raw: Any) -> Any:
    """Give a value as it was, from what the ledger keeps of it."""
    if raw is None:
        return None
    model = Defect if field_of(name).is_of_defects else WorkItem
    column: Any = model._meta.get_field(name)
    if isinstance(column, models.ForeignKey):
        return column.related_model.objects.filter(pk=raw).first()  # type: ignore[union-attr]
    if isinstance(column, models.DecimalField):
        return Decimal(raw)
    return date.fromisoformat(raw) if isinstance(column, models.DateField) else raw
