"""What an hour costs, and from which amount on expenses are approved."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from twintrack.foundation.memory.once import once
from twintrack.foundation.people.models import User
from twintrack.sales.delivery_costs.arithmetic import Rate, RateBook
from twintrack.sales.delivery_costs.models import CostRate, ExpenseLimit

# Where nobody set anything.
USUAL_LIMIT = Decimal(500)


def list_rates(*, for_user: User) -> QuerySet[CostRate]:
    """List the rates that were ever set, by role, the latest first; none for who sees no costs."""
    rows: QuerySet[CostRate] = CostRate.objects.visible_to(for_user)
    return rows.select_related("set_by").order_by("role", "-since", "-pk")


def list_limits(*, for_user: User) -> QuerySet[ExpenseLimit]:
    """List the limits of expenses that were ever set, the latest first."""
    rows: QuerySet[ExpenseLimit] = ExpenseLimit.objects.visible_to(for_user)
    return rows.select_related("set_by").order_by("-since", "-pk")


def limit_on(day: date) -> Decimal:
    """Give up to which amount, in the base currency, an expense of a day needs no approval."""
    rows = ExpenseLimit.objects.filter(since__lte=day).order_by("-since", "-pk")
    found = rows.values_list("amount", flat=True).first()
    return USUAL_LIMIT if found is None else found


def read_rates() -> RateBook:
    """Read all rates, whoever asks, for what is reckoned from them."""
    return once(("delivery_costs", "rates"), _read)


def _read() -> RateBook:
    rows = CostRate.objects.order_by("since", "pk").values_list(
        "role", "since", "amount", "currency"
    )
    return RateBook(
        Rate(role=role, since=since, amount=amount, currency=currency)
        for role, since, amount, currency in rows
    )
