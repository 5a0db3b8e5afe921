"""Keep with a version what its lines come to, and price them from a book."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.sales.pricing.models import CatalogueItem, PriceBook
from twintrack.sales.pricing.queries import costs_of, price_of
from twintrack.sales.quotes.arithmetic import Priced, Totals, reckon
from twintrack.sales.quotes.models import QuoteLine, QuoteVersion

LIMIT = Decimal(10) ** 14


class QuoteTooLarge(Refusal):
    """More than can be kept, or than anybody pays."""

    message = _("The quote comes to more than 99,999,999,999,999.99. Check quantities and prices.")
    status = 422


class ItemNotPriced(Refusal):
    """The price book has no price for it in that quantity."""

    status = 422

    def __init__(self, item: CatalogueItem, book: PriceBook) -> None:
        said = _(
            "“{item}” has no price for this quantity in “{book}”. "
            "Have it priced there, or write it as a free line."
        )
        super().__init__(format_lazy(said, item=item.code, book=book.name))


def totals_of(version: QuoteVersion, lines: list[QuoteLine]) -> Totals:
    """Reckon what lines come to on a version."""
    priced = [
        Priced(
            quantity=line.quantity,
            list_price=line.list_price,
            discount=line.discount,
            tax_rate=line.tax_rate,
            cost=line.cost,
        )
        for line in lines
    ]
    return reckon(
        priced,
        discount=version.discount,
        currency=version.currency,
        includes_tax=version.includes_tax,
    )


def reckon_again(version: QuoteVersion) -> Totals:
    """
    Reckon a draft anew after its lines or its discount changed.

    :raises QuoteTooLarge: if it comes to more than can be kept.
    """
    lines = list(version.lines.all())
    totals = totals_of(version, lines)
    if max(totals.gross, totals.at_list, totals.cost or Decimal(0)) >= LIMIT:
        raise QuoteTooLarge
    for line, reckoned in zip(lines, totals.lines, strict=True):
        line.amount, line.share = reckoned.amount, reckoned.share
        line.net, line.tax = reckoned.net, reckoned.tax
    QuoteLine.objects.bulk_update(lines, ["amount", "share", "net", "tax"])
    version.at_list, version.discounted = totals.at_list, totals.discount
    version.net, version.tax, version.gross = totals.net, totals.tax, totals.gross
    version.cost = totals.cost if lines else None
    version.revision += 1
    version.save()
    return totals


def list_price(book: PriceBook, item: CatalogueItem, quantity: Decimal) -> Decimal:
    """
    Find what one unit costs by the tier that a quantity reaches.

    :raises ItemNotPriced: if the book does not say.
    """
    price = price_of(book, item, quantity)
    if price is None:
        raise ItemNotPriced(item, book)
    return price


def price_anew(version: QuoteVersion, *, spoke: str, is_other_book: bool, on: date) -> None:
    """
    Take prices and costs of a draft from its book as it is now, and names from its language.

    :raises ItemNotPriced: if something on it is not in the price book.
    """
    lines = list(version.lines.exclude(item=None).select_related("item"))
    costs = costs_of([line.item_id or 0 for line in lines], currency=version.currency, on=on)
    for line in lines:
        assert line.item is not None
        if line.name == line.item.name_in(spoke):
            line.name = line.item.name_in(version.language)
        if is_other_book:
            line.list_price = list_price(version.book, line.item, line.quantity)
            line.cost = costs.get(line.item.pk)
    QuoteLine.objects.bulk_update(lines, ["name", "list_price", "cost"])
