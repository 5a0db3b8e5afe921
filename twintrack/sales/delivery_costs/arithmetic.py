"""
What a delivery costs, and what it will have cost in the end. Every figure is exact.

Each row - an entry of hours, an expense - is turned into the currency of the delivery at the rates
of its own day and rounded once, half up to that currency's smallest unit; all sums are sums of
rows, so that the rows below a figure always add up to it.

    cost of hours          = minutes x rate an hour of the role on that day / 60
    remaining of a task    = what somebody said is left, else estimate less what was spent, never
                             below nothing; of a task that is over: nothing
    estimate at completion = actual + committed + remaining x today's rate of the task's role
    variance               = estimate at completion - budget; above nothing is over budget
    margin at completion   = revenue without tax - goods as quoted - estimate at completion
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext

from twintrack.foundation.money.rounding import DIGITS, round_amount, unit_of

HOUR = 60
DAY = 24 * HOUR
NOTHING = Decimal(0)
ONE = Decimal(1)
HUNDRED = Decimal(100)


@dataclass(frozen=True, kw_only=True)
class Rate:
    """What an hour of a role costs from a day on."""

    role: str
    since: date
    amount: Decimal
    currency: str


class RateBook:
    """The rates that were ever set, the older first; of one day the last one holds."""

    def __init__(self, rates: Iterable[Rate]) -> None:
        self._of: dict[str, list[Rate]] = {}
        for rate in rates:
            self._of.setdefault(rate.role, []).append(rate)
        for found in self._of.values():
            # Sorting keeps the order of those of one day: the last one that was set is the last.
            found.sort(key=lambda each: each.since)

    def on(self, role: str, day: date) -> Rate | None:
        """Give what holds for a role on a day; nothing before its first rate."""
        return next((each for each in reversed(self._of.get(role, ())) if each.since <= day), None)

    def currencies(self) -> set[str]:
        """Give the currencies that rates are in."""
        return {each.currency for rates in self._of.values() for each in rates}


def turned(
    amount: Decimal,
    *,
    times: int = 1,
    by: int = 1,
    worth: Decimal = ONE,
    into: Decimal = ONE,
    currency: str,
) -> Decimal:
    """
    Give `amount` x `times` / `by` in another currency, rounded once to its smallest unit.

    `worth` and `into` say what one unit of both currencies is worth in the base currency.
    """
    with localcontext() as context:
        context.prec = DIGITS
        # Divided once, at the end: a half stays a half.
        return round_amount(amount * times * worth / (by * into), currency)


def remaining_minutes(*, estimated: int | None, spent: int, said: int | None, is_over: bool) -> int:
    """Give how long a task still takes."""
    if is_over:
        return 0
    if said is not None:
        return said
    return max(0, (estimated or 0) - spent)


def percent_of(part: Decimal, whole: Decimal | None) -> Decimal | None:
    """Give a share in per cent to the tenth, rounded half up; of nothing there is none."""
    if not whole:
        return None
    with localcontext() as context:
        context.prec = DIGITS
        return (part * HUNDRED / whole).quantize(Decimal("0.1"), ROUND_HALF_UP) + 0


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """
    Where the money of a delivery stands; all in its own currency.

    `budget` and `revenue` are nothing where nobody knows them. `hours_cost` and `expenses` make up
    what was spent, `committed` was ordered or waits for approval, `to_go` is the remaining work.
    """

    currency: str
    revenue: Decimal | None = None
    goods: Decimal = NOTHING
    budget: Decimal | None = None
    hours_cost: Decimal = NOTHING
    expenses: Decimal = NOTHING
    committed: Decimal = NOTHING
    to_go: Decimal = NOTHING

    @property
    def actual(self) -> Decimal:
        return self.hours_cost + self.expenses

    @property
    def at_completion(self) -> Decimal:
        return self.actual + self.committed + self.to_go

    @property
    def variance(self) -> Decimal | None:
        """How much more than the budget it will have cost; below nothing it stays within."""
        return None if self.budget is None else self.at_completion - self.budget

    @property
    def variance_percent(self) -> Decimal | None:
        return None if self.variance is None else percent_of(self.variance, self.budget)

    @property
    def used_percent(self) -> Decimal | None:
        """How much of the budget is spent."""
        return percent_of(self.actual, self.budget)

    @property
    def margin(self) -> Decimal | None:
        """What is left; nothing where no cost of any kind is known: that would be all of it."""
        if self.revenue is None or not (self.goods or self.at_completion):
            return None
        return self.revenue - self.goods - self.at_completion

    @property
    def margin_percent(self) -> Decimal | None:
        return None if self.margin is None else percent_of(self.margin, self.revenue)


def share_of_hours(minutes: int) -> Decimal:
    """Give minutes as hours, to the hundredth."""
    return (Decimal(minutes) / HOUR).quantize(unit_of("CNY"), ROUND_HALF_UP)
