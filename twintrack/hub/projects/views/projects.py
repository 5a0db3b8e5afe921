"""Pages of projects."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt, pressed
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.hub.projects import operations, queries
from twintrack.hub.projects.forms import (
    MilestoneForm,
    ProjectFilterForm,
    ProjectForm,
    StateForm,
    WordingForm,
)
from twintrack.hub.projects.lifecycle import ProjectState
from twintrack.hub.projects.models import Project
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.filters import chosen, filter_bar
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page
from twintrack.ui.sorting import Head, sorting

DETAIL = "projects/project_detail.html"
HEADS = (
    Head(label=gettext_lazy("Number"), key="number"),
    Head(label=gettext_lazy("Project"), key="name", by=("name",)),
    Head(label=gettext_lazy("Kind"), key="kind", by=("kind",)),
    Head(label=gettext_lazy("Product"), key="product", by=("product__name",)),
    Head(label=gettext_lazy("Milestones")),
    Head(label=gettext_lazy("Due on"), key="due", by=("due_key",)),
    Head(label=gettext_lazy("Owner"), key="owner", by=("owner__name",)),
    Head(label=gettext_lazy("State"), key="state", by=("state",)),
)
VIEWS: tuple[tuple[str, str | Promise], ...] = (
    *((state.value, state.label) for state in ProjectState),
    ("all", gettext_lazy("All")),
)


@login_required
@require_GET
def project_list(request: Request) -> HttpResponse:
    view = request.GET.get("view", "")
    view = view if view in dict(VIEWS) else ProjectState.ACTIVE.value
    form = ProjectFilterForm(request.GET, user=request.user)
    wanted = chosen(form)
    projects = queries.list_projects(
        for_user=request.user,
        state="" if view == "all" else view,
        text=wanted.get("q", ""),
        product=wanted.get("product"),
        owner=wanted.get("owner"),
        kind=wanted.get("kind", ""),
    )
    table = sorting(request, HEADS, usual=("-pk",))
    shown = {
        "page": key_page(projects, order=table.order, after=request.GET.get("after", "")),
        **table.shown,
        "count": projects.count(),
        "may_manage": may(request.user, Act.MANAGE_PROJECTS),
        **filter_bar(request, form, views=VIEWS, view=view),
    }
    return render_page(request, "projects/project_list.html", shown, regions=("rows",))


@login_required
@require_http_methods(["GET", "POST"])
def project_new(request: Request) -> HttpResponse:
    form = ProjectForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        with attempt(form, {operations.DatesCrossed: "due_on"}):
            project = operations.open_project(
                details=form.details(), by=request.user, at=timezone.now()
            )
            return leave_for(request, reverse("project-detail", args=[project.number]))
    return render_form(request, "projects/project_new.html", form)


@login_required
@require_GET
def project_detail(request: Request, number: str) -> HttpResponse:
    project = queries.get_project(number, for_user=request.user)
    return _detail(request, project, MilestoneForm())


@login_required
@require_http_methods(["GET", "POST"])
def project_edit(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.MANAGE_PROJECTS)
    project = queries.get_project(number, for_user=request.user)
    initial = {name: getattr(project, name) for name in WordingForm.base_fields}
    form = WordingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with attempt(form, {operations.DatesCrossed: "due_on"}):
            operations.change_project(
                project=project, wording=form.wording(), by=request.user, at=timezone.now()
            )
            return leave_for(request, reverse("project-detail", args=[number]))
    return render_form(request, "projects/project_edit.html", form, project=project)


@login_required
@require_POST
def project_state(request: Request, number: str) -> HttpResponse:
    project = queries.get_project(number, for_user=request.user)
    form = StateForm(request.POST)
    if form.is_valid():
        with pressed(request):
            operations.move_project(
                project=project,
                to=ProjectState(form.cleaned_data["state"]),
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
    return redirect("project-detail", number)


@login_required
@require_POST
def project_milestones(request: Request, number: str) -> HttpResponse:
    project = queries.get_project(number, for_user=request.user)
    form = MilestoneForm(request.POST)
    if not form.is_valid():
        return _detail(request, project, form)
    operations.add_milestone(
        project=project, details=form.details(), by=request.user, at=timezone.now()
    )
    return redirect("project-detail", number)


def _detail(request: Request, project: Project, form: forms.Form) -> HttpResponse:
    today = timezone.localdate()
    milestones = [
        (milestone, milestone.days_late(today))
        for milestone in queries.list_milestones(for_user=request.user, project=project)
    ]
    shown = {
        "project": project,
        "milestones": milestones,
        "next": next((each for each, _late in milestones if not each.is_reached), None),
        "form": form,
        "may_manage": may(request.user, Act.MANAGE_PROJECTS),
    }
    status = 422 if form.errors else 200
    return render_page(request, DETAIL, shown, regions=("milestones",), status=status)
