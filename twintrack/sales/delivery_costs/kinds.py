"""Hours, expenses, change requests, and how they are set up, as kinds of objects."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.labels.registry import register_labelled
from twintrack.foundation.objects.kinds import ObjectKind, register
from twintrack.foundation.objects.links import LinkKind, register_link, register_turns
from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import has_hidden_products
from twintrack.sales.delivery_costs.models import ChangeRequest, ConfirmedWeek, Expense, HourEntry
from twintrack.sales.delivery_costs.models.hours import sees_hours_of_all


def _hides_costs(user: User) -> bool:
    return not may(user, Act.SEE_COSTS) or has_hidden_products(user)


def _hours_url(row: HourEntry | ConfirmedWeek) -> str:
    return reverse("delivery-hours", args=[row.delivery.number])


def _of_expense(expense: Expense) -> tuple[int, ...]:
    return (expense.spent_by_id, expense.delivery.project.owner_id)


def _of_change(change: ChangeRequest) -> tuple[int, ...]:
    return (change.created_by_id, change.delivery.project.owner_id)


def register_kinds() -> None:
    """Register what has a page of its own, and what is only told of."""
    register(
        ObjectKind(
            code="expense",
            prefix="EX",
            model="delivery_costs.Expense",
            track="sales",
            icon="cash",
            label=_("Expense"),
            url=lambda expense: reverse("expense-detail", args=[expense.number]),
            title=lambda expense: expense.what,
            visible=lambda expenses, user: expenses.visible_to(user),
            search_text=lambda expense: (expense.what, expense.supplier),
            related=("delivery__project",),
            hides=_hides_costs,
            looked_after_by=_of_expense,
            talk_hint=_("The customer never sees this."),
        )
    )
    register(
        ObjectKind(
            code="change_request",
            prefix="CR",
            model="delivery_costs.ChangeRequest",
            track="sales",
            icon="replace",
            label=_("Change request"),
            url=lambda change: reverse("change-request-detail", args=[change.number]),
            title=lambda change: change.title,
            visible=lambda changes, user: changes.visible_to(user),
            search_text=lambda change: (change.title, f"{change.why} {change.description}"),
            related=("delivery__project",),
            hides=has_hidden_products,
            looked_after_by=_of_change,
            talk_hint=_("The customer never sees this."),
        )
    )
    register_labelled("change_request", Act.WORK_ON_DELIVERIES)
    _register_told()
    register_turns("change_request.accepted")
    register_link(
        LinkKind(
            source="delivery",
            target="change_request",
            label=_("is changed by"),
            model="delivery_costs.ChangeRequest",
            source_field="delivery_id",
            target_field="pk",
            made_by=("change_request.drafted",),
        )
    )


def _register_told() -> None:
    for code, model, label in (
        ("hours", "HourEntry", _("Hours worked")),
        ("hours_week", "ConfirmedWeek", _("Confirmed week")),
    ):
        register(
            ObjectKind(
                code=code,
                prefix="",
                model=f"delivery_costs.{model}",
                track="sales",
                icon="clock",
                label=label,
                url=_hours_url,
                title=lambda row: row.delivery.name,
                visible=lambda rows, user: rows.visible_to(user),
                related=("delivery__project",),
                hides=lambda user: not sees_hours_of_all(user),
            )
        )
    register(
        ObjectKind(
            code="delivery_budget",
            prefix="",
            model="delivery_costs.DeliveryBudget",
            track="sales",
            icon="cash",
            label=_("Budget"),
            url=lambda budget: reverse("delivery-costs-page", args=[budget.delivery.number]),
            title=lambda budget: budget.delivery.name,
            visible=lambda rows, user: rows.visible_to(user),
            related=("delivery__project",),
            hides=_hides_costs,
        )
    )
    for code, model, label in (
        ("cost_rate", "CostRate", _("Cost rate")),
        ("expense_limit", "ExpenseLimit", _("Limit of expenses")),
    ):
        register(
            ObjectKind(
                code=code,
                prefix="",
                model=f"delivery_costs.{model}",
                track="sales",
                icon="settings",
                label=label,
                url=lambda _row: reverse("cost-settings"),
                title=str,
                visible=lambda rows, user: rows.visible_to(user),
                hides=lambda user: not may(user, Act.SEE_COSTS),
            )
        )
