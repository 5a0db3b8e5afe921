"""Take back what one did by mistake."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.access.undoing import ChangedSince, entries_to_undo
from twintrack.foundation.ledger.events import Event
from twintrack.foundation.ledger.operations import Record, record_many
from twintrack.foundation.people.models import User
from twintrack.hub.projects.models import Milestone
from twintrack.rnd.backlog.events import (
    RequirementAdvanced,
    RequirementAssigned,
    RequirementDateMoved,
    RequirementPlanned,
    RequirementPrioritised,
    RequirementRanked,
    RequirementRenamed,
    RequirementScoped,
)
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.releases.models import Release

# The column that each kind of event changed.
_FIELDS: dict[type[Event], str] = {
    RequirementAdvanced: "state",
    RequirementAssigned: "owner_id",
    RequirementDateMoved: "planned_on",
    RequirementPlanned: "milestone_id",
    RequirementPrioritised: "priority",
    RequirementRanked: "rank",
    RequirementRenamed: "title",
    RequirementScoped: "release_id",
}


@transaction.atomic
def undo(*, first: int, last: int, by: User, at: datetime) -> list[Requirement]:
    """
    Take back what the person did to requirements in the ledger entries `first` to `last`.

    Only what nobody has changed since is taken back; the others are left alone.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotThere: if the person did nothing there that can be taken back.
    :raises TooLate: if it was more than an hour ago.
    :raises ChangedSince: if all of it was changed again since.
    """
    check_may(by, Act.EDIT_REQUIREMENT)
    entries = entries_to_undo(
        first=first,
        last=last,
        kinds=[event.kind for event in _FIELDS],
        among=Requirement.objects.visible_to(by),
        by=by,
        at=at,
    )
    wanted = {entry.about_id for entry in entries}
    held = Requirement.objects.select_for_update(no_key=True).order_by("pk").in_bulk(wanted)
    restored: list[Requirement] = []
    records: list[Record] = []
    for entry in entries:
        requirement = held[entry.about_id]
        event = _restored(requirement, entry.event)
        if event is not None:
            requirement.updated_at = at
            requirement.save(update_fields=[_FIELDS[type(event)], "updated_at"])
            restored.append(requirement)
            records.append(Record(event=event, about=requirement, also=_concerned(event)))
    if not restored:
        raise ChangedSince
    record_many(records, by=by, at=at, caused_by=entries[0])
    return restored


def _concerned(event: Event) -> list[Release]:
    if not isinstance(event, RequirementScoped):
        return []
    return list(Release.objects.filter(pk__in=[event.release_id or 0, event.came_from_id or 0]))


def _ends(event: Any) -> tuple[Any, Any]:
    """Give what stood there before an event, and what it wrote."""
    if isinstance(event, RequirementPlanned):
        return event.came_from_id, event.milestone_id
    if isinstance(event, RequirementScoped):
        return event.came_from_id, event.release_id
    return event.came_from, event.to


def _restored(requirement: Requirement, event: Any) -> Event | None:
    field = _FIELDS[type(event)]
    came_from, to = _ends(event)
    if getattr(requirement, field) != to or requirement.is_frozen:
        return None
    if isinstance(event, RequirementScoped) and not all(each.is_open for each in _concerned(event)):
        return None
    setattr(requirement, field, came_from)
    if isinstance(event, RequirementScoped):
        return replace(
            event,
            release_id=came_from,
            release_name=event.came_from_name,
            came_from_id=to,
            came_from_name=event.release_name,
        )
    if isinstance(event, RequirementPlanned):
        name = Milestone.objects.filter(pk=came_from).values_list("name", flat=True).first()
        return replace(event, milestone_id=came_from, milestone_name=name or "", came_from_id=to)
    if isinstance(event, RequirementAssigned):
        return replace(event, came_from=to, to=came_from, owner_name=requirement.owner.name)
    back: Event = replace(event, came_from=to, to=came_from)
    return back
