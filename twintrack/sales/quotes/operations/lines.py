"""Write the lines of a draft: from the catalogue at the price of their tier, or freely."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.edits import changes_to_make
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.money.rounding import is_whole
from twintrack.foundation.people.models import User
from twintrack.sales.pricing.models import CatalogueItem, Unit
from twintrack.sales.pricing.queries import cost_of
from twintrack.sales.quotes.events import QuotePriced
from twintrack.sales.quotes.models import QuoteLine, QuoteVersion
from twintrack.sales.quotes.operations.holding import concerned, hold_draft, told_of
from twintrack.sales.quotes.operations.reckoning import (
    ItemNotPriced,
    QuoteTooLarge,
    list_price,
    reckon_again,
)

__all__ = ["ItemNotPriced", "QuoteTooLarge"]
MOST_LINES = 500
MOST = Decimal(10) ** 9
LIMIT = Decimal(10) ** 12
CHANGEABLE = frozenset(
    {"name", "description", "quantity", "unit", "list_price", "discount", "tax_rate", "cost"}
)
# What the catalogue says of a thing is said there.
OF_CATALOGUE = frozenset({"unit", "list_price", "tax_rate", "cost"})


WRONG = {
    "quantity": _("A quantity lies above 0 and below 1,000,000,000, with three decimals at most."),
    "price": _("A price is at least 0, and has no part below the currency's smallest unit."),
    "percent": _("A discount and a tax rate lie between 0 and 100 %, with two decimals at most."),
    "name": _("Say what the line offers, and in which unit."),
    "catalogue": _("Unit, price and tax of this line are kept in the catalogue."),
}


class LineImpossible(Refusal):
    """A line that nobody can offer; says which part of it is wrong."""

    status = 422

    def __init__(self, part: str) -> None:
        self.part = part
        super().__init__(WRONG[part])


class LineGone(Refusal):
    """Somebody removed the line in the meantime."""

    message = _("Somebody removed this line in the meantime.")


class TooManyLines(Refusal):
    """More than anybody reads."""

    message = _("A quote has up to 500 lines.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class LineDetails:
    """
    What a line offers.

    With an `item` name, unit, price, tax and cost come from the catalogue; a free line says them
    itself, the cost only if somebody may see costs.
    """

    quantity: Decimal
    item: CatalogueItem | None = None
    name: str = ""
    description: str = ""
    discount: Decimal = Decimal(0)
    unit: str = Unit.PIECE
    list_price: Decimal | None = None
    tax_rate: Decimal | None = None
    cost: Decimal | None = None


def _is_percent(value: Decimal) -> bool:
    return value.is_finite() and 0 <= value <= 100 and value == round(value, 2)


def _is_price(value: Decimal, currency: str) -> bool:
    return value.is_finite() and 0 <= value < LIMIT and is_whole(value, currency)


def check_line(line: QuoteLine, currency: str) -> None:
    """
    Make sure that a line can be offered.

    :raises LineImpossible: if it cannot.
    """
    quantity = line.quantity
    is_quantity = quantity.is_finite() and 0 < quantity < MOST and quantity == round(quantity, 3)
    prices = [line.list_price, *([] if line.cost is None else [line.cost])]
    sound = {
        "quantity": is_quantity,
        "price": all(_is_price(each, currency) for each in prices),
        "percent": _is_percent(line.discount) and _is_percent(line.tax_rate),
        "name": bool(line.name.strip()) and line.unit in Unit.values,
    }
    for part, is_sound in sound.items():
        if not is_sound:
            raise LineImpossible(part)


def _price(line: QuoteLine, version: QuoteVersion, on: date) -> None:
    assert line.item is not None
    line.list_price = list_price(version.book, line.item, line.quantity)
    line.cost = cost_of(line.item, currency=version.currency, on=on)


def _line_of(version: QuoteVersion, details: LineDetails, on: date) -> QuoteLine:
    last = version.lines.last()
    line = QuoteLine(
        version=version,
        position=last.position + 1 if last else 1,
        item=details.item,
        name=details.name.strip(),
        description=details.description,
        quantity=details.quantity,
        unit=details.unit,
        list_price=details.list_price or Decimal(0),
        discount=details.discount,
        tax_rate=details.tax_rate or Decimal(0),
        cost=details.cost,
    )
    if details.item is not None:
        line.name = line.name or details.item.name_in(version.language)
        line.unit, line.tax_rate = details.item.unit, details.item.tax_rate
        line.cost = None
        check_line(line, version.currency)
        _price(line, version, on)
    check_line(line, version.currency)
    return line


@transaction.atomic
def add_line(
    *,
    version: QuoteVersion,
    details: LineDetails,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> QuoteLine:
    """
    Add a line at the end of a draft.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotADraft: if it is no draft any more.
    :raises LineImpossible: if a quantity, price, discount or tax cannot be.
    :raises ItemNotPriced: if the price book has no price for it.
    :raises QuoteTooLarge: if the quote would come to more than can be kept.
    """
    check_may(by, Act.WRITE_QUOTES)
    if details.cost is not None:
        check_may(by, Act.SEE_COSTS)
    version = hold_draft(version)
    if version.lines.count() >= MOST_LINES:
        raise TooManyLines
    line = _line_of(version, details, timezone.localdate(at))
    line.save()
    event = _reckoned(version)
    record(event, about=version.quote, by=by, at=at, caused_by=caused_by, also=concerned(version))
    return QuoteLine.objects.get(pk=line.pk)


def _reckoned(version: QuoteVersion) -> QuotePriced:
    came_from = version.gross
    totals = reckon_again(version)
    return QuotePriced(
        **told_of(version),
        currency=version.currency,
        came_from=came_from,
        to=totals.gross,
        lines=len(totals.lines),
    )


def _own(version: QuoteVersion, pk: int) -> QuoteLine:
    line = version.lines.filter(pk=pk).select_related("item").first()
    if line is None:
        raise LineGone
    return line


@transaction.atomic
def change_line(
    *,
    version: QuoteVersion,
    line_id: int,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> QuoteLine:
    """
    Change a line of a draft; another quantity takes the price of its tier.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotADraft: if it is no draft any more.
    :raises LineGone: if somebody removed the line.
    :raises LineImpossible: if a quantity, price, discount or tax cannot be, or is the catalogue's.
    :raises StaleEdit: if somebody changed one of the fields in between.
    :raises ItemNotPriced: if the price book has no price for that quantity.
    :raises QuoteTooLarge: if the quote would come to more than can be kept.
    """
    check_may(by, Act.WRITE_QUOTES)
    if "cost" in values:
        check_may(by, Act.SEE_COSTS)
    version = hold_draft(version)
    line = _own(version, line_id)
    fixed = OF_CATALOGUE if line.item_id else frozenset[str]()
    if not set(values) <= CHANGEABLE - fixed:
        raise LineImpossible("catalogue")
    current = {name: getattr(line, name) for name in values}
    to = changes_to_make(current=current, before=before, values=values)
    if not to:
        return line
    for name, value in to.items():
        setattr(line, name, value)
    check_line(line, version.currency)
    if line.item_id and "quantity" in to:
        _price(line, version, timezone.localdate(at))
    line.save()
    event = _reckoned(version)
    record(event, about=version.quote, by=by, at=at, caused_by=caused_by, also=concerned(version))
    return QuoteLine.objects.get(pk=line.pk)


@transaction.atomic
def remove_line(
    *,
    version: QuoteVersion,
    line_id: int,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> QuoteVersion:
    """
    Take a line out of a draft.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotADraft: if it is no draft any more.
    :raises LineGone: if somebody removed it already.
    """
    check_may(by, Act.WRITE_QUOTES)
    version = hold_draft(version)
    _own(version, line_id).delete()
    event = _reckoned(version)
    record(event, about=version.quote, by=by, at=at, caused_by=caused_by, also=concerned(version))
    return version


@transaction.atomic
def move_line(
    *,
    version: QuoteVersion,
    line_id: int,
    to: int,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> QuoteVersion:
    """
    Put a line of a draft at another place, counted from 1.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotADraft: if it is no draft any more.
    :raises LineGone: if somebody removed it.
    """
    check_may(by, Act.WRITE_QUOTES)
    version = hold_draft(version)
    line = _own(version, line_id)
    others = [each for each in version.lines.all() if each.pk != line.pk]
    place = min(max(to, 1), len(others) + 1)
    lines = [*others[: place - 1], line, *others[place - 1 :]]
    for position, each in enumerate(lines, 1):
        each.position = position
    QuoteLine.objects.bulk_update(lines, ["position"])
    event = _reckoned(version)
    record(event, about=version.quote, by=by, at=at, caused_by=caused_by, also=concerned(version))
    return version
