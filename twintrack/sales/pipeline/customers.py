"""What opportunities tell of each customer, in the list of customers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.money.queries import Total, add_up, find_rates
from twintrack.foundation.people.models import User
from twintrack.sales.customers.columns import Column, register_column
from twintrack.sales.pipeline.models import Opportunity


def open_amounts(customer_ids: Collection[int], _for_user: User) -> dict[int, Total]:
    """
    Add up what each customer may buy, at today's rates.

    For everybody: how exactly it is shown depends on who reads.
    """
    rows = Opportunity.objects.open().filter(customer_id__in=customer_ids)
    amounts: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for customer_id, currency, amount in (
        rows.order_by().values_list("customer_id", "currency").annotate(amount=Sum("amount"))
    ):
        amounts[customer_id][currency] = amount
    currencies = {each for sums in amounts.values() for each in sums}
    rates = find_rates(currencies, on=timezone.localdate())
    return {pk: add_up(sums, rates) for pk, sums in amounts.items()}


def register_columns() -> None:
    """Show it in the list of customers and at the head of a customer's page."""
    register_column(
        Column(code="open_amount", label=_("Open amount"), shape="amount", values=open_amounts)
    )
