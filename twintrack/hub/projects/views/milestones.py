"""Pages of milestones."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.hub.projects import operations, queries
from twintrack.hub.projects.forms import (
    ForecastForm,
    MilestoneFilterForm,
    MilestoneForm,
    NewMilestoneForm,
    ReachedForm,
    ReasonForm,
)
from twintrack.hub.projects.models import Milestone
from twintrack.hub.projects.waiting import waiting_for
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.filters import chosen, filter_bar
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page
from twintrack.ui.toasts import keep_toast

DETAIL = "projects/milestone_detail.html"
# The views of the list; the nearest first in those that lie ahead.
VIEWS: tuple[tuple[str, str | Promise], ...] = (
    ("ahead", gettext_lazy("Ahead")),
    ("late", gettext_lazy("Late")),
    ("reached", gettext_lazy("Reached")),
    ("all", gettext_lazy("All")),
)
AHEAD = ("ahead", "late")
REGIONS = ("facts", "acts", "forecasts", "days")


@login_required
@require_GET
def milestone_list(request: Request) -> HttpResponse:
    view = request.GET.get("view", "")
    view = view if view in dict(VIEWS) else "ahead"
    form = MilestoneFilterForm(request.GET, user=request.user)
    wanted = chosen(form)
    today = timezone.localdate()
    milestones = _listed(request, view, wanted, today)
    order = ("forecast_on", "pk") if view in AHEAD else ("-forecast_on", "-pk")
    page = key_page(milestones, order=order, after=request.GET.get("after", ""))
    waiting = waiting_for([each.pk for each in page.items], on=today)
    shown = {
        "page": page,
        "rows": [(each, waiting.get(each.pk)) for each in page.items],
        "count": milestones.count(),
        "today": today,
        "may_manage": may(request.user, Act.MANAGE_PROJECTS),
        **filter_bar(request, form, views=VIEWS, view=view),
    }
    return render_page(request, "projects/milestone_list.html", shown, regions=("rows",))


def _listed(
    request: Request, view: str, wanted: dict[str, Any], today: date
) -> QuerySet[Milestone]:
    narrowed: dict[str, Any] = {
        "for_user": request.user,
        "project": wanted.get("project"),
        "text": wanted.get("q", ""),
    }
    if view == "late":
        return queries.list_late(today=today, **narrowed)
    return queries.list_milestones(
        is_open=view == "ahead", is_reached=view == "reached", **narrowed
    )


@login_required
@require_http_methods(["GET", "POST"])
def milestone_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.MANAGE_PROJECTS)
    form = NewMilestoneForm(request.POST or None, initial=request.GET.dict(), user=request.user)
    if request.method == "POST" and form.is_valid():
        milestone = operations.add_milestone(
            project=form.cleaned_data["project"],
            details=form.details(),
            by=request.user,
            at=timezone.now(),
        )
        return leave_for(request, reverse("milestone-detail", args=[milestone.number]))
    return render_form(request, "projects/milestone_new.html", form)


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
