"""Amounts in the base currency."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.money.models import ExchangeRate
from twintrack.foundation.people.models import User

CENT = Decimal("0.01")


class RateMissing(Refusal):
    """No exchange rate of the currency is known."""

    def __init__(self, currency: str) -> None:
        self.currency = currency
        said = _("There is no exchange rate for %(currency)s yet. Enter one under exchange rates.")
        super().__init__(said % {"currency": currency})


@dataclass(frozen=True, kw_only=True)
class Total:
    """
    Amounts added up: per currency, and together in the base currency.

    `missing` names the currencies without a rate; they are not in `in_base`.
    """

    by_currency: dict[str, Decimal]
    in_base: Decimal
    missing: tuple[str, ...]

    @property
    def is_mixed(self) -> bool:
        """Whether any amount had to be converted."""
        return any(currency != base_currency() for currency in self.by_currency)


def base_currency() -> str:
    """Give the ISO code of the currency that totals are shown in."""
    return str(settings.TWINTRACK["base_currency"])


def to_base(amount: Decimal, currency: str, on: date) -> Decimal:
    """
    Convert an amount to the base currency at the latest rate known on a day.

    Rounded half up to the cent. A day before the first rate takes the first rate.

    :raises RateMissing: if the currency has no rate at all.
    """
    if currency == base_currency():
        return amount
    rates = find_rates({currency}, on=on)
    if currency not in rates:
        raise RateMissing(currency)
    return (amount * rates[currency]).quantize(CENT, ROUND_HALF_UP)


def find_rates(currencies: Collection[str], *, on: date) -> dict[str, Decimal]:
    """
    Find what one unit of each currency is worth in the base currency on a day.

    The latest rate up to that day, or the first one after it; those without any are left out.
    The base currency is worth one. At most two queries, however many are asked for.
    """
    base = base_currency()
    found = {base: Decimal(1)} if base in currencies else {}
    for order, until in (("-on", {"on__lte": on}), ("on", {})):
        wanted = set(currencies) - found.keys()
        if wanted:
            found |= _nearest(wanted, order, until)
    return found


def _nearest(currencies: set[str], order: str, until: dict[str, date]) -> dict[str, Decimal]:
    rates = ExchangeRate.objects.filter(currency__in=currencies, **until)
    nearest = ExchangeRate.objects.filter(currency=OuterRef("currency"), **until)
    rows = rates.filter(on=Subquery(nearest.order_by(order).values("on")[:1]))
    return dict(rows.values_list("currency", F("to_base")))


def add_up(amounts: Mapping[str, Decimal], rates: Mapping[str, Decimal]) -> Total:
    """Add up amounts per currency in the base currency, at rates that `find_rates` found."""
    converted = (
        (amount * rates[currency]).quantize(CENT, ROUND_HALF_UP)
        for currency, amount in amounts.items()
        if currency in rates
    )
    return Total(
        by_currency=dict(sorted(amounts.items())),
        in_base=sum(converted, Decimal(0)),
        missing=tuple(sorted(set(amounts) - rates.keys())),
    )


def total_in_base(amounts: Mapping[str, Decimal], *, on: date) -> Total:
    """Add up amounts per currency in the base currency, at the rates of a day."""
    return add_up(amounts, find_rates(amounts.keys(), on=on))


def list_rates(*, for_user: User) -> QuerySet[ExchangeRate]:
    """List the rates, per currency the newest first."""
    rates: QuerySet[ExchangeRate] = ExchangeRate.objects.visible_to(for_user)
    return rates.order_by("currency", "-on")


class Worths:
    """What one unit of some currencies was worth in the base currency, whatever the day."""

    def __init__(self, rates: Mapping[str, list[tuple[date, Decimal]]]) -> None:
        self._rates = rates

    def on(self, currency: str, day: date) -> Decimal | None:
        """Give the latest rate up to a day, or the first one after it; nothing without any."""
        if currency == base_currency():
            return Decimal(1)
        known = self._rates.get(currency)
        if not known:
            return None
        return next((rate for on, rate in reversed(known) if on <= day), known[0][1])


def read_worths(currencies: Collection[str]) -> Worths:
    """Read all rates of some currencies at once, for rows of many days; one query at most."""
    wanted = set(currencies) - {base_currency()}
    rates: dict[str, list[tuple[date, Decimal]]] = {}
    if wanted:
        rows = ExchangeRate.objects.filter(currency__in=wanted).order_by("on")
        for currency, on, rate in rows.values_list("currency", "on", "to_base"):
            rates.setdefault(currency, []).append((on, rate))
    return Worths(rates)
