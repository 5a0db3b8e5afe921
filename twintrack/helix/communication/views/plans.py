"""Pages of communication plans: the list, a plan with its steps, panels for other pages."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from twintrack.foundation.access.panels import panel
from twintrack.foundation.access.refusals import NotAllowed, Refusal
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.memory.presence import has
from twintrack.foundation.people.http import Request
from twintrack.helix.communication import operations, queries
from twintrack.helix.communication.forms import FilterForm, StepForm, TakerForm
from twintrack.helix.communication.lifecycle import PlanState, StepState
from twintrack.hub.products.queries import has_hidden_products
from twintrack.hub.projects.queries import get_milestone
from twintrack.rnd.backlog.lifecycle import BUILT
from twintrack.sales.customers.models import Ground
from twintrack.sales.customers.queries import get_customer
from twintrack.ui.filters import chosen, filter_bar
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page
from twintrack.ui.sorting import Head, sorting
from twintrack.ui.toasts import keep_toast, toast

PANEL = "communication/plan_panel.html"
OF_CUSTOMER = 4
ORDER = ("due_key", "-pk")
HEADS = (
    Head(label=gettext_lazy("Number"), key="number"),
    Head(label=gettext_lazy("Customer"), key="customer", by=("customer__name",)),
    Head(label=gettext_lazy("Milestone"), key="milestone", by=("milestone__name",)),
    Head(label=gettext_lazy("Steps")),
    Head(label=gettext_lazy("Next due"), key="due", by=("due_key",)),
    Head(label=gettext_lazy("Owner"), key="owner", by=("customer__owner__name",)),
    Head(label=gettext_lazy("State"), key="state", by=("state",)),
)
VIEWS: tuple[tuple[str, str | Promise], ...] = (
    ("running", PlanState.RUNNING.label),
    ("mine", gettext_lazy("Mine")),
    ("paused", PlanState.PAUSED.label),
    ("completed", PlanState.COMPLETED.label),
    ("all", gettext_lazy("All")),
)


@login_required
@require_GET
def plan_list(request: Request) -> HttpResponse:
    view = request.GET.get("view", "")
    view = view if view in dict(VIEWS) else "running"
    form = FilterForm(request.GET)
    wanted = chosen(form)
    owner = request.user if view == "mine" else wanted.get("owner")
    state = {"mine": PlanState.RUNNING, "all": ""}.get(view, view)
    plans = queries.list_plans(
        for_user=request.user, state=state, owner=owner, text=wanted.get("q", "")
    )
    table = sorting(request, HEADS, usual=ORDER)
    shown = {
        "page": key_page(plans, order=table.order, after=request.GET.get("after", "")),
        **table.shown,
        "count": plans.count(),
        "today": timezone.localdate(),
        **filter_bar(request, form, views=VIEWS, view=view),
    }
    return render_page(request, "communication/plan_list.html", shown, regions=("rows",))


@login_required
@require_GET
def plan_detail(request: Request, number: str) -> HttpResponse:
    plan = queries.get_plan(number, for_user=request.user)
    steps = list(plan.steps.all())
    may_work = may(request.user, Act.WORK_PLAN_STEP)
    asked_for = list(queries.list_asked_for(plan.milestone, plan.customer))
    shown = {
        "plan": plan,
        "steps": steps,
        "next": next((step for step in steps if step.is_open), None),
        "may_work": may_work,
        "takers": queries.list_takers(plan) if may_work else [],
        "why_paused": queries.why_paused(plan),
        "asked_for": asked_for,
        "unfinished": [each.number for each in asked_for if each.state not in BUILT],
        "grounds": Ground.choices,
        "today": timezone.localdate(),
    }
    return render_page(request, "communication/plan_detail.html", shown, regions=("steps",))


@login_required
@require_POST
def plan_step(request: Request, number: str, pk: int) -> HttpResponse:
    """Close the step at a position of the plan."""
    step = queries.get_step(queries.get_plan(number, for_user=request.user), pk)
    form = StepForm(request.POST)
    if not form.is_valid():
        return _answer(request, number, _("Choose done or skipped."), tone="bad")
    state = StepState(form.cleaned_data["state"])
    said = {"reason": form.cleaned_data["reason"], "ground": form.cleaned_data["ground"]}
    try:
        operations.close_step(step=step, state=state, **said, by=request.user, at=timezone.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _answer(request, number, str(refusal.message), tone="bad")
    done = _("“%(title)s” is done") if state == StepState.DONE else _("“%(title)s” is skipped")
    undo = reverse("plan-step-reopen", args=[number, step.position])
    return _answer(request, number, done % {"title": step.title}, undo=undo)


def _answer(
    request: Request, number: str, text: str, *, undo: str = "", tone: str = "ok"
) -> HttpResponse:
    """Say what happened: in place where htmx asked, on the plan's page otherwise."""
    if request.htmx:
        return toast(HttpResponse(status=204), text, undo_url=undo or None, tone=tone)
    keep_toast(request, text, undo_url=undo or None, tone=tone)
    return redirect("plan-detail", number)


