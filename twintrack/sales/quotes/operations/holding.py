"""Hold a quote while one of its versions changes, and say in each entry which one it was."""

from __future__ import annotations

from typing import TypedDict

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.sales.quotes.lifecycle import QuoteState
from twintrack.sales.quotes.models import Quote, QuoteVersion


class NotADraft(Refusal):
    """What was handed in stays as it is."""

    message = _("Only a draft can be changed. Make a new version, or take it back from approval.")


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
