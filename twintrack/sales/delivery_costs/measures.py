"""
What finished deliveries cost against their budget, and what was left over, by month of finish.

A delivery counts in the month in which its last deliverable was accepted, once and for ever in
that one. Months add up in the base currency, each delivery at the rates of the day of its finish,
rounded half up to the cent; shares are of sums, not means of shares:

    cost variance (%)  = sum of (cost - budget) / sum of budgets, of those that have a budget
    margin (%)         = sum of margins / sum of revenues, of those whose revenue is known
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from twintrack.foundation.money.queries import Worths, base_currency, read_worths
from twintrack.foundation.people.models import User
from twintrack.sales.deliveries.models import Delivery
from twintrack.sales.delivery_costs.arithmetic import NOTHING, percent_of
from twintrack.sales.delivery_costs.books import Book, in_currency, open_books
from twintrack.sales.delivery_costs.queries.leading import sees_costs_of


@dataclass(frozen=True, kw_only=True)
class Finished:
    """A finished delivery; amounts in the base currency, nothing where nobody knows them."""

    delivery: Delivery
    finished_on: date
    cost: Decimal
    budget: Decimal | None
    revenue: Decimal | None
    margin: Decimal | None

    @property
    def variance(self) -> Decimal | None:
        return None if self.budget is None else self.cost - self.budget

    @property
    def variance_percent(self) -> Decimal | None:
        return None if self.variance is None else percent_of(self.variance, self.budget)


@dataclass(frozen=True, kw_only=True)
class FinishedMonth:
    """The deliveries finished in one month; `month` is its first day."""

    month: date
    rows: list[Finished] = field(default_factory=list)

    @property
    def variance_percent(self) -> Decimal | None:
        """How much more than their budgets they cost together."""
        known = [each for each in self.rows if each.variance is not None]
        over = sum((each.variance or NOTHING for each in known), NOTHING)
        return percent_of(over, sum((each.budget or NOTHING for each in known), NOTHING))

    @property
    def margin_percent(self) -> Decimal | None:
        """What share of their revenue was left over."""
        known = [each for each in self.rows if each.margin is not None]
        left = sum((each.margin or NOTHING for each in known), NOTHING)
        return percent_of(left, sum((each.revenue or NOTHING for each in known), NOTHING))

    @property
    def over_budget(self) -> int:
        """How many cost more than their budget."""
        return sum(1 for each in self.rows if each.variance is not None and each.variance > 0)


def read_months(first: date, last: date, *, for_user: User) -> list[FinishedMonth]:
    """
    List the months between two days with the finished deliveries that somebody may see.

    None for whoever sees no costs.
    """
    if not sees_costs_of(for_user):
        return []
    rows = Delivery.objects.visible_to(for_user).filter(accepted_on__range=(first, last))
    related = rows.select_related("project__owner", "customer", "contract")
    return group(list_finished(list(related.order_by("accepted_on", "pk"))))


def list_finished(deliveries: Collection[Delivery]) -> list[Finished]:
    """Reckon what finished deliveries cost, whoever asks."""
    found = []
    days = [each.accepted_on for each in deliveries if each.accepted_on]
    books = open_books(deliveries, on=max(days, default=date.min))
    into = base_currency()
    worths = read_worths({each.currency for each in books.values()})
    for delivery in deliveries:
        if delivery.accepted_on is not None:
            row = _finished(books[delivery.pk], delivery.accepted_on, worths, into)
            found += [row] if row else []
    return found


def _finished(book: Book, on: date, worths: Worths, into: str) -> Finished | None:
    """Turn a book into the base currency; nothing where its currency has no exchange rate."""
    outlook = book.outlook

    def turn(amount: Decimal | None) -> Decimal | None:
        return None if amount is None else in_currency(amount, book.currency, into, worths, on)

    cost = turn(outlook.at_completion)
    if cost is None:
        return None
    return Finished(
        delivery=book.delivery,
        finished_on=on,
        cost=cost,
        budget=turn(outlook.budget),
        revenue=turn(outlook.revenue),
        margin=turn(outlook.margin),
    )


def group(rows: Collection[Finished]) -> list[FinishedMonth]:
    """Put finished deliveries into their months, the earliest first."""
    months: dict[date, FinishedMonth] = {}
    for row in sorted(rows, key=lambda each: (each.finished_on, each.delivery.pk)):
        month = row.finished_on.replace(day=1)
        months.setdefault(month, FinishedMonth(month=month)).rows.append(row)
    return list(months.values())
