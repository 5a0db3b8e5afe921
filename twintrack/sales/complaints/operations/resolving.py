"""Say that a complaint is resolved and what it came from, or that it is not after all."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import ReasonMissing, Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record, together
from twintrack.foundation.people.automation import automation
from twintrack.foundation.people.models import User
from twintrack.sales.complaints.causes import Cause
from twintrack.sales.complaints.events import ComplaintReopened, ComplaintResolved
from twintrack.sales.complaints.lifecycle import ClockState, PauseKind
from twintrack.sales.complaints.models import CAUSE_LENGTH, ClockPause, Complaint
from twintrack.sales.complaints.operations.answering import (
    NOTE_LENGTH,
    ResolvedAlready,
    explain,
    in_time,
)
from twintrack.sales.complaints.operations.clocks import raise_signals
from twintrack.sales.complaints.operations.keeping import (
    Held,
    end_pause,
    find_held,
    hold,
    place,
    set_anew,
    stop,
)
from twintrack.sales.feedback import operations as feedback_operations
from twintrack.sales.feedback.lifecycle import SETTLED, State
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.sla.lifecycle import ClockKind


class CauseMissing(Refusal):
    """A resolution without its root cause."""

    message = _("Write what it came from, also where R&D has no part in it.")
    status = 422


class NotResolved(Refusal):
    """Nothing to confirm or to reopen."""

    message = _("This complaint is not resolved.")


@transaction.atomic
def resolve(
    *,
    complaint: Complaint,
    cause: Cause,
    why: str = "",
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Complaint:
    """
    Say that a complaint is resolved, and what it came from; its feedback is resolved with it.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises CauseMissing: if nobody says what it came from.
    :raises ResolvedAlready: if it is, or is none any more.
    :raises BreachUnexplained: if it is too late and nobody says why.
    """
    check_may(by, Act.ANSWER_COMPLAINTS)
    if not cause.words.strip():
        raise CauseMissing
    with together():
        raise_signals(complaint=complaint, by=automation(), at=at)
        held = hold(complaint)
        if not held.complaint.is_alive:
            raise ResolvedAlready
        explain(held, ClockKind.RESOLUTION, why, at)
        if State(held.feedback.state) not in SETTLED:
            feedback_operations.move(feedback=held.feedback, to=State.RESOLVED, by=by, at=at)
        held.complaint.cause = cause.words.strip()[:CAUSE_LENGTH]
        held.complaint.cause_requirement_id = cause.requirement_id
        held.complaint.cause_work_item_id = cause.work_item_id
        event = _resolved(held, who=by, at=at, cause_number=cause.number)
        record(event, about=held.feedback, by=by, at=at, caused_by=caused_by)
    return held.complaint


@transaction.atomic
def note_resolution(
    *, feedback: Feedback, who: User, by: User, at: datetime, caused_by: Entry | None = None
) -> Complaint | None:
    """
    Stop the clocks of a complaint whose feedback was resolved elsewhere, as when R&D released.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.USE)
    held = find_held(feedback.pk)
    # What was opened again since, by somebody who was quicker than the worker, stays open.
    if held is None or not held.complaint.is_alive or at < _reopened_at(held, at):
        return held.complaint if held else None
    event = _resolved(held, who=who, at=at)
    record(event, about=held.feedback, by=by, at=at, caused_by=caused_by)
    return held.complaint


def _reopened_at(held: Held, at: datetime) -> datetime:
    ends = [each.ended_at for each in held.pauses if each.kind == PauseKind.RESOLVED]
    return max([each for each in ends if each is not None], default=at)


def _resolved(held: Held, *, who: User, at: datetime, cause_number: str = "") -> ComplaintResolved:
    complaint = held.complaint
    # Whoever has the solution has a response.
    stop(held, ClockKind.RESPONSE, at)
    clock = stop(held, ClockKind.RESOLUTION, at)
    end_pause(held, at)
    if complaint.responded_at is None:
        complaint.responded_at, complaint.responded_by = at, who
    complaint.resolved_at, complaint.resolved_by = at, who
    place(held, at)
    return ComplaintResolved(
        **held.named,
        in_time=in_time(clock),
        took_minutes=clock.took_minutes if clock else None,
        cause=complaint.cause,
        cause_number=cause_number,
    )


@transaction.atomic
def reopen(
    *,
    complaint: Complaint,
    why: str,
    to_rnd: bool = False,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Complaint:
    """
    Let a complaint that is not resolved after all run on from where its clock stood.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReasonMissing: if nobody says what is still wrong.
    :raises NotResolved: if it is not resolved.
    """
    check_may(by, Act.ANSWER_COMPLAINTS)
    if not why.strip():
        raise ReasonMissing
    with together():
        held = hold(complaint)
        if not held.complaint.is_resolved or held.complaint.is_ended:
            raise NotResolved
        if State(held.feedback.state) == State.CONFIRMED:
            feedback_operations.move(feedback=held.feedback, to=State.RESOLVED, by=by, at=at)
        if State(held.feedback.state) in SETTLED:
            to = State.LINKED if to_rnd else State.TRIAGED
            feedback_operations.move(feedback=held.feedback, to=to, by=by, at=at)
        event = _run_on(held, why=why, by=by, at=at)
        record(event, about=held.feedback, by=by, at=at, caused_by=caused_by)
    return held.complaint


@transaction.atomic
def note_reopening(
    *, feedback: Feedback, by: User, at: datetime, caused_by: Entry | None = None
) -> Complaint | None:
    """
    Let a complaint run on whose feedback was opened again elsewhere.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.USE)
    held = find_held(feedback.pk)
    if held is None or held.complaint.resolved_at is None or held.complaint.is_ended:
        return held.complaint if held else None
    # What was resolved since, by somebody who was quicker than the worker, stays resolved.
    if at < held.complaint.resolved_at:
        return held.complaint
    event = _run_on(held, why="", by=by, at=at)
    record(event, about=held.feedback, by=by, at=at, caused_by=caused_by)
    return held.complaint


def _run_on(held: Held, *, why: str, by: User, at: datetime) -> ComplaintReopened:
    complaint = held.complaint
    assert complaint.resolved_at
    pause = ClockPause.objects.create(
        complaint=complaint,
        kind=PauseKind.RESOLVED,
        started_at=complaint.resolved_at,
        ended_at=at,
        by=by,
    )
    held.pauses.append(pause)
    complaint.resolved_at = complaint.resolved_by = None
    complaint.asked_at = complaint.asked_by = complaint.confirmed_at = None
    complaint.confirmed_who = ""
    complaint.reopened += 1
    clock = held.clocks.get(ClockKind.RESOLUTION)
    if clock is not None:
        clock.state = ClockState.RUNNING
    set_anew(held, at)
    return ComplaintReopened(**held.named, why=why.strip()[:NOTE_LENGTH], due=held.due)
