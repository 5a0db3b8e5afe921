"""Open price books and set their prices; every price that was ever set stays to be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.edits import changes_to_make
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record, together
from twintrack.foundation.money.currencies import check_currency
from twintrack.foundation.money.rounding import is_whole
from twintrack.foundation.people.models import User
from twintrack.sales.pricing.events import BookChanged, BookOpened, PricesSet
from twintrack.sales.pricing.models import CatalogueItem, Price, PriceBook
from twintrack.sales.pricing.operations.catalogue import FieldUnknown
from twintrack.sales.pricing.queries import Tier

CHANGEABLE = ("name_zh", "name_en", "valid_from", "valid_to", "region", "segment")
LIMIT = Decimal(10) ** 12
MOST = Decimal(10) ** 9


class NameTaken(Refusal):
    """Another price book has the name."""

    message = _("Another price book has this name.")
    status = 422


class DaysReversed(Refusal):
    """It would end before it begins."""

    message = _("The last day lies before the first one.")
    status = 422


class PriceImpossible(Refusal):
    """A price or a quantity that cannot be."""

    message = _(
        "A price is at least 0 and below 1,000,000,000,000, in whole units of its currency; "
        "a quantity is above 0 and below 1,000,000,000, with three decimals at most."
    )
    status = 422


class TierTwice(Refusal):
    """Two prices hold from the same quantity on."""

    message = _("Two prices hold from the same quantity on.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class BookDetails:
    """What is known of a price book; without region and segment it is for everybody."""

    name_zh: str
    name_en: str
    currency: str
    valid_from: date
    valid_to: date | None = None
    includes_tax: bool = False
    region: str = ""
    segment: str = ""


def _check_days(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise DaysReversed


def _check_names(zh: str, en: str, *, but: int = 0) -> None:
    others = PriceBook.objects.exclude(pk=but)
    if others.filter(name_zh=zh).exists() or others.filter(name_en=en).exists():
        raise NameTaken


@transaction.atomic
def open_book(
    *, details: BookDetails, by: User, at: datetime, caused_by: Entry | None = None
) -> PriceBook:
    """
    Open a price book, without prices at first.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises CurrencyUnknown: if it is in no currency that is known.
    :raises DaysReversed: if it would end before it begins.
    :raises NameTaken: if another one has the name.
    """
    check_may(by, Act.MANAGE_PRICES)
    check_currency(details.currency)
    _check_days(details.valid_from, details.valid_to)
    _check_names(details.name_zh, details.name_en)
    book: PriceBook = PriceBook.objects.create(**vars(details), opened_at=at)
    record(
        BookOpened(
            book_id=book.pk,
            name_zh=book.name_zh,
            name_en=book.name_en,
            currency=book.currency,
            valid_from=book.valid_from,
            valid_to=book.valid_to,
        ),
        about=book,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return book


@transaction.atomic
def change_book(
    *,
    book: PriceBook,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> PriceBook:
    """
    Change when or for whom a price book holds; its currency never changes.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises FieldUnknown: if a field cannot be changed here.
    :raises StaleEdit: if somebody changed one of the fields in between.
    :raises DaysReversed: if it would end before it begins.
    :raises NameTaken: if another one has the name.
    """
    check_may(by, Act.MANAGE_PRICES)
    if not set(values) <= set(CHANGEABLE):
        raise FieldUnknown
    book = PriceBook.objects.select_for_update(no_key=True).get(pk=book.pk)
    current = {field: getattr(book, field) for field in values}
    to = changes_to_make(current=current, before=before, values=values)
    if not to:
        return book
    for field, value in to.items():
        setattr(book, field, value)
    _check_days(book.valid_from, book.valid_to)
    _check_names(book.name_zh, book.name_en, but=book.pk)
    book.save(update_fields=list(to))
    record(
        BookChanged(
            book_id=book.pk,
            name_zh=book.name_zh,
            name_en=book.name_en,
            fields=sorted(to),
            came_from={field: str(current[field] or "") for field in to},
            to={field: str(value or "") for field, value in to.items()},
        ),
        about=book,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return book


@transaction.atomic
def set_prices(
    *,
    book: PriceBook,
    item: CatalogueItem,
    tiers: Sequence[Tier],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> PriceBook:
    """
    Set what an item costs in a book: the price of one unit by the quantity from which it holds.

    Without tiers the item is in the book no more. Each change is a new version of the book; what
    it said before stays. Quotes that stand keep the prices that they were made with.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises PriceImpossible: if a price or a quantity cannot be.
    :raises TierTwice: if two hold from the same quantity on.
    """
    check_may(by, Act.MANAGE_PRICES)
    to = _checked(tiers, book.currency)
    book = PriceBook.objects.select_for_update(no_key=True).get(pk=book.pk)
    standing = list(Price.objects.filter(book=book, item=item, ended_at=None))
    came_from = {each.from_quantity: each.amount for each in standing}
    if came_from == to:
        return book
    book.version += 1
    book.save(update_fields=["version"])
    gone = [each.pk for each in standing if to.get(each.from_quantity) != each.amount]
    Price.objects.filter(pk__in=gone).update(ended_at=at, until_version=book.version)
    Price.objects.bulk_create(
        Price(
            book=book,
            item=item,
            from_quantity=quantity,
            amount=amount,
            since_version=book.version,
            set_by=by,
            set_at=at,
        )
        for quantity, amount in sorted(to.items())
        if came_from.get(quantity) != amount
    )
    record(
        PricesSet(
            book_id=book.pk,
            name_zh=book.name_zh,
            name_en=book.name_en,
            version=book.version,
            item_id=item.pk,
            code=item.code,
            currency=book.currency,
            came_from={_written(each): amount for each, amount in sorted(came_from.items())},
            to={_written(each): amount for each, amount in sorted(to.items())},
        ),
        about=book,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[item],
    )
    return book


@transaction.atomic
def import_prices(
    *,
    book: PriceBook,
    prices: Mapping[CatalogueItem, Sequence[Tier]],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> int:
    """
    Set the prices of many items in a book, all of them or none; gives how many changed.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises PriceImpossible: if a price or a quantity cannot be.
    :raises TierTwice: if two hold from the same quantity on.
    """
    check_may(by, Act.MANAGE_PRICES)
    book = PriceBook.objects.select_for_update(no_key=True).get(pk=book.pk)
    before = book.version
    with together():
        for item, tiers in sorted(prices.items(), key=lambda each: each[0].code):
            book = set_prices(book=book, item=item, tiers=tiers, by=by, at=at, caused_by=caused_by)
    return book.version - before


def _checked(tiers: Sequence[Tier], currency: str) -> dict[Decimal, Decimal]:
    to = {each.from_quantity: each.amount for each in tiers}
    if len(to) != len(tiers):
        raise TierTwice
    for quantity, amount in to.items():
        _check_tier(quantity, amount, currency)
    return to


def _check_tier(quantity: Decimal, amount: Decimal, currency: str) -> None:
    if not (quantity.is_finite() and 0 < quantity < MOST and quantity == round(quantity, 3)):
        raise PriceImpossible
    if not (amount.is_finite() and 0 <= amount < LIMIT and is_whole(amount, currency)):
        raise PriceImpossible


def _written(quantity: Decimal) -> str:
    return f"{quantity.normalize():f}"
