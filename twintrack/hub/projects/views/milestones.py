"""Pages of milestones."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.hub.projects import operations, queries
from twintrack.hub.projects.forms import ForecastForm, MilestoneForm, ReachedForm, ReasonForm
from twintrack.hub.projects.models import Milestone
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page
from twintrack.ui.toasts import keep_toast

DETAIL = "projects/milestone_detail.html"
REGIONS = ("facts", "acts", "forecasts", "days")


@login_required
@require_GET
def milestone_list(request: Request) -> HttpResponse:
    is_open = request.GET.get("all") != "1"
    milestones = queries.list_milestones(for_user=request.user, is_open=is_open)
    order = ("forecast_on", "pk") if is_open else ("-forecast_on", "-pk")
    shown = {
        "page": key_page(milestones, order=order, after=request.GET.get("after", "")),
        "count": milestones.count(),
        "is_open": is_open,
        "today": timezone.localdate(),
    }
    return render_page(request, "projects/milestone_list.html", shown, regions=("rows",))


@login_required
@require_GET
def milestone_detail(request: Request, number: str) -> HttpResponse:
    return _detail(request, queries.get_milestone(number, for_user=request.user))


@login_required
@require_http_methods(["GET", "POST"])
def milestone_edit(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.MANAGE_PROJECTS)
    milestone = queries.get_milestone(number, for_user=request.user)
    initial = {name: getattr(milestone, name) for name in MilestoneForm.base_fields}
    form = MilestoneForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with attempt(form, {operations.ReachedAlready: None}):
            operations.change_milestone(
                milestone=milestone, details=form.details(), by=request.user, at=timezone.now()
            )
            return leave_for(request, reverse("milestone-detail", args=[number]))
    return render_form(request, "projects/milestone_edit.html", form, milestone=milestone)


@login_required
@require_http_methods(["GET", "POST"])
def milestone_reached(request: Request, number: str) -> HttpResponse:
    """Ask on which day it was reached, beside what is not finished on it, and note it."""
    check_may(request.user, Act.REACH_MILESTONE)
    milestone = queries.get_milestone(number, for_user=request.user)
    typed = request.POST if request.method == "POST" else None
    form = ReachedForm(typed, initial={"on": timezone.localdate()})
    if form.is_valid():
        refused = {operations.NotYet: "on", operations.ReachedAlready: None}
        with attempt(form, refused):
            on = form.cleaned_data["on"]
            operations.reach(milestone=milestone, on=on, by=request.user, at=timezone.now())
            text = _("“%(name)s” is reached") % {"name": milestone.name}
            undo = f"{reverse('milestone-reopen', args=[number])}?undo=1"
            keep_toast(request, text, undo_url=undo)
            return leave_for(request, reverse("milestone-detail", args=[number]))
    return render_form(request, "projects/milestone_reached.html", form, milestone=milestone)


@login_required
@require_POST
def milestone_reopen(request: Request, number: str) -> HttpResponse:
    milestone = queries.get_milestone(number, for_user=request.user)
    typed = {"reason": _("Noted by mistake")} if request.GET.get("undo") else request.POST
    form = ReasonForm(typed)
    if not form.is_valid():
        return _detail(request, milestone, reason_form=form)
    reason = form.cleaned_data["reason"]
    try:
        operations.reopen(milestone=milestone, reason=reason, by=request.user, at=timezone.now())
    except operations.NotReached as refusal:
        keep_toast(request, refusal.message, tone="bad")
    return redirect("milestone-detail", number)


@login_required
@require_POST
def milestone_forecast(request: Request, number: str) -> HttpResponse:
    milestone = queries.get_milestone(number, for_user=request.user)
    form = ForecastForm(request.POST)
    if form.is_valid():
        with attempt(form, "forecast_on"):
            operations.move_forecast(
                milestone=milestone,
                before=form.cleaned_data["before"],
                to=form.cleaned_data["forecast_on"],
                by=request.user,
                at=timezone.now(),
            )
            return redirect("milestone-detail", number)
    return _detail(request, milestone, forecast_form=form)


def _detail(request: Request, milestone: Milestone, **shown_forms: forms.Form) -> HttpResponse:
    expected = {"before": milestone.forecast_on, "forecast_on": milestone.forecast_on}
    today = timezone.localdate()
    shown = {
        "milestone": milestone,
        "days_late": milestone.days_late(today),
        "forecasts": queries.list_forecasts(milestone),
        "may_reach": may(request.user, Act.REACH_MILESTONE),
        "may_manage": may(request.user, Act.MANAGE_PROJECTS),
        "reason_form": ReasonForm(),
        "forecast_form": ForecastForm(initial=expected),
        "today": today,
        **shown_forms,
    }
    status = 422 if shown_forms else 200
    return render_page(request, DETAIL, shown, regions=REGIONS, status=status)
