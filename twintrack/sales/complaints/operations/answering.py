"""Note the first response to a complaint, and why something comes later than promised."""

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
from twintrack.sales.complaints.events import BreachExplained, ComplaintAnswered
from twintrack.sales.complaints.lifecycle import ClockState, Purpose
from twintrack.sales.complaints.models import REPLY_LENGTH, Complaint, SlaClock
from twintrack.sales.complaints.operations.clocks import raise_signals
from twintrack.sales.complaints.operations.keeping import Held, find_held, hold, place, stop
from twintrack.sales.complaints.operations.mailing import ReplyMail, ReplyMissing, put_in_post
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.sla.lifecycle import ClockKind

NOTE_LENGTH = 500


class AnsweredAlready(Refusal):
    """Somebody has answered."""

    message = _("The customer has a first response already.")


class ResolvedAlready(Refusal):
    """Somebody has resolved it, or it is no complaint any more."""

    message = _("This complaint is resolved already, or none any more.")


class BreachUnexplained(ReasonMissing):
    """A promise was broken and nobody says why."""

    message = _("It is later than promised. Say why, in a few words.")


class NotBroken(Refusal):
    """There is nothing to explain."""

    message = _("This promise was not broken.")


@transaction.atomic
def respond(
    *,
    complaint: Complaint,
    reply: str,
    why: str = "",
    mail: ReplyMail | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Complaint:
    """
    Note that the customer got a first response; `why` where it comes later than promised.

    With `mail` the reply goes to them by mail too; for what is refused there see `mail_reply`.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReplyMissing: if nobody says with what.
    :raises AnsweredAlready: if there is one.
    :raises ResolvedAlready: if it is none any more.
    :raises BreachUnexplained: if it is too late and nobody says why.
    """
    check_may(by, Act.ANSWER_COMPLAINTS)
    if not reply.strip():
        raise ReplyMissing
    with together():
        raise_signals(complaint=complaint, by=automation(), at=at)
        held = hold(complaint)
        if held.complaint.responded_at is not None:
            raise AnsweredAlready
        if held.complaint.is_ended:
            raise ResolvedAlready
        explain(held, ClockKind.RESPONSE, why, at)
        if mail is not None:
            put_in_post(
                held,
                mail,
                text=reply,
                purpose=Purpose.RESPONSE,
                by=by,
                at=at,
                caused_by=caused_by,
            )
        event = _answered(held, reply=reply, who=by, at=at)
        record(event, about=held.feedback, by=by, at=at, caused_by=caused_by)
    return held.complaint


@transaction.atomic
def note_answer(
    *,
    feedback: Feedback,
    reply: str,
    who: User,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Complaint | None:
    """
    Count as a first response what somebody answered when they looked at the feedback.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.USE)
    held = find_held(feedback.pk)
    if held is None or held.complaint.responded_at is not None or held.complaint.is_ended:
        return held.complaint if held else None
    event = _answered(held, reply=reply, who=who, at=at)
    record(event, about=held.feedback, by=by, at=at, caused_by=caused_by)
    return held.complaint


def _answered(held: Held, *, reply: str, who: User, at: datetime) -> ComplaintAnswered:
    complaint = held.complaint
    clock = stop(held, ClockKind.RESPONSE, at)
    complaint.responded_at, complaint.responded_by = at, who
    complaint.reply = reply.strip()[:REPLY_LENGTH]
    place(held, at)
    return ComplaintAnswered(
        **held.named,
        in_time=in_time(clock),
        took_minutes=clock.took_minutes if clock else None,
        reply=complaint.reply,
    )


@transaction.atomic
def explain_breach(
    *,
    complaint: Complaint,
    clock: str,
    why: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Complaint:
    """
    Say why a promise was not kept in time.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises BreachUnexplained: if nothing is said.
    :raises NotBroken: if it was kept, or may still be.
    """
    check_may(by, Act.ANSWER_COMPLAINTS)
    if not why.strip():
        raise BreachUnexplained
    held = hold(complaint)
    row = held.clocks.get(clock)
    if row is None or not row.is_late(at):
        raise NotBroken
    row.breach_note = why.strip()[:NOTE_LENGTH]
    row.save(update_fields=["breach_note"])
    event = BreachExplained(**held.named, clock=clock, why=row.breach_note)
    record(event, about=held.feedback, by=by, at=at, caused_by=caused_by)
    return held.complaint


def explain(held: Held, kind: str, why: str, at: datetime) -> None:
    clock = held.clocks.get(kind)
    if clock is None or not clock.is_alive or not clock.is_late(at):
        return
    clock.breach_note = why.strip()[:NOTE_LENGTH] or clock.breach_note
    if not clock.breach_note:
        raise BreachUnexplained


def in_time(clock: SlaClock | None) -> bool | None:
    return None if clock is None else clock.state == ClockState.MET
