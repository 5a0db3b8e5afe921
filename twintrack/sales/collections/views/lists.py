"""What is open and since when, what will come in, and the steps of dunning."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.panels import panel
from twintrack.foundation.access.refusals import NotAllowed
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.memory.presence import has
from twintrack.foundation.money.formatting import chart_size, money
from twintrack.foundation.money.queries import base_currency
from twintrack.foundation.people.http import Request
from twintrack.sales.collections import operations, queries
from twintrack.sales.collections.forms import FilterForm, StepForm
from twintrack.sales.collections.models import DunningStep
from twintrack.sales.collections.overview import payments_of
from twintrack.sales.collections.queries import Wanted, Week
from twintrack.sales.contracts.queries import get_contract
from twintrack.sales.customers.queries import get_customer
from twintrack.ui import charts
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.filters import filter_bar
from twintrack.ui.paging import Few, key_page
from twintrack.ui.regions import render_page
from twintrack.ui.sorting import Head, sorting
from twintrack.ui.templatetags.ui import short_day

HEADS = (
    Head(label=gettext_lazy("Invoice"), key="number"),
    Head(label=gettext_lazy("Customer"), key="customer", by=("customer__name",)),
    Head(label=gettext_lazy("Contract"), key="contract", by=("contract__number",)),
    Head(label=gettext_lazy("State")),
    Head(label=gettext_lazy("Amount"), key="amount", by=("currency", "amount"), numeric=True),
    Head(label=gettext_lazy("Outstanding"), numeric=True),
    Head(label=gettext_lazy("Payment due"), key="due", by=("due_on",)),
    Head(label=gettext_lazy("Owner"), key="owner", by=("contract__owner__name",)),
)
VIEWS = (
    ("open", gettext_lazy("Unpaid")),
    ("overdue", gettext_lazy("Overdue")),
    ("mine", gettext_lazy("Mine")),
    ("disputed", gettext_lazy("Disputed")),
    ("paid", gettext_lazy("Paid in full")),
    ("all", gettext_lazy("All")),
)
MIDDLE = gettext_lazy("middle of what may come in; in brackets what does with 80 % probability")
IN_PANEL = 20
OF_CUSTOMER = 4


@login_required
@require_GET
def collection_list(request: Request) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    check_may(user, Act.SEE_COLLECTIONS)
    view = request.GET.get("view", "")
    view = view if view in dict(VIEWS) else "open"
    form = FilterForm(request.GET, user=user)
    rows = queries.list_invoices(for_user=user, on=today, wanted=form.wanted(view, user))
    table = sorting(request, HEADS, usual=("due_on", "pk"))
    shown = {
        "page": key_page(rows, order=table.order, after=request.GET.get("after", "")),
        **table.shown,
        "ageing": queries.age(rows.filter(open__gt=queries.UNIT), on=today),
        "tasks": queries.list_tasks(for_user=user, mine=True)[:5],
        "today": today,
        "may_record": may(user, Act.RECORD_RECEIPTS),
        **filter_bar(request, form, views=VIEWS, view=view),
    }
    return render_page(request, "collections/collection_list.html", shown, regions=("rows", "sums"))


@login_required
@require_GET
def collection_ageing(request: Request) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    rows = list(queries.list_invoices(for_user=user, on=today, wanted=Wanted(state="open")))
    by = "owner" if request.GET.get("by") == "owner" else "customer"
    aged = (
        queries.by_owner(rows, on=today) if by == "owner" else queries.by_customer(rows, on=today)
    )
    whole = queries.age(rows, on=today)
    shown = {"whole": whole, "aged": aged, "by": by, "base": base_currency()}
    return render_page(request, "collections/ageing.html", shown, regions=("aged",))


@login_required
@require_GET
def collection_forecast(request: Request) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    check_may(user, Act.SEE_COLLECTIONS)
    mine = request.GET.get("of") == "mine"
    found = queries.forecast_cash(for_user=user, on=today, whose=user if mine else None)
    size, unit, decimals = chart_size(base_currency())
    chart = charts.bars(
        title=_("Expected week by week"),
        bars=[
            charts.Bar(
                label=short_day(each.begins),
                value=float(each.middle) / size,
                words=_within(each),
            )
            for each in found.weeks
        ],
        unit=unit,
        decimals=decimals,
        hint=f"{unit} · {MIDDLE}",
    )
    shown = {"found": found, "chart": chart, "mine": mine}
    return render_page(request, "collections/forecast.html", shown, regions=("forecast",))


def _within(week: Week) -> str:
    low, middle, high = (
        money(each, base_currency()) for each in (week.low, week.middle, week.high)
    )
    return f"{middle} ({low} – {high})"


@panel("collections/contract_panel.html")
def contract_collections(request: Request, number: str) -> dict[str, Any]:
    """Show the invoices of a contract on its page, and what can be done about money."""
    user, today = request.user, timezone.localdate()
    check_may(user, Act.SEE_COLLECTIONS)
    contract = get_contract(number, for_user=user)
    if contract.pk not in queries.seen_of([contract.pk], user):
        raise NotAllowed
    wanted = Wanted(contract=contract)
    rows = list(queries.list_invoices(for_user=user, on=today, wanted=wanted)[:IN_PANEL])
    return {
        "contract": contract,
        "invoices": rows,
        "today": today,
        "may_record": may(user, Act.RECORD_RECEIPTS),
    }


@panel("collections/customer_panel.html")
def customer_collections(request: Request, number: str) -> dict[str, Any]:
    """Show what a customer owes, their credit and whether they keep what they promise."""
    user, today = request.user, timezone.localdate()
    check_may(user, Act.SEE_COLLECTIONS)
    customer = get_customer(number, for_user=user)
    payments = payments_of(customer, for_user=user, on=today)
    owed = queries.list_invoices(for_user=user, on=today, wanted=Wanted(customer=customer))
    shown = owed.filter(pk__in=payments.waiting[:OF_CUSTOMER]) if payments.waiting else ()
    sees_all = queries.sees_all_of(customer, for_user=user)
    is_known = sees_all and has("customer", customer.pk, "invoices")
    kept, ended = queries.track_record(customer, on=today) if is_known else (0, 0)
    credit = queries.list_receipts(for_user=user, customer=customer, view="credit")
    if not has("customer", customer.pk, "receipts"):
        credit = credit.none()
    if not (sees_all or payments.invoiced.by_currency or credit):
        raise NotAllowed
    return {
        "customer": customer,
        "sees_all": sees_all,
        "few": Few(items=list(shown), total=len(payments.waiting)),
        "payments": payments,
        "credit": credit[:IN_PANEL],
        "kept": kept,
        "ended": ended,
        "today": today,
        "may_record": may(user, Act.RECORD_RECEIPTS),
    }


@login_required
@require_GET
def dunning_steps(request: Request) -> HttpResponse:
    shown = {
        "steps": queries.list_steps(for_user=request.user),
        "may_record": may(request.user, Act.RECORD_RECEIPTS),
    }
    return render_page(request, "collections/dunning.html", shown, regions=("steps",))


@login_required
@require_http_methods(["GET", "POST"])
def dunning_new(request: Request) -> HttpResponse:
    return _set_step(request, None)


@login_required
@require_http_methods(["GET", "POST"])
def dunning_edit(request: Request, pk: int) -> HttpResponse:
    return _set_step(request, queries.get_step(pk, for_user=request.user))


def _set_step(request: Request, step: DunningStep | None) -> HttpResponse:
    check_may(request.user, Act.RECORD_RECEIPTS)
    form = StepForm(request.POST or None, step=step)
    if request.method == "POST" and form.is_valid():
        with attempt(form):
            operations.set_step(
                step=step, details=form.details(), by=request.user, at=timezone.now()
            )
            return leave_for(request, reverse("dunning-steps"))
    return render_form(request, "collections/dunning_edit.html", form, step=step)
