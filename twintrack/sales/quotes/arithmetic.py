"""
What a quote comes to. Every figure is exact: lines add up to totals, shares to discounts.

Each line is rounded once, half up to the currency's smallest unit (`foundation.money.rounding`):
quantity times list price less the line's own discount. The discount on the whole is rounded once
and shared out over the lines by their amounts. Tax is reckoned a line, as it is invoiced: on top
where prices do not include it, out of the amount where they do. Totals are sums of lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from twintrack.foundation.money.rounding import DIGITS, round_amount, share_out

HUNDRED = Decimal(100)
NOTHING = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Priced:
    """What a line is reckoned from; percentages as people write them, 12.5 for 12.5 %."""

    quantity: Decimal
    list_price: Decimal
    discount: Decimal = NOTHING
    tax_rate: Decimal = NOTHING
    cost: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Line:
    """What a line comes to; `net` is without tax, after both discounts."""

    at_list: Decimal
    amount: Decimal
    share: Decimal
    net: Decimal
    tax: Decimal
    cost: Decimal | None

    @property
    def gross(self) -> Decimal:
        return self.net + self.tax


@dataclass(frozen=True, kw_only=True)
class Totals:
    """
    What a quote comes to.

    `at_list` and `discount` are on the prices as they stand in the book, with tax or without.
    `cost` is nothing where the cost of one line is not known.
    """

    lines: tuple[Line, ...]
    at_list: Decimal
    discount: Decimal
    net: Decimal
    tax: Decimal
    cost: Decimal | None

    @property
    def gross(self) -> Decimal:
        return self.net + self.tax

    @property
    def discount_percent(self) -> Decimal:
        """How much less than at list prices, in per cent, to the hundredth."""
        return percent(self.discount, self.at_list)

    @property
    def margin(self) -> Decimal | None:
        return None if self.cost is None else self.net - self.cost

    @property
    def margin_percent(self) -> Decimal | None:
        """What is left of the net amount after costs, in per cent, to the hundredth."""
        return None if self.margin is None else percent(self.margin, self.net)


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """Give a share in per cent, rounded half up to the hundredth; of nothing it is nothing."""
    if not whole:
        return NOTHING
    with localcontext() as context:
        context.prec = DIGITS
        return round_amount(part * HUNDRED / whole, "CNY")


def reckon(
    lines: Sequence[Priced], *, discount: Decimal, currency: str, includes_tax: bool
) -> Totals:
    """Reckon what the lines come to, with a discount in per cent on the whole."""
    with localcontext() as context:
        context.prec = DIGITS
        at_list = [round_amount(each.quantity * each.list_price, currency) for each in lines]
        amounts = [round_amount(_discounted(each), currency) for each in lines]
        whole = round_amount(sum(amounts, NOTHING) * discount / HUNDRED, currency)
        shares = share_out(whole, amounts, currency) if lines else []
        reckoned = tuple(
            _line(priced, full, amount, share, currency, includes_tax=includes_tax)
            for priced, full, amount, share in zip(lines, at_list, amounts, shares, strict=True)
        )
        costs = [each.cost for each in reckoned]
        return Totals(
            lines=reckoned,
            at_list=sum(at_list, NOTHING),
            discount=sum(at_list, NOTHING) - sum(amounts, NOTHING) + whole,
            net=sum((each.net for each in reckoned), NOTHING),
            tax=sum((each.tax for each in reckoned), NOTHING),
            cost=None if None in costs else sum((each for each in costs if each), NOTHING),
        )


def _discounted(priced: Priced) -> Decimal:
    return priced.quantity * priced.list_price * (HUNDRED - priced.discount) / HUNDRED


def _line(
    priced: Priced,
    at_list: Decimal,
    amount: Decimal,
    share: Decimal,
    currency: str,
    *,
    includes_tax: bool,
) -> Line:
    left = amount - share
    if includes_tax:
        net = round_amount(left * HUNDRED / (HUNDRED + priced.tax_rate), currency)
        tax = left - net
    else:
        net, tax = left, round_amount(left * priced.tax_rate / HUNDRED, currency)
    cost = None if priced.cost is None else round_amount(priced.quantity * priced.cost, currency)
    return Line(at_list=at_list, amount=amount, share=share, net=net, tax=tax, cost=cost)
