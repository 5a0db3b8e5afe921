"""Mail replies to customers, and note what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.mailing.models import SendingState
from twintrack.foundation.mailing.outgoing import can_mail
from twintrack.foundation.people.models import User
from twintrack.sales.complaints.events import ReplyMailed, ReplyMailFailed, ReplySent
from twintrack.sales.complaints.lifecycle import Purpose
from twintrack.sales.complaints.mails import first_subject, list_addresses, one_line
from twintrack.sales.complaints.models import REPLY_LENGTH, Complaint, ReplySending
from twintrack.sales.complaints.operations.keeping import Held, hold
from twintrack.sales.customers.models import MAIL_GROUNDS
from twintrack.sales.customers.operations import check_ground

# Beside the one to whom it goes: ten in all, as with quotes.
MOST_COPIES = 9
CC_LENGTH = 300


class ReplyMissing(Refusal):
    """A reply without words."""

    message = _("Write what the customer was told.")
    status = 422


class ReplyUnmailable(Refusal):
    """Nobody can be reached there, or in no such language."""

    message = _("Write one e-mail address, and choose a language.")
    status = 422


class CopiesUnmailable(Refusal):
    """Copies would go where nobody can be reached."""

    message = _("Write up to nine e-mail addresses with commas between.")
    status = 422


class NoMailsLeave(Refusal):
    """There is no mail server."""

    message = _("No mail server is set up here. Send the reply as you always do.")


class NotFailed(Refusal):
    """Only the last one of its kind is sent again, once it failed."""

    message = _("This e-mail did not fail, or it was sent again meanwhile.")


@dataclass(frozen=True, kw_only=True)
class ReplyMail:
    """To whom a reply goes, and in which language; an empty subject is the proposed one."""

    to: str
    language: str
    cc: str = ""
    subject: str = ""
    ground: str = ""


def _reached(mail: ReplyMail) -> tuple[str, list[str]]:
    """Give the address and those of the copies."""
    to, copies = mail.to.strip(), list_addresses(mail.cc)
    _check(to, ReplyUnmailable)
    for each in copies:
        _check(each, CopiesUnmailable)
    copies = [each for each in copies if each.casefold() != to.casefold()]
    if len(copies) > MOST_COPIES or len(", ".join(copies)) > CC_LENGTH:
        raise CopiesUnmailable
    if mail.language not in dict(settings.LANGUAGES):
        raise ReplyUnmailable
    if not can_mail():
        raise NoMailsLeave
    return to, copies


def _check(address: str, refusal: type[Refusal]) -> None:
    try:
        validate_email(address)
    except ValidationError:
        raise refusal from None


def put_in_post(
    held: Held,
    mail: ReplyMail,
    *,
    text: str,
    purpose: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> ReplySending:
    """Let a reply to a complaint that is held wait for the worker; refused as `mail_reply` says."""
    to, copies = _reached(mail)
    ground = check_ground(
        held.feedback.customer, mail.ground, of=MAIL_GROUNDS, addresses=[to, *copies]
    )
    subject = one_line(mail.subject) or first_subject(held.feedback, purpose, mail.language)
    sending: ReplySending = held.complaint.sendings.create(
        purpose=purpose,
        to=to,
        cc=", ".join(copies),
        language=mail.language,
        subject=subject,
        message=text.strip()[:REPLY_LENGTH],
        ground=ground,
        next_try_at=at,
        sent_by=by,
        sent_at=at,
    )
    event = ReplySent(
        **held.named,
        sending_id=sending.pk,
        purpose=purpose,
        to=to,
        cc=sending.cc,
        language=sending.language,
        ground=ground,
    )
    record(event, about=held.feedback, by=by, at=at, caused_by=caused_by)
    return sending


@transaction.atomic
def mail_reply(
    *,
    complaint: Complaint,
    mail: ReplyMail,
    again: ReplySending | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> ReplySending:
    """
    Let the first response that is kept go to the customer by mail; no clock stops by that.

    With `again` what failed goes once more, in the same words. It leaves with the worker's next
    round; until then it is on its way.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReplyMissing: if there is no first response.
    :raises NotFailed: if what is to go again did not fail, or went again already.
    :raises ReplyUnmailable: if nobody can be reached there, or there is no such language.
    :raises CopiesUnmailable: if copies would go where nobody can be reached, or to too many.
    :raises NoMailsLeave: if no mails leave this house.
    :raises ConsentWithdrawn: if somebody wants no e-mail, and no ground is stated.
    """
    check_may(by, Act.ANSWER_COMPLAINTS)
    held = hold(complaint)
    text, purpose = held.complaint.reply, str(Purpose.RESPONSE)
    if again is not None:
        text, purpose = again.message, again.purpose
        newest = held.complaint.sendings.filter(purpose=purpose).first()
        if newest is None or newest.pk != again.pk or newest.state != SendingState.FAILED:
            raise NotFailed
    if not text:
        raise ReplyMissing
    who: dict[str, Any] = {"by": by, "at": at, "caused_by": caused_by}
    return put_in_post(held, mail, text=text, purpose=purpose, **who)


@transaction.atomic
def note_reply_mailed(
    *, sending: ReplySending, by: User, at: datetime, caused_by: Entry | None = None
) -> ReplySending:
    """Note that the mail server took a reply."""
    held = hold(sending.complaint)
    sending.end()
    event = ReplyMailed(**held.named, sending_id=sending.pk, to=sending.to)
    record(event, about=held.feedback, by=by, at=at, caused_by=caused_by)
    return sending


@transaction.atomic
def note_reply_mail_failed(
    *, sending: ReplySending, error: str, by: User, at: datetime, caused_by: Entry | None = None
) -> ReplySending:
    """Note that a reply could not be mailed and is not tried again."""
    held = hold(sending.complaint)
    sending.end(error)
    event = ReplyMailFailed(
        **held.named,
        sending_id=sending.pk,
        to=sending.to,
        sent_by_id=sending.sent_by_id,
        error=sending.error,
    )
    record(event, about=held.feedback, by=by, at=at, caused_by=caused_by)
    return sending
