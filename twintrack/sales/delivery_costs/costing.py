"""What single rows cost, for those who look at the rows below a figure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from twintrack.foundation.money.queries import read_worths
from twintrack.sales.deliveries.models import Delivery
from twintrack.sales.delivery_costs.books import cost_of, in_currency
from twintrack.sales.delivery_costs.models import Expense, HourEntry
from twintrack.sales.delivery_costs.queries.budgets import currency_of
from twintrack.sales.delivery_costs.queries.rates import read_rates


@dataclass(frozen=True, kw_only=True)
class Costed:
    """A row with what it costs in the currency of its delivery; nothing where nobody knows."""

    row: HourEntry | Expense
    cost: Decimal | None


def cost_hours(delivery: Delivery, entries: Collection[HourEntry]) -> list[Costed]:
    """Give hours of a delivery with what they cost, rounded as `arithmetic` says."""
    rates, into = read_rates(), currency_of(delivery)
    worths = read_worths(rates.currencies() | {into})
    found = []
    for entry in entries:
        rate = rates.on(entry.role, entry.day)
        cost = None if rate is None else cost_of(rate, entry.minutes, into, worths, entry.day)
        found.append(Costed(row=entry, cost=cost))
    return found


def cost_expenses(delivery: Delivery, expenses: Collection[Expense]) -> list[Costed]:
    """Give expenses of a delivery with what they cost in its currency."""
    into = currency_of(delivery)
    worths = read_worths({each.currency for each in expenses} | {into})
    return [
        Costed(row=each, cost=in_currency(each.amount, each.currency, into, worths, each.day))
        for each in expenses
    ]
