"""Pages of opportunities."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import Beside, attempt
from twintrack.foundation.access.panels import panel
from twintrack.foundation.access.refusals import NotAllowed, Refusal, StaleEdit
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.sales.customers.queries import get_customer
from twintrack.sales.pipeline import operations, queries
from twintrack.sales.pipeline.forms import (
    FilterForm,
    LoseForm,
    OpportunityEditForm,
    OpportunityForm,
    ReopenForm,
    SeenForm,
    StageForm,
)
from twintrack.sales.pipeline.lifecycle import OPEN, Stage
from twintrack.sales.pipeline.models import Opportunity
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.filters import filter_bar
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page
from twintrack.ui.sorting import Head, sorting
from twintrack.ui.toasts import keep_toast

LIST = "pipeline/opportunity_list.html"
DETAIL = "pipeline/opportunity_detail.html"
ORDER = ("expected_close_on", "pk")
HEADS = (
    Head(label=gettext_lazy("Number"), key="number"),
    Head(label=gettext_lazy("Opportunity"), key="name", by=("name",)),
    Head(label=gettext_lazy("Customer"), key="customer", by=("customer__name",)),
    Head(label=gettext_lazy("Stage")),
    Head(label=gettext_lazy("Amount"), key="amount", by=("currency", "amount"), numeric=True),
    Head(label=gettext_lazy("Expected close"), key="close", by=("expected_close_on",)),
    Head(label=gettext_lazy("In stage since"), key="since", by=("stage_since",)),
    Head(label=gettext_lazy("Owner"), key="owner", by=("owner__name",)),
)
VIEWS = (
    ("open", gettext_lazy("Open")),
    ("mine", gettext_lazy("Mine")),
    ("won", gettext_lazy("Won")),
    ("lost", gettext_lazy("Lost")),
    ("all", gettext_lazy("All")),
)
IN_PANEL = 20
BESIDE: Beside = {Refusal: "reason"}


@login_required
@require_GET
def opportunity_list(request: Request) -> HttpResponse:
    check_may(request.user, Act.SEE_OPPORTUNITIES)
    view = request.GET.get("view", "")
    view = view if view in dict(VIEWS) else "open"
    form = FilterForm(request.GET, user=request.user)
    rows = queries.list_opportunities(for_user=request.user, wanted=form.wanted(view, request.user))
    sums = queries.sum_by_stage(rows, on=timezone.localdate())
    table = sorting(request, HEADS, usual=ORDER)
    shown = {
        "page": key_page(rows, order=table.order, after=request.GET.get("after", "")),
        **table.shown,
        "sums": [(stage, sums[stage]) for stage in Stage if stage in sums],
        "total": queries.sum_amounts(rows, on=timezone.localdate()),
        "count": sum(each.count for each in sums.values()),
        "today": timezone.localdate(),
        "may_manage": may(request.user, Act.MANAGE_OPPORTUNITIES),
        **filter_bar(request, form, views=VIEWS, view=view),
    }
    return render_page(request, LIST, shown, regions=("rows", "sums"))


@login_required
@require_http_methods(["GET", "POST"])
def opportunity_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.MANAGE_OPPORTUNITIES)
    initial = {"customer": request.GET.get("customer", "")}
    form = OpportunityForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        with attempt(form, {operations.AmountImpossible: "amount"}):
            opportunity = operations.open_opportunity(
                details=form.details(), by=request.user, at=timezone.now()
            )
            return leave_for(request, reverse("opportunity-detail", args=[opportunity.number]))
    return render_form(request, "pipeline/opportunity_new.html", form)


@login_required
@require_GET
def opportunity_detail(request: Request, number: str) -> HttpResponse:
    opportunity = queries.get_opportunity(number, for_user=request.user)
    stage = Stage(opportunity.stage)
    shown = {
        "opportunity": opportunity,
        "products": queries.list_products_of(opportunity, for_user=request.user),
        "stages": [(each, OPEN.index(each)) for each in OPEN],
        "reached": OPEN.index(stage) if stage in OPEN else len(OPEN),
        "today": timezone.localdate(),
        "may_manage": may(request.user, Act.MANAGE_OPPORTUNITIES),
    }
    return render_page(request, DETAIL, shown, regions=("head", "facts"))


@login_required
@require_http_methods(["GET", "POST"])
def opportunity_edit(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.MANAGE_OPPORTUNITIES)
    opportunity = queries.get_opportunity(number, for_user=request.user)
    form = OpportunityEditForm(request.POST or None, opportunity=opportunity, user=request.user)
    if request.method == "POST" and form.is_valid():
        before, values = form.changes()
        with attempt(form, {operations.AmountImpossible: "amount"}):
            operations.change(
                opportunity=opportunity,
                before=before,
                values=values,
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, reverse("opportunity-detail", args=[number]))
    return render_form(request, "pipeline/opportunity_edit.html", form, opportunity=opportunity)


@login_required
@require_POST
def opportunity_stage(request: Request, number: str) -> HttpResponse:
    opportunity = queries.get_opportunity(number, for_user=request.user)
    form = StageForm(request.POST)
    if form.is_valid():
        _try(
            request,
            lambda: operations.advance(
                opportunity=opportunity,
                before=Stage(form.cleaned_data["before"]),
                to=Stage(form.cleaned_data["to"]),
                by=request.user,
                at=timezone.now(),
            ),
        )
    else:
        keep_toast(request, operations.StageNotOpen.message, tone="bad")
    return redirect("opportunity-detail", number)


@login_required
@require_POST
def opportunity_won(request: Request, number: str) -> HttpResponse:
    opportunity = queries.get_opportunity(number, for_user=request.user)
    form = SeenForm(request.POST)
    if form.is_valid():
        _try(
            request,
            lambda: operations.win(
                opportunity=opportunity,
                before=Stage(form.cleaned_data["before"]),
                by=request.user,
                at=timezone.now(),
            ),
        )
    return redirect("opportunity-detail", number)


def _try(request: Request, operation: Callable[[], Opportunity]) -> None:
    """Run an operation that a button asked for; a refusal is told on the page that follows."""
    try:
        operation()
    except NotAllowed:
        raise
    except StaleEdit as refusal:
        said = _("Somebody moved it to “%(stage)s” in the meantime. Nothing was changed.")
        keep_toast(request, said % {"stage": refusal.current}, tone="bad")
    except Refusal as refusal:
        keep_toast(request, refusal.message, tone="bad")


@login_required
@require_http_methods(["GET", "POST"])
def opportunity_lost(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.MANAGE_OPPORTUNITIES)
    opportunity = queries.get_opportunity(number, for_user=request.user)
    form = LoseForm(request.POST or None, initial={"before": opportunity.stage})
    if request.method == "POST" and form.is_valid():
        with attempt(form, BESIDE):
            operations.lose(
                opportunity=opportunity,
                before=Stage(form.cleaned_data["before"]),
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, reverse("opportunity-detail", args=[number]))
    return render_form(request, "pipeline/opportunity_lost.html", form, opportunity=opportunity)


@login_required
@require_http_methods(["GET", "POST"])
def opportunity_reopen(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.MANAGE_OPPORTUNITIES)
    opportunity = queries.get_opportunity(number, for_user=request.user)
    form = ReopenForm(request.POST or None, initial={"to": Stage.NEGOTIATION})
    if request.method == "POST" and form.is_valid():
        with attempt(form, BESIDE):
            operations.reopen(
                opportunity=opportunity,
                to=Stage(form.cleaned_data["to"]),
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, reverse("opportunity-detail", args=[number]))
    return render_form(request, "pipeline/opportunity_reopen.html", form, opportunity=opportunity)


@panel("pipeline/opportunity_panel.html")
def customer_opportunities(request: Request, number: str) -> dict[str, Any]:
    """Show a customer's opportunities on the customer's page; nothing to whom they are hidden."""
    customer = get_customer(number, for_user=request.user)
    wanted = queries.Wanted(customer=customer)
    rows = queries.list_opportunities(for_user=request.user, wanted=wanted)
    newest = rows.order_by(F("closed_at").asc(nulls_first=True), "-pk")
    return {
        "customer": customer,
        "opportunities": newest[:IN_PANEL],
        "total": queries.sum_amounts(rows.filter(stage__in=OPEN), on=timezone.localdate()),
        "may_see": may(request.user, Act.SEE_OPPORTUNITIES),
        "may_manage": may(request.user, Act.MANAGE_OPPORTUNITIES),
    }
