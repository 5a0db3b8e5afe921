"""Pages of communication plans and their templates."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.refusals import NotAllowed, Refusal
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.helix.communication import operations, queries
from twintrack.helix.communication.drafts import PLACES
from twintrack.helix.communication.forms import StepForm, TemplateStepForm
from twintrack.helix.communication.lifecycle import PlanState, StepState
from twintrack.hub.projects.queries import get_milestone
from twintrack.sales.customers.queries import get_customer
from twintrack.ui.regions import render_page
from twintrack.ui.toasts import keep_toast

PAGE = 50


@login_required
@require_GET
def plan_list(request: Request) -> HttpResponse:
    state = request.GET.get("state", PlanState.RUNNING)
    plans = queries.list_plans(for_user=request.user, state=state)
    shown = {
        "page": Paginator(plans, PAGE).get_page(request.GET.get("page")),
        "state": state,
        "states": PlanState.choices,
    }
    return render_page(request, "communication/plan_list.html", shown, regions=("rows",))


@login_required
@require_GET
def plan_detail(request: Request, number: str) -> HttpResponse:
    shown = {
        "plan": queries.get_plan(number, for_user=request.user),
        "may_work": may(request.user, Act.WORK_PLAN_STEP),
    }
    return render_page(request, "communication/plan_detail.html", shown, regions=("steps",))


@login_required
@require_POST
def plan_step(request: Request, number: str, pk: int) -> HttpResponse:
    """Close the step at a position of the plan."""
    plan = queries.get_plan(number, for_user=request.user)
    step = queries.get_step(plan, pk)
    form = StepForm(request.POST)
    if form.is_valid():
        try:
            operations.close_step(
                step=step,
                state=StepState(form.cleaned_data["state"]),
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except NotAllowed:
            raise
        except Refusal as refusal:
            keep_toast(request, refusal.message, tone="bad")
    return redirect("plan-detail", number)


@login_required
@require_POST
def plan_step_reopen(request: Request, number: str, pk: int) -> HttpResponse:
    plan = queries.get_plan(number, for_user=request.user)
    step = queries.get_step(plan, pk)
    try:
        operations.reopen_step(step=step, by=request.user, at=timezone.now())
    except (operations.StepOpen, operations.PlanPausedNow) as refusal:
        keep_toast(request, refusal.message, tone="bad")
    return redirect("plan-detail", number)


@login_required
@require_GET
def customer_plans(request: Request, number: str) -> HttpResponse:
    customer = get_customer(number, for_user=request.user)
    plans = queries.list_plans(for_user=request.user, customer=customer)
    return _panel(request, {"plans": plans, "subject": f"customer:{customer.pk}"})


@login_required
@require_GET
def milestone_plans(request: Request, number: str) -> HttpResponse:
    milestone = get_milestone(number, for_user=request.user)
    plans = queries.list_plans(for_user=request.user, milestone=milestone)
    return _panel(request, {"plans": plans, "subject": f"milestone:{milestone.pk}"})


def _panel(request: Request, shown: dict[str, Any]) -> HttpResponse:
    page = "communication/plan_panel.html"
    return render(request, f"{page}#panel" if request.htmx else page, shown)


@login_required
@require_GET
def template_list(request: Request) -> HttpResponse:
    shown = {
        "templates": queries.list_templates(for_user=request.user),
        "may_manage": may(request.user, Act.MANAGE_PLAN_TEMPLATES),
    }
    return render(request, "communication/template_list.html", shown)


@login_required
@require_http_methods(["GET", "POST"])
def template_step(request: Request, pk: int) -> HttpResponse:
    check_may(request.user, Act.MANAGE_PLAN_TEMPLATES)
    step = queries.get_template_step(pk)
    initial = {name: getattr(step, name) for name in TemplateStepForm.base_fields}
    form = TemplateStepForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        operations.change_template_step(
            step=step, values=form.cleaned_data, by=request.user, at=timezone.now()
        )
        return redirect("plan-template-list")
    shown = {"form": form, "step": step, "places": PLACES}
    status = 422 if form.errors else 200
    return render(request, "communication/template_step.html", shown, status=status)
