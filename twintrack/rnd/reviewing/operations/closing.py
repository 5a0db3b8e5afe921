"""End a meeting: its minutes stand, and what it left open goes to another one."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import ReasonMissing, Refusal, StateNotReachable
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record, together
from twintrack.foundation.people.models import User
from twintrack.rnd.reviewing.events import AgendaCarriedOver, MeetingCancelled, MeetingClosed
from twintrack.rnd.reviewing.lifecycle import MeetingState, Outcome
from twintrack.rnd.reviewing.models import AgendaItem, Meeting
from twintrack.rnd.reviewing.operations.agenda import put_on_agenda
from twintrack.rnd.reviewing.operations.holding import held, held_running, numbers_of
from twintrack.rnd.reviewing.operations.planning import Details, call
from twintrack.rnd.reviewing.operations.running import note_time, votes_now
from twintrack.rnd.reviewing.queries import left_over

WEEK = timedelta(days=7)


class NothingLeft(Refusal):
    """A meeting left nothing open that another one could take over."""

    message = _("This meeting left nothing open.")


@transaction.atomic
def close(*, meeting: Meeting, by: User, at: datetime, caused_by: Entry | None = None) -> Meeting:
    """
    End a meeting; from now on its minutes stand as they are.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises MeetingOver: if it is closed or cancelled.
    :raises NotRunning: if it has not begun.
    """
    check_may(by, Act.HOLD_REVIEW_MEETINGS)
    meeting = held_running(meeting)
    note_time(meeting, at)
    items = list(meeting.items.select_related("requirement", "review", "meeting"))
    for item in items:
        if item.outcome == Outcome.DECIDED and not item.is_decided:
            # The decision was taken back in the meeting.
            item.outcome, item.review = Outcome.DISCUSSED, None
        elif item.outcome == Outcome.OPEN:
            was_talked_about = bool(item.notes or item.spent_seconds)
            item.outcome = Outcome.DISCUSSED if was_talked_about else Outcome.NOT_REACHED
            item.votes = votes_now(item)
    AgendaItem.objects.bulk_update(items, ["outcome", "review", "votes"])
    meeting.state, meeting.closed_at = MeetingState.CLOSED, at
    meeting.current, meeting.current_since = None, None
    meeting.save(update_fields=["state", "closed_at", "current", "current_since"])
    decided = sum(each.outcome == Outcome.DECIDED for each in items)
    record(
        MeetingClosed(
            meeting_id=meeting.pk,
            number=meeting.number,
            title=meeting.title,
            decided=decided,
            left=len(items) - decided,
        ),
        about=meeting,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return meeting


@transaction.atomic
def cancel(
    *, meeting: Meeting, reason: str, by: User, at: datetime, caused_by: Entry | None = None
) -> Meeting:
    """
    Call a meeting off that has not begun.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReasonMissing: if no reason is given.
    :raises StateNotReachable: if it has begun, or is over.
    """
    check_may(by, Act.HOLD_REVIEW_MEETINGS)
    reason = " ".join(reason.split())
    if not reason:
        raise ReasonMissing
    meeting = held(meeting)
    if meeting.state != MeetingState.PLANNED:
        raise StateNotReachable
    meeting.state, meeting.cancel_reason, meeting.closed_at = MeetingState.CANCELLED, reason, at
    meeting.revision += 1
    meeting.save(update_fields=["state", "cancel_reason", "closed_at", "revision"])
    meeting.items.update(outcome=Outcome.NOT_REACHED)
    record(
        MeetingCancelled(
            meeting_id=meeting.pk,
            number=meeting.number,
            title=meeting.title,
            starts_at=meeting.starts_at,
            reason=reason,
        ),
        about=meeting,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return meeting


@transaction.atomic
def carry_over(
    *,
    meeting: Meeting,
    to: Meeting | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Meeting:
    """
    Put what a meeting left open on the agenda of another one; gives that.

    Without one, a meeting like this is called for a week later.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StateNotReachable: if the meeting is not over.
    :raises NothingLeft: if it left nothing that a review can still decide on.
    :raises MeetingOver: if the other one is over.
    """
    check_may(by, Act.HOLD_REVIEW_MEETINGS)
    meeting = held(meeting)
    if meeting.is_prepared:
        raise StateNotReachable
    left = left_over(meeting)
    if not left:
        raise NothingLeft
    requirements = [each.requirement for each in left]
    with together():
        to = to or call(
            details=_again(meeting, at),
            people=[each.person for each in meeting.participants.select_related("person")],
            by=by,
            at=at,
            caused_by=caused_by,
        )
        added = put_on_agenda(
            meeting=to, requirements=requirements, by=by, at=at, caused_by=caused_by
        )
        _keep_facts(left, added)
        meeting.items.filter(pk__in=[each.pk for each in left]).update(moved_to=to)
        record(
            AgendaCarriedOver(
                meeting_id=meeting.pk,
                number=meeting.number,
                to_id=to.pk,
                to_number=to.number,
                requirements=numbers_of(left),
            ),
            about=meeting,
            by=by,
            at=at,
            caused_by=caused_by,
            also=[to],
        )
    return to


def _keep_facts(left: list[AgendaItem], added: list[AgendaItem]) -> None:
    """Give what stands on the other agenda the minutes and the presenter that it had."""
    known = {each.requirement_id: each for each in left}
    for item in added:
        before = known[item.requirement_id]
        item.minutes, item.presenter_id = before.minutes, before.presenter_id
    AgendaItem.objects.bulk_update(added, ["minutes", "presenter"])


def _again(meeting: Meeting, at: datetime) -> Details:
    starts_at = meeting.starts_at + WEEK
    while starts_at <= at:
        starts_at += WEEK
    return Details(
        title=meeting.title,
        starts_at=starts_at,
        chair=meeting.chair,
        place=meeting.place,
        link=meeting.link,
    )
