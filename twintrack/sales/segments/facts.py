"""What rules of segments look at, of some customers or of all, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum

from twintrack.foundation.memory.presence import has
from twintrack.foundation.money.queries import add_up, find_rates, total_in_base
from twintrack.sales.contracts.lifecycle import ContractState
from twintrack.sales.contracts.models import Contract
from twintrack.sales.customers.models import Customer, Installation
from twintrack.sales.pipeline.customers import sum_open_deals
from twintrack.sales.pipeline.models import Opportunity
from twintrack.sales.segments.reckoning import Facts

YEAR = timedelta(days=365)
# Fewer are named one by one; of more than that all are read.
NAMED = 500


def facts_of(customer_ids: Collection[int] | None, *, on: date) -> dict[int, Facts]:
    """Give what is known of customers on a day; of all that were not merged, if none is named."""
    customers = Customer.objects.filter(merged_into=None)
    is_narrow = customer_ids is not None and len(customer_ids) <= NAMED

    def narrowed(rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.filter(customer_id__in=customer_ids) if is_narrow else rows

    if customer_ids is not None:
        customers = customers.filter(pk__in=customer_ids)
    revenue = _amounts(narrowed(_signed(on)), on)
    pipeline = _amounts(narrowed(Opportunity.objects.open()), on)
    counted = narrowed(Installation.objects.all()).order_by().values_list("customer_id")
    installed = dict(counted.annotate(count=Count("product", distinct=True)))
    return {
        pk: Facts(
            revenue=revenue.get(pk, Decimal(0)),
            pipeline=pipeline.get(pk, Decimal(0)),
            installed=installed.get(pk, 0),
            industry=industry,
            region=region,
        )
        for pk, industry, region in customers.values_list("pk", "industry", "region")
    }


def facts_of_one(customer: Customer, *, on: date) -> Facts:
    """Give what is known of a customer on a day; what it has none of is not asked for."""
    pk, revenue, installed = customer.pk, Decimal(0), 0
    if has("customer", pk, "contracts"):
        revenue = _amounts(_signed(on).filter(customer=customer), on).get(pk, revenue)
    if has("customer", pk, "installations"):
        rows = Installation.objects.filter(customer=customer)
        installed = rows.values("product").distinct().count()
    return Facts(
        revenue=revenue,
        pipeline=total_in_base(sum_open_deals(customer), on=on).in_base,
        installed=installed,
        industry=customer.industry,
        region=customer.region,
    )


def _signed(on: date) -> QuerySet[Contract]:
    signed = Contract.objects.filter(signed_on__gt=on - YEAR, signed_on__lte=on)
    return signed.exclude(state=ContractState.DRAFT)


def _amounts(rows: QuerySet[Any], on: date) -> dict[int, Decimal]:
    """Add up amounts by customer in the base currency; those without a rate count nothing."""
    grouped = rows.order_by().values_list("customer_id", "currency")
    sums: defaultdict[int, dict[str, Decimal]] = defaultdict(dict)
    for pk, currency, amount in grouped.annotate(amount=Sum("amount")):
        sums[pk][currency] = amount
    rates = find_rates({currency for each in sums.values() for currency in each}, on=on)
    return {pk: add_up(each, rates).in_base for pk, each in sums.items()}
