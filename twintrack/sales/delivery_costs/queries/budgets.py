"""
What a delivery may cost, and what the customer pays for it.

Where its contract came from a quote, the quote's version says it, line by line, as it was when the
customer accepted. What people do makes up the budget: services, and lines by the hour or day.
Products and subscriptions are goods: they cost what was quoted, and are not spent here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from twintrack.foundation.money.queries import base_currency
from twintrack.foundation.money.rounding import round_amount
from twintrack.sales.contracts.models import ContractVersion
from twintrack.sales.deliveries.models import Delivery
from twintrack.sales.delivery_costs.models import DeliveryBudget
from twintrack.sales.pricing.models import ItemKind, Unit
from twintrack.sales.quotes.models import QuoteLine

NOTHING = Decimal(0)
WORK_UNITS = frozenset({Unit.PERSON_DAY, Unit.HOUR})


@dataclass(frozen=True, kw_only=True)
class BudgetLine:
    """A line of the quote: what it costs, if that is known, and whether people do it."""

    name: str
    cost: Decimal | None
    is_work: bool


@dataclass(frozen=True, kw_only=True)
class Quoted:
    """What the quotes behind some deliveries say: lines and revenue without tax, by contract."""

    lines: dict[int, list[BudgetLine]]
    revenue: dict[int, Decimal]


def currency_of(delivery: Delivery) -> str:
    """Give the currency of a delivery: that of its contract, else the base currency."""
    return delivery.contract.currency if delivery.contract else base_currency()


def read_quoted(deliveries: Collection[Delivery]) -> Quoted:
    """Read what the quotes of the deliveries' contracts say, whoever asks; two queries."""
    contracts = {each.contract.pk: each.contract for each in deliveries if each.contract}
    versions = {
        each.quote_version_id: pk for pk, each in contracts.items() if each.quote_version_id
    }
    lines: dict[int, list[BudgetLine]] = {}
    revenue: dict[int, Decimal] = {}
    rows = QuoteLine.objects.filter(version__in=versions).select_related("item", "version")
    for line in rows.order_by("position", "pk"):
        contract = versions[line.version_id]
        revenue[contract] = line.version.net
        lines.setdefault(contract, []).append(_read(line, line.version.currency))
    # Without a quote the contract as it was signed first says what the customer pays.
    others = set(contracts) - set(revenue)
    if others:
        first = ContractVersion.objects.filter(contract__in=others, ordinal=0)
        revenue |= dict(first.values_list("contract_id", "amount"))
    return Quoted(lines=lines, revenue=revenue)


def _read(line: QuoteLine, currency: str) -> BudgetLine:
    cost = None if line.cost is None else round_amount(line.cost * line.quantity, currency)
    is_service = line.item is not None and line.item.kind == ItemKind.SERVICE
    return BudgetLine(name=line.name, cost=cost, is_work=is_service or line.unit in WORK_UNITS)


def work_budget(lines: Collection[BudgetLine]) -> Decimal | None:
    """Add up what people's work may cost; nothing where a line of it, or all, is unknown."""
    costs = [each.cost for each in lines if each.is_work]
    if not costs or None in costs:
        return None
    return sum((each for each in costs if each is not None), NOTHING)


def goods_cost(lines: Collection[BudgetLine]) -> Decimal:
    """Add up what the goods cost as they were quoted; those of which nobody knows are left out."""
    return sum((each.cost or NOTHING for each in lines if not each.is_work), NOTHING)


def list_budget_lines(delivery: Delivery) -> list[BudgetLine]:
    """List the lines of the quote behind a delivery, whoever asks."""
    return read_quoted([delivery]).lines.get(delivery.contract_id or 0, [])


def quoted_budget(delivery: Delivery) -> Decimal | None:
    """Give what the quote says a delivery may cost, if it does."""
    return work_budget(list_budget_lines(delivery))


def hand_budget(delivery: Delivery) -> DeliveryBudget | None:
    """Give the budget that was said by hand last, whoever asks."""
    rows = DeliveryBudget.objects.filter(delivery=delivery).select_related("set_by")
    return rows.order_by("-pk").first()
