"""Currencies that amounts may be in."""

from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.money.queries import base_currency

# ISO 4217, the ones that trade happens in most; the base currency of the installation is added.
KNOWN = (
    "CNY", "USD", "EUR", "JPY", "GBP", "HKD", "TWD", "KRW", "SGD", "AUD", "CAD", "CHF",
    "INR", "THB", "VND", "MYR", "IDR", "PHP", "BRL", "MXN", "AED", "SAR", "TRY", "ZAR",
    "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RUB", "ILS", "NZD",
)  # fmt: skip


class CurrencyUnknown(Refusal):
    """The code is no currency that is known here."""

    message = _("Write the currency as its code, such as CNY, USD or EUR.")
    status = 422


def check_currency(code: str) -> None:
    """
    Make sure that amounts may be in a currency.

    :raises CurrencyUnknown: if they may not.
    """
    if code not in KNOWN and code != base_currency():
        raise CurrencyUnknown


def choices() -> list[tuple[str, str]]:
    """List the currencies for a field, the base currency first."""
    base = base_currency()
    return [(code, code) for code in (base, *(each for each in KNOWN if each != base))]
