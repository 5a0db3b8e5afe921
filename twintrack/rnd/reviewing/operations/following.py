"""What is to be done after a meeting."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from twintrack.foundation.access.refusals import ReasonMissing
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.rnd.reviewing.events import FollowUpChanged
from twintrack.rnd.reviewing.models import AgendaItem, FollowUp, Meeting
from twintrack.rnd.reviewing.operations.holding import check_takes_part, held_prepared


@transaction.atomic
def add_follow_up(
    *,
    meeting: Meeting,
    item: AgendaItem | None = None,
    text: str,
    owner: User,
    due_on: date | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> FollowUp:
    """
    Note what somebody does after the meeting, about a requirement or the whole.

    :raises NotAllowed: if the person is not invited and may not hold meetings.
    :raises MeetingOver: if the meeting is closed or cancelled.
    :raises ReasonMissing: if it says nothing.
    """
    check_takes_part(by, meeting)
    text = " ".join(text.split())
    if not text:
        raise ReasonMissing
    meeting = held_prepared(meeting)
    follow_up = FollowUp.objects.create(
        meeting=meeting, item=item, text=text, owner=owner, due_on=due_on, created_at=at
    )
    _record(follow_up, "added", by=by, at=at, caused_by=caused_by)
    return follow_up


@transaction.atomic
def tick_follow_up(
    *,
    follow_up: FollowUp,
    is_done: bool,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> FollowUp:
    """
    Note that something is done, or is not after all; its owner does so, and who was invited.

    :raises NotAllowed: if it is not theirs, and they were not invited.
    """
    if follow_up.owner_id != by.pk:
        check_takes_part(by, follow_up.meeting)
    follow_up = FollowUp.objects.select_for_update(no_key=True).get(pk=follow_up.pk)
    if is_done == (follow_up.done_at is not None):
        return follow_up
    follow_up.done_at = at if is_done else None
    follow_up.save(update_fields=["done_at"])
    _record(follow_up, "done" if is_done else "reopened", by=by, at=at, caused_by=caused_by)
    return follow_up


@transaction.atomic
def hand_follow_up(
    *,
    follow_up: FollowUp,
    to: User,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> FollowUp:
    """
    Let somebody else do what is to be done.

    :raises NotAllowed: if it is not theirs, and they were not invited.
    """
    if follow_up.owner_id != by.pk:
        check_takes_part(by, follow_up.meeting)
    follow_up = FollowUp.objects.select_for_update(no_key=True).get(pk=follow_up.pk)
    if follow_up.owner_id == to.pk:
        return follow_up
    follow_up.owner = to
    follow_up.save(update_fields=["owner"])
    _record(follow_up, "handed", by=by, at=at, caused_by=caused_by)
    return follow_up


def _record(
    follow_up: FollowUp, change: str, *, by: User, at: datetime, caused_by: Entry | None
) -> None:
    meeting = follow_up.meeting
    record(
        FollowUpChanged(
            meeting_id=meeting.pk,
            number=meeting.number,
            follow_up_id=follow_up.pk,
            change=change,
            text=follow_up.text,
            owner_id=follow_up.owner_id,
            owner_name=follow_up.owner.name,
        ),
        about=meeting,
        by=by,
        at=at,
        caused_by=caused_by,
    )
