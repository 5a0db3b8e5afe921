"""Call meetings: when, where, who comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal, StaleEdit
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record, together
from twintrack.foundation.objects.numbering import next_number
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.reviewing.events import MeetingCalled, MeetingChanged, MeetingPeopleChanged
from twintrack.rnd.reviewing.models import Meeting, Participant
from twintrack.rnd.reviewing.operations.agenda import add_items
from twintrack.rnd.reviewing.operations.asking import ask_participants
from twintrack.rnd.reviewing.operations.holding import held_prepared

# What calendars show of a meeting.
_IN_CALENDARS = {"title", "starts_at", "place", "link"}


class PastMeeting(Refusal):
    """A meeting is called for a moment that has passed."""

    message = _("Choose a time that is still to come.")
    status = 422


class NobodyInvited(Refusal):
    """A meeting without people."""

    message = _("Invite at least one person.")
    status = 422


class ChairCannotDecide(Refusal):
    """The chair of a review meeting closes it and notes its decisions."""

    message = _("The chair needs a role that may decide on requirements.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class Details:
    """What a meeting is called, when and where it is, and who leads it."""

    title: str
    starts_at: datetime
    chair: User
    place: str = ""
    link: str = ""


@transaction.atomic
def call(
    *,
    details: Details,
    people: Sequence[User],
    requirements: Sequence[Requirement] = (),
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Meeting:
    """
    Plan a meeting and invite people; the chair comes too.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises PastMeeting: if the moment has passed.
    :raises ChairCannotDecide: if the chair's roles do not allow to decide.
    :raises NotFit: if one of the requirements cannot be decided by a review.
    """
    check_may(by, Act.HOLD_REVIEW_MEETINGS)
    if details.starts_at <= at:
        raise PastMeeting
    _check_chair(details.chair)
    meeting = Meeting.objects.create(
        number=next_number("RM"), created_by=by, created_at=at, **_fields(details)
    )
    invited = list(dict.fromkeys([details.chair, *people]))
    Participant.objects.bulk_create(Participant(meeting=meeting, person=each) for each in invited)
    add_items(meeting, requirements)
    record(
        MeetingCalled(
            meeting_id=meeting.pk,
            number=meeting.number,
            title=meeting.title,
            starts_at=meeting.starts_at,
            place=meeting.place,
            person_ids=tuple(each.pk for each in invited),
        ),
        about=meeting,
        by=by,
        at=at,
        caused_by=caused_by,
        also=requirements,
    )
    return meeting


@transaction.atomic
def change(
    *,
    meeting: Meeting,
    before: dict[str, Any],
    to: dict[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Meeting:
    """
    Change fields of `Details`; `before` are the values of these fields that the person saw.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises MeetingOver: if it is closed or cancelled.
    :raises PastMeeting: if it is moved to a moment that has passed.
    :raises ChairCannotDecide: if the chair's roles do not allow to decide.
    :raises StaleEdit: if somebody changed one of them in between.
    """
    check_may(by, Act.HOLD_REVIEW_MEETINGS)
    meeting = held_prepared(meeting)
    changed = {name: value for name, value in to.items() if getattr(meeting, name) != value}
    if not changed:
        return meeting
    for name, value in changed.items():
        if getattr(meeting, name) != before.get(name):
            raise StaleEdit(field=name, current=getattr(meeting, name), attempted=value)
    if "starts_at" in changed and changed["starts_at"] <= at:
        raise PastMeeting
    came_from = meeting.starts_at
    for name, value in changed.items():
        setattr(meeting, name, value)
    if "chair" in changed:
        _check_chair(meeting.chair)
        Participant.objects.get_or_create(meeting=meeting, person=meeting.chair)
    if _IN_CALENDARS & changed.keys():
        meeting.revision += 1
    meeting.save(update_fields=[*changed, "revision"])
    record(
        MeetingChanged(
            meeting_id=meeting.pk,
            number=meeting.number,
            title=meeting.title,
            fields=tuple(sorted(changed)),
            came_from=came_from,
            starts_at=meeting.starts_at,
            place=meeting.place,
        ),
        about=meeting,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return meeting


@transaction.atomic
def invite(
    *,
    meeting: Meeting,
    people: Sequence[User],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Meeting:
    """
    Say who is to come from now on; the chair always is, and who came already stays.

    While the meeting goes on, who is new may vote at once.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises MeetingOver: if it is closed or cancelled.
    :raises NobodyInvited: if there is nobody.
    """
    check_may(by, Act.HOLD_REVIEW_MEETINGS)
    if not people:
        raise NobodyInvited
    meeting = held_prepared(meeting)
    wanted = {each.pk: each for each in (meeting.chair, *people)}
    known = {each.person_id: each for each in meeting.participants.select_related("person")}
    added = [person for pk, person in wanted.items() if pk not in known]
    removed = [each for pk, each in known.items() if pk not in wanted and each.came_at is None]
    if not added and not removed:
        return meeting
    with together():
        Participant.objects.filter(pk__in=[each.pk for each in removed]).delete()
        Participant.objects.bulk_create(Participant(meeting=meeting, person=each) for each in added)
        if meeting.is_running:
            ask_participants(meeting, by=by, at=at, caused_by=caused_by)
        record(
            MeetingPeopleChanged(
                meeting_id=meeting.pk,
                number=meeting.number,
                title=meeting.title,
                starts_at=meeting.starts_at,
                place=meeting.place,
                added_ids=tuple(each.pk for each in added),
                added_names=tuple(each.name for each in added),
                removed_ids=tuple(each.person_id for each in removed),
                removed_names=tuple(each.person.name for each in removed),
            ),
            about=meeting,
            by=by,
            at=at,
            caused_by=caused_by,
        )
    return meeting


def _check_chair(chair: User) -> None:
    if not may(chair, Act.HOLD_REVIEW_MEETINGS):
        raise ChairCannotDecide


def _fields(details: Details) -> dict[str, Any]:
    # asdict would take the chair apart as well.
    return {name: getattr(details, name) for name in Details.__dataclass_fields__}
