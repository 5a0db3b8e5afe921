"""What the customer says to a quote, and the version that follows."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import ReasonMissing, Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.quotes.events import (
    QuoteAccepted,
    QuoteDeclined,
    QuoteExpired,
    QuoteRevised,
)
from twintrack.sales.quotes.lifecycle import ApprovalState, QuoteState
from twintrack.sales.quotes.models import QuoteLine, QuotePromise, QuoteVersion
from twintrack.sales.quotes.operations.drafting import check_terms
from twintrack.sales.quotes.operations.holding import (
    concerned,
    hold,
    hold_opportunity,
    told_of,
)
from twintrack.ui.templatetags.ui import day

COPIED = (
    *("book_id", "currency", "includes_tax", "discount", "language"),
    *("payment_terms", "delivery_terms", "notes"),
    *("at_list", "discounted", "net", "tax", "gross", "cost"),
)


class NotSent(Refusal):
    """The customer never saw it."""

    message = _("This version is not with the customer. It has to be approved and sent before.")


class AcceptedAlready(Refusal):
    """A quote is accepted once."""

    def __init__(self, version: QuoteVersion) -> None:
        said = _("{name} was accepted by {who} already, on {on}; {by} noted it.")
        super().__init__(
            format_lazy(
                said,
                name=version.name,
                who=version.accepted_by,
                on=day(version.accepted_on),
                by=version.accepted_noted_by,
            )
        )


class TooLateToAccept(Refusal):
    """Its validity is over."""

    def __init__(self, version: QuoteVersion) -> None:
        said = _(
            "{name} held until {until}. Prolong it by a new version, and let that be accepted."
        )
        super().__init__(format_lazy(said, name=version.name, until=day(version.valid_until)))


class Outdated(Refusal):
    """There is another version."""

    message = _("Another version took the place of this one. Only the newest can be accepted.")


class AcceptedWhen(Refusal):
    """A day on which nobody can have accepted it."""

    message = _("It is accepted between the day it was sent and today.")
    status = 422


class WhoAccepts(Refusal):
    """Somebody at the customer accepts."""

    message = _("Say who at the customer accepts.")
    status = 422


def _check_open(version: QuoteVersion, on: date) -> None:
    """Make sure that the customer may still say something to a version on a day."""
    if version.state == QuoteState.ACCEPTED:
        raise AcceptedAlready(version)
    if version.state == QuoteState.SUPERSEDED or not version.is_current:
        raise Outdated
    if version.state == QuoteState.EXPIRED or (
        version.state == QuoteState.SENT and version.valid_until < on
    ):
        raise TooLateToAccept(version)
    if version.state != QuoteState.SENT:
        raise NotSent


@transaction.atomic
def accept(
    *,
    version: QuoteVersion,
    accepted_by: str,
    accepted_on: date,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> QuoteVersion:
    """
    Note who at the customer accepts a version, and on which day; once only.

    What was accepted in time may be noted later, as long as the version has not expired.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises WhoAccepts: if nobody is named.
    :raises AcceptedAlready: if somebody noted it before.
    :raises Outdated: if there is another version.
    :raises TooLateToAccept: if the day lies after the last one on which it holds.
    :raises NotSent: if it never went to the customer, or they declined it.
    :raises AcceptedWhen: if the day lies ahead, or before it was sent.
    :raises OpportunityLost: if its opportunity is lost.
    :raises CurrencyLeft: if its opportunity is in another currency by now.
    """
    check_may(by, Act.WRITE_QUOTES)
    who = " ".join(accepted_by.split())[:120]
    if not who:
        raise WhoAccepts
    version = hold(version)
    _check_open(version, accepted_on)
    assert version.sent_at is not None
    if not timezone.localdate(version.sent_at) <= accepted_on <= timezone.localdate(at):
        raise AcceptedWhen
    hold_opportunity(version)
    version.state, version.closed_at = QuoteState.ACCEPTED, at
    version.accepted_by, version.accepted_on, version.accepted_noted_by = who, accepted_on, by
    version.save(
        update_fields=[
            *("state", "closed_at", "accepted_by", "accepted_on", "accepted_noted_by"),
        ]
    )
    version.quote.accepted_at = at
    version.quote.save(update_fields=["accepted_at"])
    event = QuoteAccepted(
        **told_of(version),
        accepted_by=who,
        accepted_on=accepted_on,
        currency=version.currency,
        net=version.net,
        gross=version.gross,
    )
    record(event, about=version.quote, by=by, at=at, caused_by=caused_by, also=concerned(version))
    return version


@transaction.atomic
def decline(
    *,
    version: QuoteVersion,
    reason: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> QuoteVersion:
    """
    Note that the customer does not accept a version, and why.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReasonMissing: if no reason is given.
    :raises AcceptedAlready: if it was accepted before.
    :raises Outdated: if there is another version.
    :raises TooLateToAccept: if it has expired anyway.
    :raises NotSent: if it never went to the customer, or they declined it before.
    """
    check_may(by, Act.WRITE_QUOTES)
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise ReasonMissing
    version = hold(version)
    _check_open(version, timezone.localdate(at))
    version.state, version.closed_at, version.decline_reason = QuoteState.REJECTED, at, reason
    version.save(update_fields=["state", "closed_at", "decline_reason"])
    event = QuoteDeclined(**told_of(version), reason=reason)
    record(event, about=version.quote, by=by, at=at, caused_by=caused_by, also=concerned(version))
    return version


@transaction.atomic
def expire(
    *, version: QuoteVersion, by: User, at: datetime, caused_by: Entry | None = None
) -> QuoteVersion:
    """
    Note that the last day on which a sent version could be accepted is over.

    :raises NotSent: if it is not with the customer, or still holds.
    """
    version = hold(version)
    if version.state != QuoteState.SENT or version.valid_until >= timezone.localdate(at):
        raise NotSent
    version.state, version.closed_at = QuoteState.EXPIRED, at
    version.save(update_fields=["state", "closed_at"])
    event = QuoteExpired(**told_of(version), valid_until=version.valid_until)
    record(event, about=version.quote, by=by, at=at, caused_by=caused_by, also=concerned(version))
    return version


@transaction.atomic
def revise(
    *,
    version: QuoteVersion,
    valid_until: date,
    note: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> QuoteVersion:
    """
    Make the next version of a quote, a draft with the same lines at the same prices.

    The one before can then no longer be accepted.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises AcceptedAlready: if the customer accepted the quote.
    :raises Outdated: if somebody made another version before, or it is a draft anyway.
    :raises TermsImpossible: if it would not hold from today on.
    """
    check_may(by, Act.WRITE_QUOTES)
    version = hold(version)
    if version.state == QuoteState.ACCEPTED:
        raise AcceptedAlready(version)
    if not version.is_revisable:
        raise Outdated
    check_terms(
        discount=version.discount,
        valid_until=valid_until,
        language=version.language,
        on=timezone.localdate(at),
    )
    came_from = version.state
    version.is_current = False
    if came_from not in (QuoteState.REJECTED, QuoteState.EXPIRED):
        version.state, version.closed_at = QuoteState.SUPERSEDED, at
    version.save(update_fields=["is_current", "state", "closed_at"])
    version.approvals.filter(state=ApprovalState.WAITING).update(state=ApprovalState.WITHDRAWN)
    fresh = QuoteVersion.objects.create(
        quote=version.quote,
        ordinal=version.ordinal + 1,
        valid_until=valid_until,
        change_note=" ".join(note.split())[:300],
        created_by=by,
        created_at=at,
        **{name: getattr(version, name) for name in COPIED},
    )
    _copy_lines(version, fresh)
    event = QuoteRevised(**told_of(fresh), came_from=came_from, note=fresh.change_note)
    record(event, about=fresh.quote, by=by, at=at, caused_by=caused_by, also=concerned(fresh))
    return fresh


def _copy_lines(version: QuoteVersion, fresh: QuoteVersion) -> None:
    lines, promises = list(version.lines.all()), list(version.promises.all())
    for line in lines:
        line.pk, line.version = None, fresh
    for promise in promises:
        promise.pk, promise.version = None, fresh
    QuoteLine.objects.bulk_create(lines)
    QuotePromise.objects.bulk_create(promises)
