"""Put requirements on the agenda of a meeting, in which order and for how long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record, together
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.reviewing.events import AgendaChanged
from twintrack.rnd.reviewing.lifecycle import Outcome
from twintrack.rnd.reviewing.models import AgendaItem, Meeting
from twintrack.rnd.reviewing.operations.asking import ask_participants
from twintrack.rnd.reviewing.operations.holding import held_item, held_prepared


class NotFit(Refusal):
    """Work on the requirement has begun, or it is merged or withdrawn."""

    message = _("A review can no longer decide on this requirement.")
    status = 422


class DecidedThere(Refusal):
    """What a meeting decided stays in its minutes."""

    message = _("The meeting is done with this requirement already; it stays in the minutes.")


@transaction.atomic
def put_on_agenda(
    *,
    meeting: Meeting,
    requirements: Sequence[Requirement],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> list[AgendaItem]:
    """
    Add requirements to the end of an agenda; what stands there already stays where it is.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises MeetingOver: if it is closed or cancelled.
    :raises NotFit: if one of them cannot be decided by a review.
    """
    check_may(by, Act.HOLD_REVIEW_MEETINGS)
    meeting = held_prepared(meeting)
    items = add_items(meeting, requirements)
    if not items:
        return []
    with together():
        if meeting.is_running:
            ask_participants(meeting, by=by, at=at, caused_by=caused_by)
        _record(meeting, "added", items, by=by, at=at, caused_by=caused_by)
    return items


@transaction.atomic
def take_off_agenda(
    *, item: AgendaItem, by: User, at: datetime, caused_by: Entry | None = None
) -> None:
    """
    Take a requirement off an agenda.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises MeetingOver: if the meeting is closed or cancelled.
    :raises DecidedThere: if the meeting is done with it.
    """
    check_may(by, Act.HOLD_REVIEW_MEETINGS)
    meeting = held_prepared(item.meeting)
    item = held_item(item)
    if item.outcome != Outcome.OPEN:
        raise DecidedThere
    if meeting.current_id == item.pk:
        meeting.current, meeting.current_since = None, None
        meeting.save(update_fields=["current", "current_since"])
    told = [item]
    AgendaItem.objects.filter(pk=item.pk).delete()
    _record(meeting, "removed", told, by=by, at=at, caused_by=caused_by)


@transaction.atomic
def move_item(
    *, item: AgendaItem, steps: int, by: User, at: datetime, caused_by: Entry | None = None
) -> AgendaItem:
    """
    Move a requirement up (negative steps) or down on the agenda, as far as it goes.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises MeetingOver: if the meeting is closed or cancelled.
    """
    check_may(by, Act.HOLD_REVIEW_MEETINGS)
    meeting = held_prepared(item.meeting)
    item = held_item(item)
    rows = list(meeting.items.order_by("position", "pk"))
    at_now = next(index for index, row in enumerate(rows) if row.pk == item.pk)
    goes_to = max(0, min(len(rows) - 1, at_now + steps))
    if goes_to == at_now:
        return item
    rows.insert(goes_to, rows.pop(at_now))
    for position, row in enumerate(rows, start=1):
        row.position = position
    AgendaItem.objects.bulk_update(rows, ["position"])
    _record(meeting, "moved", [item], by=by, at=at, caused_by=caused_by)
    return item


@transaction.atomic
def change_item(
    *,
    item: AgendaItem,
    minutes: int,
    presenter: User | None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> AgendaItem:
    """
    Say how many minutes a requirement has, and who presents it.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises MeetingOver: if the meeting is closed or cancelled.
    """
    check_may(by, Act.HOLD_REVIEW_MEETINGS)
    meeting = held_prepared(item.meeting)
    item = held_item(item)
    presenter_id = presenter.pk if presenter else None
    if (item.minutes, item.presenter_id) == (minutes, presenter_id):
        return item
    item.minutes, item.presenter = minutes, presenter
    item.save(update_fields=["minutes", "presenter"])
    _record(meeting, "timed", [item], by=by, at=at, caused_by=caused_by)
    return item


def add_items(meeting: Meeting, requirements: Sequence[Requirement]) -> list[AgendaItem]:
    """
    Write requirements down at the end of an agenda, without those that stand there.

    :raises NotFit: if one of them cannot be decided by a review.
    """
    if not all(each.is_reviewable for each in requirements):
        raise NotFit
    known = set(meeting.items.values_list("requirement_id", flat=True))
    last = meeting.items.aggregate(last=Max("position"))["last"] or 0
    fresh = [each for each in dict.fromkeys(requirements) if each.pk not in known]
    return AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, requirement=each, position=place, presenter_id=each.owner_id)
        for place, each in enumerate(fresh, start=last + 1)
    )


def _record(
    meeting: Meeting,
    change: str,
    items: Sequence[AgendaItem],
    *,
    by: User,
    at: datetime,
    caused_by: Entry | None,
) -> None:
    concerned = [each.requirement for each in items]
    record(
        AgendaChanged(
            meeting_id=meeting.pk,
            number=meeting.number,
            change=change,
            requirements=tuple(each.number for each in concerned),
        ),
        about=meeting,
        by=by,
        at=at,
        caused_by=caused_by,
        also=concerned if change in {"added", "removed"} else [],
    )
