"""Amounts in the base currency."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings

from twintrack.foundation.money.models import ExchangeRate

CENT = Decimal("0.01")


class RateMissing(LookupError):
    """No exchange rate of the currency is known."""


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
    rates = ExchangeRate.objects.filter(currency=currency).order_by("-on")
    rate = rates.filter(on__lte=on).first() or rates.last()
    if rate is None:
        raise RateMissing(currency)
    return (amount * rate.to_base).quantize(CENT, ROUND_HALF_UP)
