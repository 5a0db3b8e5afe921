"""Hold a quote while one of its versions changes, and say in each entry which one it was."""

from __future__ import annotations

from typing import TypedDict

from django.db.models import Model
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.sales.pipeline.lifecycle import Stage
from twintrack.sales.pipeline.models import Opportunity
from twintrack.sales.quotes.lifecycle import QuoteState
from twintrack.sales.quotes.models import Quote, QuoteVersion


class NotADraft(Refusal):
    """What was handed in stays as it is."""

    message = _("Only a draft can be changed. Make a new version, or take it back from approval.")


class OpportunityLost(Refusal):
    """Nobody is to be offered anything for it any more."""

    def __init__(self, opportunity: Opportunity) -> None:
        said = _("The opportunity {number} is noted as lost. Reopen it first.")
        super().__init__(format_lazy(said, number=opportunity.number))


class CurrencyLeft(Refusal):
    """The opportunity went over to another currency, the quote did not."""

    def __init__(self, version: QuoteVersion) -> None:
        said = _(
            "The opportunity is in {wanted} by now, this quote in {found}. Choose a price book in "
            "{wanted}; where the quote is no draft any more, make a new version for that."
        )
        wanted = version.quote.opportunity.currency
        super().__init__(format_lazy(said, wanted=wanted, found=version.currency))


class Told(TypedDict):
    """What every entry on a quote says."""

    quote_id: int
    version_id: int
    number: str
    ordinal: int
    opportunity_id: int
    customer_id: int


def hold(version: QuoteVersion) -> QuoteVersion:
    """Read a version anew while nobody else can change its quote."""
    Quote.objects.select_for_update(no_key=True).get(pk=version.quote_id)
    related = ("quote__opportunity", "quote__customer", "quote__owner", "book")
    found: QuoteVersion = QuoteVersion.objects.select_related(*related).get(pk=version.pk)
    return found


def hold_draft(version: QuoteVersion) -> QuoteVersion:
    """
    Read a draft anew while nobody else can change it.

    :raises NotADraft: if it is none any more.
    """
    version = hold(version)
    if version.state != QuoteState.DRAFT or not version.is_current:
        raise NotADraft
    return version


def hold_opportunity(version: QuoteVersion) -> None:
    """
    Make sure that the opportunity of a held version still asks for it, and let it stay so.

    :raises OpportunityLost: if it is lost.
    :raises CurrencyLeft: if it is in another currency by now.
    """
    rows = Opportunity.objects.select_for_update(no_key=True)
    opportunity = version.quote.opportunity = rows.get(pk=version.quote.opportunity_id)
    if opportunity.stage == Stage.LOST:
        raise OpportunityLost(opportunity)
    if opportunity.currency != version.currency:
        raise CurrencyLeft(version)


def told_of(version: QuoteVersion) -> Told:
    """Give what every entry on a version says."""
    quote = version.quote
    return Told(
        quote_id=quote.pk,
        version_id=version.pk,
        number=quote.number,
        ordinal=version.ordinal,
        opportunity_id=quote.opportunity_id,
        customer_id=quote.customer_id,
    )


def concerned(version: QuoteVersion) -> list[Model]:
    """List what an entry on a version concerns besides the quote."""
    return [version.quote.opportunity, version.quote.customer]
