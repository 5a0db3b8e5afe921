"""What is sold for how much, as far as a person may see it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.access.seeing import tell_seen
from twintrack.foundation.money.queries import find_rates
from twintrack.foundation.money.rounding import round_amount
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Customer
from twintrack.sales.pricing.models import CatalogueItem, Cost, Price, PriceBook


@dataclass(frozen=True, kw_only=True)
class Tier:
    """What one unit costs from a quantity on."""

    from_quantity: Decimal
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class PricedItem:
    """An item with its tiers in one book, the smallest quantity first."""

    item: CatalogueItem
    tiers: tuple[Tier, ...]


def list_items(*, for_user: User, text: str = "", kind: str = "") -> QuerySet[CatalogueItem]:
    """List the catalogue by code."""
    rows: QuerySet[CatalogueItem] = CatalogueItem.objects.visible_to(for_user)
    if text:
        rows = rows.filter(
            Q(code__icontains=text) | Q(name_zh__icontains=text) | Q(name_en__icontains=text)
        )
    if kind:
        rows = rows.filter(kind=kind)
    return rows.select_related("product").order_by("code")


def get_item(code: str, *, for_user: User) -> CatalogueItem:
    """
    Find something that is sold by its code.

    :raises NotThere: if there is none, or the person may not see it.
    """
    found = list_items(for_user=for_user).filter(code=code).first()
    if found is None:
        raise NotThere
    tell_seen(found, for_user=for_user)
    return found


def codes_known() -> dict[str, CatalogueItem]:
    """Give what is sold by its code in small letters, whoever asks."""
    return {item.code.lower(): item for item in CatalogueItem.objects.all()}


def list_books(*, for_user: User, on: date | None = None) -> QuerySet[PriceBook]:
    """List the price books, the newest first; with a day, those that hold then."""
    rows: QuerySet[PriceBook] = PriceBook.objects.visible_to(for_user)
    if on is not None:
        rows = rows.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)
    return rows.order_by("-valid_from", "-pk")


def get_book(pk: int, *, for_user: User) -> PriceBook:
    """
    Find a price book.

    :raises NotThere: if there is none, or the person may not see it.
    """
    found = list_books(for_user=for_user).filter(pk=pk).first()
    if found is None:
        raise NotThere
    tell_seen(found, for_user=for_user)
    return found


def books_for(
    customer: Customer, *, currency: str, on: date, for_user: User
) -> QuerySet[PriceBook]:
    """List the price books that hold for a customer on a day, the closest fit first."""
    rows = list_books(for_user=for_user, on=on).filter(currency=currency)
    fits = rows.filter(region__in=["", customer.region], segment__in=["", customer.segment])
    return fits.order_by("-segment", "-region", "-valid_from", "-pk")


def list_prices(book: PriceBook, *, version: int | None = None) -> list[PricedItem]:
    """List what stands in a price book by code, as it is now or as it was at a version."""
    rows = Price.objects.filter(book=book).select_related("item__product")
    if version is None:
        rows = rows.filter(ended_at=None)
    else:
        ended = Q(until_version=None) | Q(until_version__gt=version)
        rows = rows.filter(ended, since_version__lte=version)
    found: dict[int, tuple[CatalogueItem, list[Tier]]] = {}
    for price in rows.order_by("item__code", "from_quantity"):
        _item, tiers = found.setdefault(price.item_id, (price.item, []))
        tiers.append(Tier(from_quantity=price.from_quantity, amount=price.amount))
    return [PricedItem(item=item, tiers=tuple(tiers)) for item, tiers in found.values()]


def tiers_of(book: PriceBook, item: CatalogueItem) -> tuple[Tier, ...]:
    """List the tiers of an item in a book, the smallest quantity first."""
    rows = Price.objects.filter(book=book, item=item, ended_at=None).order_by("from_quantity")
    return tuple(Tier(from_quantity=each.from_quantity, amount=each.amount) for each in rows)


def tiers_in(book: PriceBook, item_ids: Collection[int]) -> dict[int, list[Tier]]:
    """Give the tiers of items in a book, as far as it prices them, the smallest quantity first."""
    found: dict[int, list[Tier]] = {}
    rows = Price.objects.filter(book=book, item_id__in=item_ids, ended_at=None)
    for price in rows.order_by("from_quantity"):
        tier = Tier(from_quantity=price.from_quantity, amount=price.amount)
        found.setdefault(price.item_id, []).append(tier)
    return found


def price_at(tiers: Sequence[Tier], quantity: Decimal) -> Decimal | None:
    """Give the price of one unit where so many are bought; nothing below the first tier."""
    reached = [tier for tier in tiers if tier.from_quantity <= quantity]
    return reached[-1].amount if reached else None


def price_of(book: PriceBook, item: CatalogueItem, quantity: Decimal) -> Decimal | None:
    """Give the price of one unit of an item, by the tier that the quantity reaches."""
    return price_at(tiers_of(book, item), quantity)


def list_changes(book: PriceBook, *, last: int = 50) -> list[Price]:
    """List the prices that were set in a book, the newest first."""
    rows = Price.objects.filter(book=book).select_related("item", "set_by")
    return list(rows.order_by("-since_version", "item__code", "from_quantity")[:last])


def cost_of(item: CatalogueItem, *, currency: str, on: date) -> Decimal | None:
    """Give what one unit costs the company, in a currency at a day's rates, where it is known."""
    return costs_of([item.pk], currency=currency, on=on).get(item.pk)


def costs_of(item_ids: Collection[int], *, currency: str, on: date) -> dict[int, Decimal]:
    """Give what one unit of each item costs the company; those that nobody knows are left out."""
    rows = list(Cost.objects.filter(item_id__in=item_ids, ended_at=None))
    rates = find_rates({currency, *(row.currency for row in rows)}, on=on)
    found = {}
    for row in rows:
        if row.currency == currency:
            found[row.item_id] = row.amount
        elif row.currency in rates and currency in rates:
            exact = row.amount * rates[row.currency] / rates[currency]
            found[row.item_id] = round_amount(exact, currency)
    return found


def list_costs(item: CatalogueItem, *, for_user: User) -> QuerySet[Cost]:
    """
    List what an item has cost, the newest first.

    :raises NotAllowed: if the person may not see costs.
    """
    check_may(for_user, Act.SEE_COSTS)
    return Cost.objects.filter(item=item).select_related("set_by").order_by("-set_at", "-pk")


def list_books_with(item: CatalogueItem, *, for_user: User) -> list[tuple[PriceBook, list[Tier]]]:
    """List the price books that price an item, the newest first, with its tiers."""
    books = {book.pk: book for book in list_books(for_user=for_user)}
    found: dict[int, list[Tier]] = {pk: [] for pk in books}
    for price in Price.objects.filter(item=item, ended_at=None).order_by("from_quantity"):
        if price.book_id in found:
            tier = Tier(from_quantity=price.from_quantity, amount=price.amount)
            found[price.book_id].append(tier)
    return [(books[pk], tiers) for pk, tiers in found.items() if tiers]
