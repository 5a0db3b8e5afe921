"""Lists of quotes, and single ones with their versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.seeing import tell_seen
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Customer
from twintrack.sales.pipeline.models import Opportunity
from twintrack.sales.quotes.lifecycle import OPEN, QuoteState
from twintrack.sales.quotes.models import Quote, QuoteVersion

RELATED = ("quote__opportunity", "quote__customer", "quote__owner", "book")
# A quote that holds no longer than this needs somebody to ask the customer.
SOON = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """By what a list of quotes is narrowed; `state` may be one, `open`, or all if empty."""

    state: str = ""
    customer: Customer | None = None
    opportunity: Opportunity | None = None
    owner: User | None = None
    currency: str = ""
    expires_by: date | None = None
    text: str = ""


EVERY = Wanted()


def list_quotes(*, for_user: User, wanted: Wanted = EVERY) -> QuerySet[QuoteVersion]:
    """List quotes by their current versions, the newest first."""
    rows: QuerySet[QuoteVersion] = QuoteVersion.objects.visible_to(for_user)
    rows = rows.filter(_narrowed(wanted), is_current=True)
    return rows.select_related(*RELATED).order_by("-pk")


def _narrowed(wanted: Wanted) -> Q:
    which = Q()
    if wanted.state == "open":
        which &= Q(state__in=OPEN)
    elif wanted.state:
        which &= Q(state=wanted.state)
    for name in ("customer", "opportunity", "owner"):
        if getattr(wanted, name):
            which &= Q(**{f"quote__{name}": getattr(wanted, name)})
    if wanted.currency:
        which &= Q(currency=wanted.currency)
    if wanted.expires_by:
        which &= Q(state=QuoteState.SENT, valid_until__lte=wanted.expires_by)
    if wanted.text:
        which &= (
            Q(quote__title__icontains=wanted.text)
            | Q(quote__number__iexact=wanted.text.partition("/")[0])
            | Q(quote__customer__name__icontains=wanted.text)
        )
    return which


def get_quote(number: str, *, for_user: User) -> Quote:
    """
    Find a quote by its number.

    :raises NotThere: if there is none, or the person may not see it.
    """
    rows: QuerySet[Quote] = Quote.objects.visible_to(for_user)
    found = rows.select_related("opportunity", "customer", "owner").filter(number=number).first()
    if found is None:
        raise NotThere
    tell_seen(found, for_user=for_user)
    return found


def get_version(number: str, ordinal: int | None = None, *, for_user: User) -> QuoteVersion:
    """
    Find a version of a quote, the current one if none is named.

    :raises NotThere: if there is none, or the person may not see it.
    """
    quote = get_quote(number, for_user=for_user)
    which = Q(is_current=True) if ordinal is None else Q(ordinal=ordinal)
    found = quote.versions.filter(which).select_related(*RELATED, "accepted_noted_by").first()
    if found is None:
        raise NotThere
    return found


def list_versions_of(quote: Quote) -> QuerySet[QuoteVersion]:
    """List the versions of a quote, the newest first."""
    rows: QuerySet[QuoteVersion] = quote.versions.select_related(*RELATED, "created_by")
    return rows.order_by("-ordinal")


def list_of_opportunity(opportunity: Opportunity, *, for_user: User) -> QuerySet[QuoteVersion]:
    """List the quotes of an opportunity by their current versions, the newest first."""
    return list_quotes(for_user=for_user, wanted=Wanted(opportunity=opportunity))


def list_of_customer(customer: Customer, *, for_user: User) -> QuerySet[QuoteVersion]:
    """List the quotes of a customer by their current versions, the newest first."""
    return list_quotes(for_user=for_user, wanted=Wanted(customer=customer))


def accepted_version_of(quote: Quote) -> QuoteVersion | None:
    """Give the version that the customer accepted, if they did; for what follows from it."""
    return quote.versions.filter(state=QuoteState.ACCEPTED).select_related(*RELATED).first()


def was_sent_for(opportunity_id: int) -> bool:
    """Say whether a quote ever went to the customer for an opportunity, whoever asks."""
    sent = Quote.objects.filter(opportunity_id=opportunity_id).exclude(first_sent_at=None)
    return bool(sent.exists())


def list_to_expire(*, on: date) -> QuerySet[QuoteVersion]:
    """List the sent versions whose last day is over, for what happens by itself."""
    rows: QuerySet[QuoteVersion] = QuoteVersion.objects.filter(
        state=QuoteState.SENT, valid_until__lt=on
    )
    return rows.order_by("pk")


def list_owned(user: User) -> QuerySet[Quote]:
    """List the open quotes that a person looks after, whoever asks."""
    rows: QuerySet[Quote] = Quote.objects.filter(
        owner=user, versions__is_current=True, versions__state__in=OPEN
    )
    return rows.order_by("pk")
