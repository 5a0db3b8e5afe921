"""Who is told of quotes, and who takes them over from leavers."""

from __future__ import annotations

from collections.abc import Iterable

from twintrack.foundation.access.events import UserDeactivated
from twintrack.foundation.access.handover import pass_on
from twintrack.foundation.access.queries import list_people
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.notifications.operations import notify, settle
from twintrack.foundation.people.models import User
from twintrack.sales.quotes import operations, queries
from twintrack.sales.quotes.events import (
    QuoteApproved,
    QuoteEvent,
    QuoteExpired,
    QuoteMailFailed,
    QuoteSentBack,
    QuoteStepApproved,
    QuoteSubmitted,
    QuoteWithdrawn,
)
from twintrack.sales.quotes.models import Quote

ASKED = "quotes/asked"
tellers = Subscriber("quotes.tellers")


@tellers.on(QuoteSubmitted)
def ask_first(event: QuoteSubmitted, entry: Entry) -> None:
    """Ask whoever has the first role that has to approve."""
    if event.roles:
        _ask(event.roles[0], event, entry)


@tellers.on(QuoteStepApproved)
def ask_next(event: QuoteStepApproved, entry: Entry) -> None:
    """Ask whoever has the next role; whoever was asked before need not look any more."""
    _settle(event, entry)
    _ask(event.next_role, event, entry)


@tellers.on(QuoteApproved)
def tell_approved(event: QuoteApproved, entry: Entry) -> None:
    """Tell the owner that the quote may go to the customer."""
    _settle(event, entry)
    _tell_owner(event, entry, "quotes/approved")


@tellers.on(QuoteSentBack)
def tell_sent_back(event: QuoteSentBack, entry: Entry) -> None:
    """Tell the owner what has to change."""
    _settle(event, entry)
    _tell_owner(event, entry, "quotes/sent_back")


@tellers.on(QuoteWithdrawn)
def forget_asking(event: QuoteWithdrawn, entry: Entry) -> None:
    """Ask nobody any more."""
    _settle(event, entry)


@tellers.on(QuoteExpired)
def tell_expired(event: QuoteExpired, entry: Entry) -> None:
    """Tell the owner that the customer can accept no more."""
    _tell_owner(event, entry, "quotes/expired")


@tellers.on(QuoteMailFailed)
def tell_mail_failed(event: QuoteMailFailed, entry: Entry) -> None:
    """Tell the owner that the customer did not get the quote."""
    _tell_owner(event, entry, "quotes/mail_failed")


def _ask(role: str, event: QuoteEvent, entry: Entry) -> None:
    quote = _quote(event)
    version = quote.versions.get(pk=event.version_id)
    for person in _with_role(role):
        if person.pk not in (quote.owner_id, version.submitted_by_id):
            notify(
                recipient=person,
                entry=entry,
                told_by=ASKED,
                because="quotes/approver",
                about=quote,
                at=entry.happened_at,
                details={"role": role},
            )


def _with_role(role: str) -> Iterable[User]:
    """Give those who have the role; where nobody has it, those who may stand in."""
    people = list_people(roles=[Role(role)])
    return people if people.exists() else list_people(roles=[Role.EXECUTIVE])


def _settle(event: QuoteEvent, entry: Entry) -> None:
    quote = _quote(event)
    for person in queries.list_asked(quote):
        settle(recipient=person, about=quote, told_by=[ASKED], before=entry, at=entry.happened_at)


def _tell_owner(event: QuoteEvent, entry: Entry, told_by: str) -> None:
    quote = _quote(event)
    if quote.owner_id == entry.actor_id:
        return
    notify(
        recipient=quote.owner,
        entry=entry,
        told_by=told_by,
        because="quotes/owner",
        about=quote,
        at=entry.happened_at,
    )


def _quote(event: QuoteEvent) -> Quote:
    quote: Quote = Quote.objects.select_related("owner").get(pk=event.quote_id)
    return quote


leavers = Subscriber("quotes.leavers")


@leavers.on(UserDeactivated)
def hand_over_quotes(event: UserDeactivated, entry: Entry) -> None:
    """Hand a leaver's open quotes over."""

    def give(quote: Quote, to: User) -> None:
        operations.hand_over(
            quote=quote, to=to, by=entry.actor, at=entry.happened_at, caused_by=entry
        )

    leaver = User.objects.get(pk=event.user_id)
    pass_on(queries.list_owned(leaver), event=event, entry=entry, give=give)
