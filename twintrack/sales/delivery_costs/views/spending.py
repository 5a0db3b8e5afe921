"""Expenses with their receipts, and budgets by hand."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt, pressed
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.files.queries import list_attachments
from twintrack.foundation.people.http import Request
from twintrack.sales.deliveries.models import Delivery
from twintrack.sales.deliveries.queries import get_delivery
from twintrack.sales.delivery_costs import operations, queries
from twintrack.sales.delivery_costs.forms import (
    BillForm,
    BudgetForm,
    ExpenseForm,
    ReasonForm,
    ReceiptForm,
)
from twintrack.sales.delivery_costs.lifecycle import ExpenseState
from twintrack.sales.delivery_costs.models import Expense
from twintrack.sales.delivery_costs.views.dialogs import show_form
from twintrack.ui.dialogs import leave_for
from twintrack.ui.regions import render_page

DETAIL = "delivery_costs/expense_detail.html"


def _page_of(delivery: Delivery, request: Request) -> str:
    """Give where one goes on: to the costs for whoever sees them, else to the delivery."""
    name = "delivery-costs-page" if queries.sees_costs_of(request.user) else "delivery-detail"
    return reverse(name, args=[delivery.number])


@login_required
@require_http_methods(["GET", "POST"])
def expense_new(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.SEE_DELIVERIES)
    delivery = get_delivery(number, for_user=request.user)
    initial = {"day": timezone.localdate(), "currency": queries.currency_of(delivery)}
    form = ExpenseForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "amount"):
            who: dict[str, Any] = {"by": request.user, "at": timezone.now()}
            expense = operations.record_expense(delivery=delivery, details=form.details(), **who)
            if form.cleaned_data["receipt"]:
                paper = form.cleaned_data["receipt"]
                operations.add_receipt(expense=expense, uploaded=paper, **who)
            return leave_for(request, reverse("expense-detail", args=[expense.number]))
    url = reverse("delivery-detail", args=[number])
    return show_form(request, form, title=_("New expense"), up=number, up_url=url)


@login_required
@require_GET
def expense_detail(request: Request, number: str) -> HttpResponse:
    expense = queries.get_expense(number, for_user=request.user)
    may_lead = queries.leads(expense.delivery, request.user)
    is_own = expense.spent_by_id == request.user.pk
    is_waiting = expense.state == ExpenseState.WAITING
    is_ordered = expense.state == ExpenseState.ORDERED
    shown = {
        "expense": expense,
        "files": list_attachments(kind="expense", pk=expense.pk),
        "may_decide": may_lead and is_waiting and not is_own,
        "may_bill": (may_lead or is_own) and is_ordered,
        "may_withdraw": (may_lead or is_own) and (is_waiting or is_ordered),
        "may_add": may_lead or is_own,
        "up_url": _page_of(expense.delivery, request),
    }
    return render_page(request, DETAIL, shown, regions=("expense",))


def _expense(request: Request, number: str) -> Expense:
    return queries.get_expense(number, for_user=request.user)


@login_required
@require_POST
def expense_approve(request: Request, number: str) -> HttpResponse:
    with pressed(request):
        operations.decide_expense(
            expense=_expense(request, number),
            to=ExpenseState.APPROVED,
            by=request.user,
            at=timezone.now(),
        )
    return redirect("expense-detail", number)


@login_required
@require_POST
def expense_withdraw(request: Request, number: str) -> HttpResponse:
    with pressed(request):
        operations.decide_expense(
            expense=_expense(request, number),
            to=ExpenseState.WITHDRAWN,
            by=request.user,
            at=timezone.now(),
        )
    return redirect("expense-detail", number)


@login_required
@require_http_methods(["GET", "POST"])
def expense_refuse(request: Request, number: str) -> HttpResponse:
    expense, url = _expense(request, number), reverse("expense-detail", args=[number])
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "reason"):
            operations.decide_expense(
                expense=expense,
                to=ExpenseState.REFUSED,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, url)
    title = _("Refuse the expense")
    return show_form(request, form, title=title, submit=_("Refuse"), up=number, up_url=url)


@login_required
@require_http_methods(["GET", "POST"])
def expense_bill(request: Request, number: str) -> HttpResponse:
    """Note what was billed for what was ordered."""
    expense, url = _expense(request, number), reverse("expense-detail", args=[number])
    form = BillForm(request.POST or None, expense=expense, initial={"day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        with attempt(form, "amount"):
            operations.bill_expense(
                expense=expense, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return leave_for(request, url)
    return show_form(request, form, title=_("Note the bill"), up=number, up_url=url)


@login_required
@require_http_methods(["GET", "POST"])
def expense_receipt(request: Request, number: str) -> HttpResponse:
    expense, url = _expense(request, number), reverse("expense-detail", args=[number])
    form = ReceiptForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "receipt"):
            operations.add_receipt(
                expense=expense,
                uploaded=form.cleaned_data["receipt"],
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, url)
    return show_form(request, form, title=_("Add a voucher"), up=number, up_url=url)


@login_required
@require_http_methods(["GET", "POST"])
def budget_set(request: Request, number: str) -> HttpResponse:
    """Say what a delivery may cost where no quote does."""
    check_may(request.user, Act.SEE_COSTS)
    delivery = get_delivery(number, for_user=request.user)
    form = BudgetForm(request.POST or None)
    form.fields["amount"].help_text = queries.currency_of(delivery)
    url = reverse("delivery-costs-page", args=[number])
    if request.method == "POST" and form.is_valid():
        with attempt(form, "amount"):
            operations.set_budget(
                delivery=delivery, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return leave_for(request, url)
    return show_form(request, form, title=_("Set the budget"), up=number, up_url=url)
