"""Go through the agenda: who is here, what they vote, what is decided, what the minutes say."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal, StaleEdit, StateNotReachable
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record, together
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog import operations as backlog
from twintrack.rnd.backlog.models import Opinion
from twintrack.rnd.backlog.review_queue import find_open_request
from twintrack.rnd.reviewing.events import (
    ItemSettled,
    MeetingStarted,
    MeetingTurned,
    MinutesWritten,
    PresenceNoted,
)
from twintrack.rnd.reviewing.lifecycle import MeetingState, Outcome
from twintrack.rnd.reviewing.models import AgendaItem, Meeting, Participant
from twintrack.rnd.reviewing.operations.asking import ask_participants
from twintrack.rnd.reviewing.operations.holding import (
    NotInvited,
    check_takes_part,
    held,
    held_item,
    held_prepared,
    held_running,
)


class AgendaEmpty(Refusal):
    """There is nothing to talk about."""

    message = _("Put requirements on the agenda before you start.")


@transaction.atomic
def start(*, meeting: Meeting, by: User, at: datetime, caused_by: Entry | None = None) -> Meeting:
    """
    Begin with the first requirement; whoever is invited may vote from now on.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StateNotReachable: if it has begun, or does not take place.
    :raises AgendaEmpty: if there is nothing on the agenda.
    """
    check_may(by, Act.HOLD_REVIEW_MEETINGS)
    meeting = held(meeting)
    if meeting.state != MeetingState.PLANNED:
        raise StateNotReachable
    first = meeting.items.order_by("position", "pk").first()
    if first is None:
        raise AgendaEmpty
    meeting.state, meeting.started_at = MeetingState.RUNNING, at
    meeting.current, meeting.current_since = first, at
    meeting.save(update_fields=["state", "started_at", "current", "current_since"])
    # Who begins a meeting is in it.
    meeting.participants.filter(person=by).update(came_at=at)
    with together():
        ask_participants(meeting, by=by, at=at, caused_by=caused_by)
        record(
            MeetingStarted(meeting_id=meeting.pk, number=meeting.number),
            about=meeting,
            by=by,
            at=at,
            caused_by=caused_by,
        )
    return meeting


@transaction.atomic
def turn_to(*, item: AgendaItem, by: User, at: datetime, caused_by: Entry | None = None) -> Meeting:
    """
    Go on with a requirement of the agenda; the time of the one before is noted.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises MeetingOver: if the meeting is closed or cancelled.
    :raises NotRunning: if it has not begun.
    """
    check_may(by, Act.HOLD_REVIEW_MEETINGS)
    meeting = held_running(item.meeting)
    item = held_item(item)
    if meeting.current_id == item.pk:
        return meeting
    note_time(meeting, at)
    meeting.current, meeting.current_since = item, at
    meeting.save(update_fields=["current", "current_since"])
    record(
        MeetingTurned(
            meeting_id=meeting.pk, number=meeting.number, requirement=item.requirement.number
        ),
        about=meeting,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return meeting


@transaction.atomic
def note_presence(
    *,
    participant: Participant,
    is_here: bool,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Participant:
    """
    Note that somebody came, or did not; everybody says it of themselves, the chair of all.

    :raises NotAllowed: if it is somebody else, and the person's roles do not allow it.
    :raises MeetingOver: if the meeting is closed or cancelled.
    :raises NotRunning: if it has not begun.
    """
    if participant.person_id != by.pk:
        check_may(by, Act.HOLD_REVIEW_MEETINGS)
    meeting = held_running(participant.meeting)
    participant.refresh_from_db()
    if is_here == (participant.came_at is not None):
        return participant
    participant.came_at = at if is_here else None
    participant.save(update_fields=["came_at"])
    record(
        PresenceNoted(
            meeting_id=meeting.pk,
            number=meeting.number,
            person_id=participant.person_id,
            name=participant.person.name,
            is_here=is_here,
        ),
        about=meeting,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return participant


@transaction.atomic
def vote(
    *,
    item: AgendaItem,
    view: backlog.View,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Opinion:
    """
    Vote on a requirement in a meeting: the opinion that the review has asked for.

    Whoever votes is there.

    :raises NotInvited: if the person is not invited.
    :raises MeetingOver: if the meeting is closed or cancelled.
    :raises NotRunning: if it has not begun.
    :raises NotAsked: if the review of the requirement is over.
    :raises VerdictMissing: if the vote says nothing.
    """
    check_may(by, Act.USE)
    meeting = held_running(item.meeting)
    participant = meeting.participants.filter(person=by).select_related("person").first()
    if participant is None:
        raise NotInvited
    with together():
        opinion = backlog.give_opinion(
            requirement=item.requirement, view=view, by=by, at=at, caused_by=caused_by
        )
        note_presence(participant=participant, is_here=True, by=by, at=at, caused_by=caused_by)
    return opinion


@transaction.atomic
def decide_on(
    *,
    item: AgendaItem,
    decision: backlog.Decision,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> AgendaItem:
    """
    Decide on a requirement in a meeting, as any review decides; the votes are kept as they are.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises MeetingOver: if the meeting is closed or cancelled.
    :raises NotRunning: if it has not begun.
    :raises ReasonMissing: if no reason is given.
    :raises StateNotReachable: if the decision is none of the three, or holds already.
    """
    check_may(by, Act.HOLD_REVIEW_MEETINGS)
    meeting = held_running(item.meeting)
    item = held_item(item)
    votes = votes_now(item)
    with together():
        decided = backlog.decide(
            requirement=item.requirement, decision=decision, by=by, at=at, caused_by=caused_by
        )
        item.review = decided.reviews.order_by("-pk").first()
        _settle(meeting, item, Outcome.DECIDED, votes, at)
        _record_settled(meeting, item, decision.decision, by=by, at=at, caused_by=caused_by)
    return item


@transaction.atomic
def leave_undecided(
    *, item: AgendaItem, by: User, at: datetime, caused_by: Entry | None = None
) -> AgendaItem:
    """
    Note that a requirement was talked about and no decision was taken.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises MeetingOver: if the meeting is closed or cancelled.
    :raises NotRunning: if it has not begun.
    :raises StateNotReachable: if the meeting decided on it.
    """
    check_may(by, Act.HOLD_REVIEW_MEETINGS)
    meeting = held_running(item.meeting)
    item = held_item(item)
    if item.is_decided:
        raise StateNotReachable
    item.review = None
    _settle(meeting, item, Outcome.DISCUSSED, votes_now(item), at)
    _record_settled(meeting, item, "", by=by, at=at, caused_by=caused_by)
    return item


@transaction.atomic
def write_minutes(
    *,
    meeting: Meeting,
    item: AgendaItem | None = None,
    before: str,
    text: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Meeting:
    """
    Write what the minutes say of a requirement, or of the meeting where none is given.

    `before` is the text the person began with.

    :raises NotAllowed: if the person is not invited and may not hold meetings.
    :raises MeetingOver: if the meeting is closed or cancelled.
    :raises StaleEdit: if somebody wrote in between.
    """
    check_takes_part(by, meeting)
    meeting = held_prepared(meeting)
    row, field = (held_item(item), "notes") if item else (meeting, "summary")
    came_from, to = getattr(row, field), _lines(text)
    if came_from == to:
        return meeting
    if came_from != _lines(before):
        raise StaleEdit(field="text", current=came_from, attempted=to)
    setattr(row, field, to)
    row.save(update_fields=[field])
    record(
        MinutesWritten(
            meeting_id=meeting.pk,
            number=meeting.number,
            requirement=item.requirement.number if item else "",
            came_from=came_from,
            to=to,
        ),
        about=meeting,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return meeting


def note_time(meeting: Meeting, at: datetime) -> None:
    """Note how long a meeting that is held talked about what it has talked about until now."""
    if meeting.current_id and meeting.current_since:
        item = AgendaItem.objects.get(pk=meeting.current_id)
        item.spent_seconds = item.spent_until(at, since=meeting.current_since)
        item.save(update_fields=["spent_seconds"])


def votes_now(item: AgendaItem) -> list[dict[str, Any]]:
    """Give the votes of those who are invited as they are, to be kept in the minutes."""
    asked = find_open_request(item.requirement)
    if asked is None:
        known: list[dict[str, Any]] = item.votes
        return known
    invited = set(item.meeting.participants.values_list("person_id", flat=True))
    return [
        {
            "person_id": each.reviewer_id,
            "name": each.reviewer.name,
            "verdict": each.verdict,
            "comment": each.comment,
        }
        for each in asked.opinions.all()
        if each.verdict and each.reviewer_id in invited
    ]


def _settle(
    meeting: Meeting, item: AgendaItem, outcome: Outcome, votes: list[dict[str, Any]], at: datetime
) -> None:
    if meeting.current_id == item.pk:
        item.spent_seconds = item.spent_until(at, since=meeting.current_since)
        meeting.current_since = at
        meeting.save(update_fields=["current_since"])
    item.outcome, item.votes = outcome, votes
    item.save(update_fields=["outcome", "votes", "review", "spent_seconds"])


def _record_settled(
    meeting: Meeting,
    item: AgendaItem,
    decision: str,
    *,
    by: User,
    at: datetime,
    caused_by: Entry | None,
) -> None:
    record(
        ItemSettled(
            meeting_id=meeting.pk,
            number=meeting.number,
            requirement=item.requirement.number,
            outcome=item.outcome,
            decision=decision,
        ),
        about=meeting,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[item.requirement],
    )


def _lines(text: str) -> str:
    # Browsers send the ends of lines as two characters.
    return text.replace("\r\n", "\n").strip()
