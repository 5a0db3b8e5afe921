"""What opportunities tell of customers: of one on its page, of each in their list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.memory.once import once
from twintrack.foundation.memory.presence import has
from twintrack.foundation.money.queries import Total, add_up, find_rates
from twintrack.foundation.people.models import User
from twintrack.sales.customers.columns import Column, register_column
from twintrack.sales.customers.models import Customer
from twintrack.sales.pipeline.models import Opportunity

COLUMNS = ("number", "name", "amount", "currency", "next_step", "next_step_on", "owner__name")


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


def list_open_deals(customer: Customer) -> list[dict[str, object]]:
    """
    List what a customer may buy, what comes next first, with the `COLUMNS`; asked once in a page.

    For everybody: how exactly amounts are shown depends on who reads, and the rest is left out.
    """

    def ask() -> list[dict[str, object]]:
        if not has("customer", customer.pk, "opportunities"):
            return []
        rows = Opportunity.objects.open().filter(customer=customer)
        return list(rows.order_by("next_step_on", "pk").values(*COLUMNS))

    return once(("open deals", customer.pk), ask)


def sum_open_deals(customer: Customer) -> dict[str, Decimal]:
    """Add up what a customer may buy, by currency; likewise for everybody."""
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    for row in list_open_deals(customer):
        amounts[str(row["currency"])] += row["amount"]  # type: ignore[operator]
    return amounts


def register_columns() -> None:
    """Show it in the list of customers and at the head of a customer's page."""
    register_column(
        Column(code="open_amount", label=_("Open amount"), shape="amount", values=open_amounts)
    )
