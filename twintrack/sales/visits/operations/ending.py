"""Cancel visits, take back what was done by mistake, and tell of those nobody made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from twintrack.foundation.access.refusals import ReasonMissing
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.access.undoing import ChangedSince, entries_to_undo
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import Record, record, record_many
from twintrack.foundation.people.models import User
from twintrack.sales.visits.events import (
    VisitCancelled,
    VisitCheckedIn,
    VisitMissed,
    VisitMoved,
    VisitRestored,
)
from twintrack.sales.visits.lifecycle import VisitState
from twintrack.sales.visits.models import Visit
from twintrack.sales.visits.operations.holding import NotAhead, hold
from twintrack.sales.visits.operations.planning import concerned

UNDOABLE = (VisitMoved.kind, VisitCancelled.kind, VisitCheckedIn.kind)


@transaction.atomic
def cancel(
    *, visit: Visit, reason: str, by: User, at: datetime, caused_by: Entry | None = None
) -> Visit:
    """
    Note that a visit does not take place, and why.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReasonMissing: if no reason is given.
    :raises NotAhead: if it was held or cancelled.
    """
    check_may(by, Act.MANAGE_VISITS)
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    visit = hold(visit)
    if not visit.lies_ahead:
        raise NotAhead
    came_from = visit.state
    visit.state, visit.cancel_reason = VisitState.CANCELLED, reason
    visit.save(update_fields=["state", "cancel_reason"])
    record(
        VisitCancelled(
            visit_id=visit.pk,
            number=visit.number,
            customer_id=visit.customer_id,
            came_from=came_from,
            reason=reason,
        ),
        about=visit,
        by=by,
        at=at,
        caused_by=caused_by,
        also=concerned(visit),
    )
    return visit


@transaction.atomic
def undo(*, first: int, last: int, by: User, at: datetime) -> Visit:
    """
    Take back that the person moved or cancelled a visit, or checked in to it.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotThere: if the person did nothing of that.
    :raises TooLate: if it was more than an hour ago.
    :raises ChangedSince: if it is not as it was left any more.
    """
    check_may(by, Act.MANAGE_VISITS)
    [*_earlier, entry] = entries_to_undo(
        first=first, last=last, kinds=UNDOABLE, among=Visit.objects.visible_to(by), by=by, at=at
    )
    visit = hold(Visit(pk=entry.about_id))
    told: VisitMoved | VisitRestored
    if isinstance(entry.event, VisitMoved):
        told = _move_back(visit, entry.event)
    else:
        told = _restore(visit, entry.event)
    record(told, about=visit, by=by, at=at, caused_by=entry, also=concerned(visit))
    return visit


def _move_back(visit: Visit, event: VisitMoved) -> VisitMoved:
    is_as_left = (visit.starts_at, visit.ends_at) == (event.to, event.ends)
    if not is_as_left or visit.state != VisitState.PLANNED:
        raise ChangedSince
    visit.starts_at, visit.ends_at, visit.state = event.came_from, event.ended, event.state
    visit.save(update_fields=["starts_at", "ends_at", "state"])
    return VisitMoved(
        visit_id=visit.pk,
        number=visit.number,
        customer_id=visit.customer_id,
        state=VisitState.PLANNED.value,
        came_from=event.to,
        ended=event.ends,
        to=event.came_from,
        ends=event.ended,
    )


def _restore(visit: Visit, event: object) -> VisitRestored:
    assert isinstance(event, VisitCancelled | VisitCheckedIn)
    left = VisitState.CANCELLED if isinstance(event, VisitCancelled) else VisitState.CHECKED_IN
    if visit.state != left:
        raise ChangedSince
    visit.state, visit.cancel_reason = event.came_from, ""
    visit.checked_in_at = visit.held_at = visit.latitude = visit.longitude = None
    visit.save()
    return VisitRestored(
        visit_id=visit.pk, number=visit.number, customer_id=visit.customer_id, to=visit.state
    )


@transaction.atomic
def miss_all(*, visits: Sequence[Visit], by: User, at: datetime) -> int:
    """Note visits as missed that were planned and that nobody checked in to or noted; how many."""
    rows = Visit.objects.select_for_update(no_key=True).filter(pk__in=[v.pk for v in visits])
    held = list(rows.filter(state=VisitState.PLANNED).order_by("pk"))
    Visit.objects.filter(pk__in=[each.pk for each in held]).update(state=VisitState.MISSED)
    record_many(
        (
            Record(
                event=VisitMissed(
                    visit_id=each.pk, number=each.number, customer_id=each.customer_id
                ),
                about=each,
            )
            for each in held
        ),
        by=by,
        at=at,
    )
    return len(held)
