"""Ask the customer whether a complaint is resolved, and note what they say."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import ReasonMissing, Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record, together
from twintrack.foundation.people.models import User
from twintrack.sales.complaints.events import ComplaintConfirmed, ConfirmationAsked
from twintrack.sales.complaints.lifecycle import Purpose
from twintrack.sales.complaints.models import REPLY_LENGTH, Complaint
from twintrack.sales.complaints.operations.keeping import hold
from twintrack.sales.complaints.operations.mailing import ReplyMail, ReplyMissing, put_in_post
from twintrack.sales.complaints.operations.resolving import NotResolved
from twintrack.sales.feedback import operations as feedback_operations
from twintrack.sales.feedback.lifecycle import State


class SaidLater(Refusal):
    """What a customer said cannot lie in the future, nor before what it is about."""

    message = _("The customer cannot have said so at this time.")
    status = 422


@transaction.atomic
def ask_to_confirm(
    *,
    complaint: Complaint,
    text: str,
    mail: ReplyMail | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Complaint:
    """
    Note that the customer was asked whether the complaint is resolved.

    With `mail` the question goes to them by mail too; for what is refused there see `mail_reply`.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReplyMissing: if nobody says with what words.
    :raises NotResolved: if it is not resolved.
    """
    check_may(by, Act.ANSWER_COMPLAINTS)
    if not text.strip():
        raise ReplyMissing
    with together():
        held = hold(complaint)
        if not held.complaint.is_resolved or held.complaint.is_ended:
            raise NotResolved
        if mail is not None:
            put_in_post(
                held,
                mail,
                text=text,
                purpose=Purpose.CONFIRMATION,
                by=by,
                at=at,
                caused_by=caused_by,
            )
        held.complaint.asked_at, held.complaint.asked_by = at, by
        held.complaint.save(update_fields=["asked_at", "asked_by"])
        event = ConfirmationAsked(**held.named, text=text.strip()[:REPLY_LENGTH])
        record(event, about=held.feedback, by=by, at=at, caused_by=caused_by)
    return held.complaint


@transaction.atomic
def confirm(
    *,
    complaint: Complaint,
    who: str,
    said_at: datetime,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Complaint:
    """
    Note who at the customer said, and when, that the complaint is resolved.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReasonMissing: if nobody is named.
    :raises NotResolved: if it is not resolved.
    :raises SaidLater: if it would lie in the future, or before it was resolved.
    """
    check_may(by, Act.ANSWER_COMPLAINTS)
    if not who.strip():
        raise ReasonMissing(_("Say who at the customer confirmed it."))
    with together():
        held = hold(complaint)
        resolved_at = held.complaint.resolved_at
        if resolved_at is None or held.complaint.is_ended:
            raise NotResolved
        if not resolved_at <= said_at <= at:
            raise SaidLater
        if State(held.feedback.state) == State.RESOLVED:
            feedback_operations.move(feedback=held.feedback, to=State.CONFIRMED, by=by, at=at)
        held.complaint.confirmed_at = said_at
        held.complaint.confirmed_who = who.strip()[:80]
        held.complaint.save(update_fields=["confirmed_at", "confirmed_who"])
        event = ComplaintConfirmed(**held.named, who=held.complaint.confirmed_who, said_at=said_at)
        record(event, about=held.feedback, by=by, at=at, caused_by=caused_by)
    return held.complaint
