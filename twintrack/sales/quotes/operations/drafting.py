"""Begin quotes, and keep the words and terms of drafts right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.edits import changes_to_make
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.objects.numbering import next_number
from twintrack.foundation.people.models import User
from twintrack.sales.pipeline.models import Opportunity
from twintrack.sales.pricing.models import PriceBook
from twintrack.sales.quotes.events import QuoteChanged, QuoteDrafted, QuoteHandedOver
from twintrack.sales.quotes.models import PAPER_LANGUAGES, Quote, QuoteLine, QuoteVersion
from twintrack.sales.quotes.operations.holding import NotADraft, concerned, hold_draft, told_of
from twintrack.sales.quotes.operations.reckoning import price_anew, reckon_again

__all__ = ["NotADraft"]
LANGUAGES = frozenset(code for code, _label in PAPER_LANGUAGES)
OF_QUOTE = ("title",)
OF_VERSION = (
    *("book", "discount", "valid_until", "language"),
    *("payment_terms", "delivery_terms", "notes"),
)


class OpportunityClosed(Refusal):
    """The opportunity is won or lost."""

    message = _("The opportunity is closed. Reopen it first.")


class CurrencyDiffers(Refusal):
    """A price book in another currency than the opportunity."""

    status = 422

    def __init__(self, opportunity: Opportunity, book: PriceBook) -> None:
        said = _(
            "The opportunity is in {wanted}, this price book in {found}. Choose one in {wanted}."
        )
        super().__init__(format_lazy(said, wanted=opportunity.currency, found=book.currency))


class BookNotValid(Refusal):
    """The prices do not hold today."""

    message = _("This price book does not hold today.")
    status = 422


class PricedByHand(Refusal):
    """Nobody knows what a free line costs in another currency."""

    status = 422

    def __init__(self, line: QuoteLine, currency: str) -> None:
        said = _(
            "“{line}” has a price of its own in {currency}. Remove the line, and write it anew "
            "after the change."
        )
        super().__init__(format_lazy(said, line=line.name, currency=currency))


class TermsImpossible(Refusal):
    """Terms that cannot be."""

    message = _("The validity lies ahead and within two years; a discount from 0 to below 100 %.")
    status = 422


class FieldUnknown(Refusal):
    """A field was named that does not exist, or that changes in another way."""

    message = _("This field does not exist, or cannot be changed here.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class QuoteDetails:
    """What is known of a quote at first; without a title it has the opportunity's name."""

    opportunity: Opportunity
    book: PriceBook
    valid_until: date
    title: str = ""
    discount: Decimal = Decimal(0)
    language: str = "zh-hans"
    payment_terms: str = ""
    delivery_terms: str = ""
    notes: str = ""


def check_terms(*, discount: Decimal, valid_until: date, language: str, on: date) -> None:
    """
    Make sure that terms can be offered on a day.

    :raises TermsImpossible: if they cannot.
    """
    is_discount = discount.is_finite() and 0 <= discount < 100 and discount == round(discount, 2)
    is_ahead = 0 <= (valid_until - on).days <= 731
    if not (is_discount and is_ahead and language in LANGUAGES):
        raise TermsImpossible


def _check_book(book: PriceBook, opportunity: Opportunity, on: date) -> None:
    if book.currency != opportunity.currency:
        raise CurrencyDiffers(opportunity, book)
    if not book.is_valid_on(on):
        raise BookNotValid


@transaction.atomic
def draft_quote(
    *, details: QuoteDetails, by: User, at: datetime, caused_by: Entry | None = None
) -> Quote:
    """
    Begin a quote for an open opportunity, in its currency; without lines at first.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises OpportunityClosed: if the opportunity is won or lost.
    :raises CurrencyDiffers: if the price book is in another currency.
    :raises BookNotValid: if the price book does not hold today.
    :raises TermsImpossible: if the validity or the discount cannot be.
    """
    check_may(by, Act.WRITE_QUOTES)
    opportunity, book = details.opportunity, details.book
    today = timezone.localdate(at)
    if not opportunity.is_open:
        raise OpportunityClosed
    _check_book(book, opportunity, today)
    check_terms(
        discount=details.discount,
        valid_until=details.valid_until,
        language=details.language,
        on=today,
    )
    quote: Quote = Quote.objects.create(
        number=next_number("Q"),
        title=details.title.strip() or opportunity.name,
        opportunity=opportunity,
        customer_id=opportunity.customer_id,
        owner=by,
        created_at=at,
    )
    version = QuoteVersion.objects.create(
        quote=quote,
        book=book,
        currency=book.currency,
        includes_tax=book.includes_tax,
        discount=details.discount,
        valid_until=details.valid_until,
        language=details.language,
        payment_terms=details.payment_terms,
        delivery_terms=details.delivery_terms,
        notes=details.notes,
        created_by=by,
        created_at=at,
    )
    record(
        QuoteDrafted(**told_of(version), title=quote.title, currency=version.currency),
        about=quote,
        by=by,
        at=at,
        caused_by=caused_by,
        also=concerned(version),
    )
    return quote


