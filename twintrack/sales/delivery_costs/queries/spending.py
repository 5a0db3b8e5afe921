"""Expenses, as far as a person may see them."""

from __future__ import annotations

from django.db.models import QuerySet

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.seeing import tell_seen
from twintrack.foundation.people.models import User
from twintrack.sales.deliveries.models import Delivery
from twintrack.sales.delivery_costs.lifecycle import ExpenseState
from twintrack.sales.delivery_costs.models import Expense
from twintrack.sales.delivery_costs.models.hours import sees_hours_of_all

RELATED = ("delivery__project__owner", "delivery__contract", "spent_by", "decided_by")


def list_expenses(
    *, for_user: User, delivery: Delivery | None = None, state: str = ""
) -> QuerySet[Expense]:
    """List expenses, the newest first."""
    rows: QuerySet[Expense] = Expense.objects.visible_to(for_user)
    if delivery is not None:
        rows = rows.filter(delivery=delivery)
    if state:
        rows = rows.filter(state=state)
    return rows.select_related(*RELATED).order_by("-day", "-pk")


def get_expense(number: str, *, for_user: User) -> Expense:
    """
    Find an expense by its number.

    :raises NotThere: if there is none, or the person may not see it.
    """
    found = list_expenses(for_user=for_user).filter(number=number).first()
    if found is None:
        raise NotThere
    tell_seen(found, for_user=for_user)
    return found


def list_to_approve(user: User) -> QuerySet[Expense]:
    """List what waits for somebody's approval, the oldest first."""
    rows: QuerySet[Expense] = Expense.objects.filter(state=ExpenseState.WAITING)
    rows = rows.exclude(spent_by=user).select_related(*RELATED).order_by("pk")
    return rows if sees_hours_of_all(user) else rows.filter(delivery__project__owner=user)
