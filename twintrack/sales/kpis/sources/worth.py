"""Amounts in the base currency, many at once."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from datetime import date
from decimal import Decimal

from twintrack.foundation.money.models import ExchangeRate
from twintrack.foundation.money.queries import base_currency


class Rates:
    """All rates there are: the latest up to a day holds, else the first one after it."""

    def __init__(self) -> None:
        self._base = base_currency()
        self._days: dict[str, list[date]] = defaultdict(list)
        self._rates: dict[str, list[Decimal]] = defaultdict(list)
        rows = ExchangeRate.objects.order_by("on").values_list("currency", "on", "to_base")
        for currency, on, rate in rows:
            self._days[currency].append(on)
            self._rates[currency].append(rate)

    def worth(self, amount: Decimal, currency: str, on: date) -> float:
        """Convert an amount at the rate of a day; nothing where the currency has none."""
        if currency == self._base:
            return float(amount)
        rates = self._rates.get(currency)
        if not rates:
            return 0.0
        place = bisect_right(self._days[currency], on) - 1
        return float(amount * rates[max(place, 0)])
