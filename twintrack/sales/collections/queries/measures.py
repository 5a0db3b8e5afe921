"""Measures of collection, each with the rows it rests on; amounts at the rates of a day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum

from twintrack.foundation.money.queries import Total, find_rates, total_in_base
from twintrack.sales.collections.models import Allocation, Invoice
from twintrack.sales.collections.queries.lists import UNIT, with_figures

LAST_QUARTER = timedelta(days=90)
FEW = 5


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A measure, what it was measured on, and nothing where that is too few to say."""

    value: Decimal | None
    count: int
    weight: Decimal


def collection_cycle(*, since: date, until: date, which: Q | None = None) -> Measured:
    """
    Give the days from invoice to cash, weighted by amount, of what came in from `since` to `until`.

    `which` narrows the allocations, as `Q(invoice__contract__owner=…)` does.
    """
    rows = Allocation.objects.filter(
        which or Q(),
        undone_at=None,
        invoice__isnull=False,
        receipt__received_on__gte=since,
        receipt__received_on__lte=until,
    ).order_by()
    paid = list(
        rows.values_list(
            "invoice__currency", "amount", "receipt__received_on", "invoice__issued_on", "invoice"
        )
    )
    rates = find_rates({currency for currency, *_rest in paid}, on=until)
    weight, weighted = Decimal(0), Decimal(0)
    for currency, amount, received, issued, _pk in paid:
        if currency in rates:
            worth = amount * rates[currency]
            weight += worth
            weighted += worth * (received - issued).days
    count = len({pk for *_rest, pk in paid})
    enough = weight and count >= FEW
    return Measured(
        value=(weighted / weight).quantize(Decimal("0.1")) if enough else None,
        count=count,
        weight=weight,
    )


def _open(which: Q | None) -> QuerySet[Any]:
    rows = with_figures(Invoice.objects.filter(which or Q()))
    return rows.filter(open__gt=UNIT).order_by()


def _sum(rows: QuerySet[Any], on: date) -> Total:
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    for currency, amount in rows.values_list("currency", "open"):
        amounts[currency] += amount
    return total_in_base(amounts, on=on)


def overdue_sum(*, on: date, which: Q | None = None) -> Total:
    """Add up what is overdue at present, as of a day; `which` narrows the invoices."""
    return _sum(_open(which).filter(due_on__lt=on), on)


def days_outstanding(*, on: date, which: Q | None = None) -> Measured:
    """Give the days' worth of invoicing that is open: open / invoiced in 90 days × 90 (DSO)."""
    since = on - LAST_QUARTER
    issued = Invoice.objects.filter(which or Q(), issued_on__gt=since, issued_on__lte=on)
    sums = dict(issued.order_by().values_list("currency").annotate(sum=Sum("amount")))
    invoiced = total_in_base(sums, on=on).in_base
    is_open = _sum(_open(which), on).in_base
    count = issued.count()
    enough = invoiced and count >= FEW
    value = (is_open / invoiced * LAST_QUARTER.days).quantize(Decimal("0.1")) if enough else None
    return Measured(value=value, count=count, weight=invoiced)