@transaction.atomic
def change_terms(
    *,
    version: QuoteVersion,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> QuoteVersion:
    """
    Change the words and terms of a draft; `before` is what the person saw of each field.

    Another price book prices its lines anew, in its currency; another language names them anew
    where they have the names of the catalogue.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotADraft: if it is no draft any more.
    :raises FieldUnknown: if a field cannot be changed here.
    :raises StaleEdit: if somebody changed one of the fields in between.
    :raises CurrencyDiffers: if the price book is in another currency.
    :raises BookNotValid: if the price book does not hold today.
    :raises PricedByHand: if it is in another currency than a line with a price of its own.
    :raises ItemNotPriced: if something on the quote is not in the price book.
    :raises TermsImpossible: if the validity or the discount cannot be.
    """
    check_may(by, Act.WRITE_QUOTES)
    if not set(values) <= {*OF_QUOTE, *OF_VERSION}:
        raise FieldUnknown
    version = hold_draft(version)
    today = timezone.localdate(at)
    current = {name: getattr(_holder(version, name), name) for name in values}
    to = changes_to_make(current=current, before=before, values=values)
    if not to:
        return version
    spoke = version.language
    for name, value in to.items():
        setattr(_holder(version, name), name, value)
    check_terms(
        discount=version.discount,
        valid_until=version.valid_until,
        language=version.language,
        on=today,
    )
    if "book" in to:
        _check_book(version.book, version.quote.opportunity, today)
        _go_over(version)
    if "title" in to:
        version.quote.save(update_fields=["title"])
    if {"book", "language"} & set(to):
        price_anew(version, spoke=spoke, is_other_book="book" in to, on=today)
    reckon_again(version)
    event = QuoteChanged(
        **told_of(version),
        fields=sorted(to),
        came_from={name: str(current[name] or "") for name in to},
        to={name: str(value or "") for name, value in to.items()},
    )
    record(event, about=version.quote, by=by, at=at, caused_by=caused_by, also=concerned(version))
    return version


def _go_over(version: QuoteVersion) -> None:
    """Take the currency of another price book; what was priced by hand stays in its own."""
    is_other = version.currency != version.book.currency
    by_hand = version.lines.filter(item=None).first() if is_other else None
    if by_hand is not None:
        raise PricedByHand(by_hand, version.currency)
    version.currency, version.includes_tax = version.book.currency, version.book.includes_tax


def _holder(version: QuoteVersion, name: str) -> Quote | QuoteVersion:
    return version.quote if name in OF_QUOTE else version


@transaction.atomic
def hand_over(
    *, quote: Quote, to: User, by: User, at: datetime, caused_by: Entry | None = None
) -> Quote:
    """
    Give a quote to another owner.

    :raises NotAllowed: if the roles of either do not allow it.
    """
    check_may(by, Act.WRITE_QUOTES)
    check_may(to, Act.WRITE_QUOTES)
    quote = Quote.objects.select_for_update(no_key=True).get(pk=quote.pk)
    if quote.owner_id == to.pk:
        return quote
    came_from, quote.owner = quote.owner_id, to
    quote.save(update_fields=["owner"])
    version = quote.versions.select_related("quote__opportunity", "quote__customer").get(
        is_current=True
    )
    event = QuoteHandedOver(**told_of(version), came_from_id=came_from, to_id=to.pk)
    record(event, about=quote, by=by, at=at, caused_by=caused_by, also=concerned(version))
    return quote