@login_required
@require_POST
def plan_step_reopen(request: Request, number: str, pk: int) -> HttpResponse:
    step = queries.get_step(queries.get_plan(number, for_user=request.user), pk)
    try:
        operations.reopen_step(step=step, by=request.user, at=timezone.now())
    except (operations.StepOpen, operations.PlanPausedNow) as refusal:
        return _answer(request, number, str(refusal.message), tone="bad")
    return _answer(request, number, _("“%(title)s” is open again") % {"title": step.title})


@login_required
@require_POST
def plan_step_owner(request: Request, number: str, pk: int) -> HttpResponse:
    """Hand the step at a position of the plan to somebody else."""
    step = queries.get_step(queries.get_plan(number, for_user=request.user), pk)
    form = TakerForm(request.POST)
    if not form.is_valid():
        return _answer(request, number, _("Choose who takes the step."), tone="bad")
    to = form.cleaned_data["to"]
    try:
        operations.reassign_step(step=step, to=to, by=request.user, at=timezone.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _answer(request, number, str(refusal.message), tone="bad")
    text = _("%(who)s takes “%(title)s”") % {"who": to, "title": step.title}
    return _answer(request, number, text)


def _start_missing(request: Request, number: str) -> HttpResponse:
    """Start the plan with a customer that a reached milestone did not start."""
    milestone = get_milestone(number, for_user=request.user)
    customer = request.POST.get("customer", "")
    left_out = queries.get_left_out(milestone, customer, for_user=request.user)
    try:
        plan = operations.start_missing(
            milestone=milestone, customer=left_out, by=request.user, at=timezone.now()
        )
    except (operations.MilestoneAhead, operations.TemplateMissing) as refusal:
        keep_toast(request, str(refusal.message), tone="bad")
        return redirect("milestone-detail", number)
    return redirect("plan-detail", plan.number)


@panel(PANEL)
def customer_plans(request: Request, number: str) -> dict[str, Any]:
    customer = get_customer(number, for_user=request.user)
    plans = queries.list_plans(for_user=request.user, customer=customer)
    return {
        "plans": plans[:OF_CUSTOMER] if has("customer", customer.pk, "plans") else (),
        "is_partial": has_hidden_products(request.user),
        "subject": f"customer:{customer.pk}",
        "again": reverse("customer-plans", args=[number]),
    }


@panel(PANEL, post=_start_missing)
def milestone_plans(request: Request, number: str) -> dict[str, Any]:
    milestone = get_milestone(number, for_user=request.user)
    plans = queries.list_plans(for_user=request.user, milestone=milestone)
    left_out = list(queries.list_left_out(milestone))
    return {
        "plans": plans,
        "subject": f"milestone:{milestone.pk}",
        "milestone": milestone,
        "left_out": left_out,
        "has_template": queries.has_template(milestone, left_out),
        "may_start": may(request.user, Act.WORK_PLAN_STEP),
        "may_manage": may(request.user, Act.MANAGE_PLAN_TEMPLATES),
        "again": reverse("milestone-plans", args=[number]),
    }
