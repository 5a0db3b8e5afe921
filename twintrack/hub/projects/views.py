"""Pages of projects and milestones."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.refusals import NotAllowed, Refusal
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.http import Request
from twintrack.hub.projects import operations, queries
from twintrack.hub.projects.forms import ForecastForm, MilestoneForm, ProjectForm, ReasonForm
from twintrack.hub.projects.models import Milestone, Project
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.regions import render_page
from twintrack.ui.toasts import keep_toast

PAGE = 50
PROJECT = "projects/project_detail.html"
MILESTONE = "projects/milestone_detail.html"


@login_required
@require_GET
def project_list(request: Request) -> HttpResponse:
    projects = queries.list_projects(for_user=request.user)
    shown = {
        "page": Paginator(projects, PAGE).get_page(request.GET.get("page")),
        "may_manage": may(request.user, Act.MANAGE_PROJECTS),
    }
    return render(request, "projects/project_list.html", shown)


@login_required
@require_http_methods(["GET", "POST"])
def project_new(request: Request) -> HttpResponse:
    form = ProjectForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            project = operations.open_project(
                details=form.details(), by=request.user, at=timezone.now()
            )
        except operations.DatesCrossed as refusal:
            form.add_error("due_on", str(refusal.message))
        else:
            return leave_for(request, reverse("project-detail", args=[project.number]))
    return render_form(request, "projects/project_new.html", form)


@login_required
@require_GET
def project_detail(request: Request, number: str) -> HttpResponse:
    project = queries.get_project(number, for_user=request.user)
    return _project(request, project, MilestoneForm())


@login_required
@require_POST
def project_milestones(request: Request, number: str) -> HttpResponse:
    project = queries.get_project(number, for_user=request.user)
    form = MilestoneForm(request.POST)
    if not form.is_valid():
        return _project(request, project, form)
    operations.add_milestone(
        project=project, details=form.details(), by=request.user, at=timezone.now()
    )
    return redirect("project-detail", number)


def _project(request: Request, project: Project, form: forms.Form) -> HttpResponse:
    shown = {
        "project": project,
        "milestones": queries.list_milestones(for_user=request.user, project=project),
        "form": form,
        "may_manage": may(request.user, Act.MANAGE_PROJECTS),
    }
    status = 422 if form.errors else 200
    return render_page(request, PROJECT, shown, regions=("milestones",), status=status)


@login_required
@require_GET
def milestone_list(request: Request) -> HttpResponse:
    is_open = request.GET.get("all") != "1"
    milestones = queries.list_milestones(for_user=request.user, is_open=is_open)
    shown = {
        "page": Paginator(milestones, PAGE).get_page(request.GET.get("page")),
        "is_open": is_open,
    }
    return render_page(request, "projects/milestone_list.html", shown, regions=("rows",))


@login_required
@require_GET
def milestone_detail(request: Request, number: str) -> HttpResponse:
    return _milestone(request, queries.get_milestone(number, for_user=request.user))


@login_required
@require_POST
def milestone_reached(request: Request, number: str) -> HttpResponse:
    milestone = queries.get_milestone(number, for_user=request.user)
    try:
        operations.reach(milestone=milestone, by=request.user, at=timezone.now())
    except operations.ReachedAlready as refusal:
        keep_toast(request, refusal.message, tone="bad")
    return redirect("milestone-detail", number)


@login_required
@require_POST
def milestone_reopen(request: Request, number: str) -> HttpResponse:
    milestone = queries.get_milestone(number, for_user=request.user)
    form = ReasonForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            operations.reopen(
                milestone=milestone, reason=reason, by=request.user, at=timezone.now()
            )
        except operations.NotReached as refusal:
            keep_toast(request, refusal.message, tone="bad")
        return redirect("milestone-detail", number)
    return _milestone(request, milestone, reason_form=form)


@login_required
@require_POST
def milestone_forecast(request: Request, number: str) -> HttpResponse:
    milestone = queries.get_milestone(number, for_user=request.user)
    form = ForecastForm(request.POST)
    if form.is_valid():
        try:
            operations.move_forecast(
                milestone=milestone,
                before=form.cleaned_data["before"],
                to=form.cleaned_data["forecast_on"],
                by=request.user,
                at=timezone.now(),
            )
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.add_error("forecast_on", str(refusal.message))
        else:
            return redirect("milestone-detail", number)
    return _milestone(request, milestone, forecast_form=form)


def _milestone(request: Request, milestone: Milestone, **shown_forms: forms.Form) -> HttpResponse:
    expected = {"before": milestone.forecast_on, "forecast_on": milestone.forecast_on}
    shown = {
        "milestone": milestone,
        "may_reach": may(request.user, Act.REACH_MILESTONE),
        "reason_form": ReasonForm(),
        "forecast_form": ForecastForm(initial=expected),
        **shown_forms,
    }
    status = 422 if shown_forms else 200
    return render_page(request, MILESTONE, shown, regions=("facts",), status=status)
