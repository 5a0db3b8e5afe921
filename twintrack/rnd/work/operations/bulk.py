"""Change many work items at once: what can be changed is, the rest is told with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.events import Event
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import Record, record_many
from twintrack.foundation.people.models import User
from twintrack.rnd.work.events import WorkItemChanged
from twintrack.rnd.work.lifecycle import State
from twintrack.rnd.work.limits import refusals_of
from twintrack.rnd.work.models import WorkItem
from twintrack.rnd.work.operations.editing import Edit, apply, save
from twintrack.rnd.work.operations.holding import hold_all
from twintrack.rnd.work.operations.moving import step
from twintrack.rnd.work.operations.telling import with_releases

MOST = 500


class TooMany(Refusal):
    """So many at once would hold everybody else up."""

    message = _("At most 500 at once. Select fewer.")
    status = 422


@dataclass
class Outcome:
    """What became of each work item, and the entries that tell it."""

    changed: list[WorkItem] = field(default_factory=list)
    unchanged: list[WorkItem] = field(default_factory=list)
    refused: list[tuple[WorkItem, Refusal]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)


@transaction.atomic
def change_many(
    *,
    items: Sequence[WorkItem],
    change: Edit | State,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Outcome:
    """
    Set a field of work items, or move them all to a state.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises TooMany: if there are more than 500.
    """
    check_may(by, Act.WORK_ON_ITEMS)
    if len(items) > MOST:
        raise TooMany
    full = refusals_of(items, change, by=by) if isinstance(change, State) else {}
    held = hold_all([each.pk for each in items])
    outcome, records = Outcome(), []
    for item in (held[each.pk] for each in items if each.pk in held):
        try:
            if item.pk in full and item.state != change:
                raise full[item.pk]
            event = _changed(item, change, by, at)
        except Refusal as refusal:
            outcome.refused.append((item, refusal))
            continue
        if event is None:
            outcome.unchanged.append(item)
            continue
        item.updated_at = at
        save(item)
        outcome.changed.append(item)
        records.append(Record(event=event, about=item))
    outcome.entries = record_many(with_releases(records), by=by, at=at, caused_by=caused_by)
    return outcome


def _changed(item: WorkItem, change: Edit | State, by: User, at: datetime) -> Event | None:
    if isinstance(change, State):
        return None if item.state == change else step(item, change, by=by, at=at)
    changes = apply(item, [change])
    if not changes:
        return None
    return WorkItemChanged(
        work_item_id=item.pk, number=item.number, title=item.title, changes=changes
    )
