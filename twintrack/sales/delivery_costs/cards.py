"""What waits for somebody's approval, on their Today page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.money.formatting import exact
from twintrack.foundation.people.models import User
from twintrack.sales.delivery_costs.queries.spending import list_to_approve
from twintrack.ui.cards import Action, Card

MOST = 20


def to_approve(user: User, _at: datetime) -> Iterator[Card]:
    """Tell who leads deliveries which expenses wait for their yes."""
    if not may(user, Act.SEE_COSTS):
        return
    for expense in list_to_approve(user)[:MOST]:
        page = reverse("expense-detail", args=[expense.number])
        yield Card(
            code="delivery_costs.expense",
            track="sales",
            icon="cash",
            label=_("Expense"),
            title=_("%(who)s asks you to approve %(what)s")
            % {"who": expense.spent_by.name, "what": expense.what},
            url=page,
            hint=f"{expense.number} · {expense.delivery.name}",
            aside=exact(expense.amount, expense.currency),
            tone="warn",
            actions=(Action(label=_("Open it"), url=page),),
        )
