"""Let quotes go to the customer, and note what became of their mails."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.mailing.models import SendingState
from twintrack.foundation.mailing.outgoing import can_mail
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import MAIL_GROUNDS
from twintrack.sales.customers.operations import check_ground
from twintrack.sales.quotes.events import QuoteMailed, QuoteMailFailed, QuoteSent
from twintrack.sales.quotes.lifecycle import QuoteState
from twintrack.sales.quotes.models import QuoteSending, QuoteVersion, SendingWay
from twintrack.sales.quotes.operations.approving import ValidityOver
from twintrack.sales.quotes.operations.holding import (
    concerned,
    hold,
    hold_opportunity,
    told_of,
)

MOST_ADDRESSES = 10


class NotApproved(Refusal):
    """What nobody approved stays in the house."""

    message = _("Only an approved quote goes to the customer. Hand it in first.")


class AddressImpossible(Refusal):
    """Nobody can be reached there."""

    message = _("Write up to ten e-mail addresses with commas between, or to whom it was given.")
    status = 422


class MailNotSetUp(Refusal):
    """There is no mail server."""

    message = _("No mail server is set up here. Hand the paper over yourself, and note it.")


@dataclass(frozen=True, kw_only=True)
class Way:
    """How a quote goes to the customer: by mail with its paper, or handed over by somebody."""

    way: str
    to: str
    subject: str = ""
    message: str = ""
    ground: str = ""


def _checked(way: Way) -> str:
    to = " ".join(way.to.split())[:300]
    if way.way == SendingWay.HANDED_OVER:
        if not to:
            raise AddressImpossible
        return to
    addresses = [each.strip() for each in to.replace(";", ",").split(",") if each.strip()]
    if not 0 < len(addresses) <= MOST_ADDRESSES or way.way != SendingWay.MAIL:
        raise AddressImpossible
    for address in addresses:
        try:
            validate_email(address)
        except ValidationError:
            raise AddressImpossible from None
    if not can_mail():
        raise MailNotSetUp
    return ", ".join(addresses)


@transaction.atomic
def send(
    *,
    version: QuoteVersion,
    way: Way,
    letterhead: dict[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> QuoteSending:
    """
    Let an approved quote go to the customer, or one that was sent go once more.

    A mail leaves with the worker's next round; until then it is on its way. The head that the
    paper has today stays on it.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotApproved: if nobody approved it, or it is over.
    :raises ValidityOver: if the day until which it holds is over.
    :raises OpportunityLost: if its opportunity is lost.
    :raises CurrencyLeft: if its opportunity is in another currency by now.
    :raises AddressImpossible: if nobody can be reached there.
    :raises MailNotSetUp: if no mails leave this house.
    :raises ConsentWithdrawn: if somebody wants no e-mail, and no ground is stated.
    """
    check_may(by, Act.WRITE_QUOTES)
    to = _checked(way)
    version = hold(version)
    if version.state not in (QuoteState.APPROVED, QuoteState.SENT):
        raise NotApproved
    if version.valid_until < timezone.localdate(at):
        raise ValidityOver
    hold_opportunity(version)
    is_mail = way.way == SendingWay.MAIL
    ground = _ground(version, way.ground, to) if is_mail else ""
    is_first = version.state == QuoteState.APPROVED
    if is_first:
        version.state, version.sent_at, version.letterhead = QuoteState.SENT, at, letterhead
        version.save(update_fields=["state", "sent_at", "letterhead"])
    if version.quote.first_sent_at is None:
        version.quote.first_sent_at = at
        version.quote.save(update_fields=["first_sent_at"])
    sending = QuoteSending.objects.create(
        version=version,
        way=way.way,
        to=to,
        subject=" ".join(way.subject.split())[:150],
        message=way.message.strip()[:4000],
        ground=ground,
        state=SendingState.WAITING if is_mail else SendingState.DONE,
        next_try_at=at if is_mail else None,
        sent_by=by,
        sent_at=at,
    )
    event = QuoteSent(
        **told_of(version),
        sending_id=sending.pk,
        way=sending.way,
        to=to,
        is_first=is_first,
        currency=version.currency,
        gross=version.gross,
        valid_until=version.valid_until,
        ground=ground,
    )
    record(event, about=version.quote, by=by, at=at, caused_by=caused_by, also=concerned(version))
    return sending


def _ground(version: QuoteVersion, ground: str, to: str) -> str:
    return check_ground(version.quote.customer, ground, of=MAIL_GROUNDS, addresses=to.split(", "))


@transaction.atomic
def note_mailed(
    *, sending: QuoteSending, by: User, at: datetime, caused_by: Entry | None = None
) -> QuoteSending:
    """Note that the mail server took a quote."""
    version = hold(sending.version)
    sending.end()
    event = QuoteMailed(**told_of(version), sending_id=sending.pk, to=sending.to)
    record(event, about=version.quote, by=by, at=at, caused_by=caused_by)
    return sending


@transaction.atomic
def note_mail_failed(
    *, sending: QuoteSending, error: str, by: User, at: datetime, caused_by: Entry | None = None
) -> QuoteSending:
    """Note that a quote could not be mailed and is not tried again."""
    version = hold(sending.version)
    sending.end(error)
    event = QuoteMailFailed(
        **told_of(version), sending_id=sending.pk, to=sending.to, error=sending.error
    )
    record(event, about=version.quote, by=by, at=at, caused_by=caused_by)
    return sending
