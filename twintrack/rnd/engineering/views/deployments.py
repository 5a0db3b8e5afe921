"""Deployments by environment, the page of one, what it broke, and runs of CI."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.refusals import StaleEdit
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.people.http import Request
from twintrack.rnd.engineering import operations, queries
from twintrack.rnd.engineering.forms import (
    BreakageForm,
    DeploymentFilterForm,
    PipelineFilterForm,
    RestoredForm,
)
from twintrack.rnd.engineering.models import Repository
from twintrack.rnd.engineering.views.tabs import render_tab
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.filters import chosen, filter_bar
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page

LIST = "engineering/deployment_list.html"
DETAIL = "engineering/deployment_detail.html"
VIEWS = (("all", _("All")), ("failures", _("Failures")))
NEWEST = ("-started_at", "-pk")
# So many commits stand on the page of a deployment.
SHOWN = 100


@login_required
@require_GET
def deployment_list(request: Request) -> HttpResponse:
    """Show how each environment stands, and what was deployed, the newest first."""
    check_may(request.user, Act.SEE_REPOSITORIES)
    view = request.GET.get("view", "")
    view = view if view in dict(VIEWS) else "all"
    form = DeploymentFilterForm(request.GET, user=request.user)
    shown = _listed(request, form, view)
    shown |= filter_bar(request, form, views=VIEWS, view=view)
    return render_page(request, LIST, shown, regions=("rows", "environments"))


@login_required
@require_GET
def repository_deployments(request: Request, number: str) -> HttpResponse:
    """Show the deployments of one repository."""
    repository = queries.get_repository(number, for_user=request.user)
    form = DeploymentFilterForm(request.GET, user=request.user)
    del form.fields["repository"]
    shown = _listed(request, form, "all", repository) | filter_bar(request, form)
    page = "engineering/repository_deployments.html"
    return render_tab(request, repository, page=page, here="repository-deployments", shown=shown)


def _listed(
    request: Request, form: DeploymentFilterForm, view: str, repository: Repository | None = None
) -> dict[str, Any]:
    wanted = form.wanted(is_failure=view == "failures", repository=repository)
    rows = queries.list_deployments(wanted, for_user=request.user)
    now = timezone.now()
    return {
        "page": key_page(rows, order=NEWEST, after=request.GET.get("after", "")),
        "count": rows.count(),
        "environments": queries.list_environments(
            for_user=request.user, at=now, repository=wanted.repository
        ),
        "now": now,
    }


@login_required
@require_GET
def repository_pipelines(request: Request, number: str) -> HttpResponse:
    """Show the runs of CI of one repository, the newest first."""
    repository = queries.get_repository(number, for_user=request.user)
    form = PipelineFilterForm(request.GET)
    given = chosen(form)
    rows = queries.list_pipelines(
        repository, state=given.get("state", ""), branch=given.get("branch", "")
    )
    page = key_page(rows, order=("-told_at", "-pk"), after=request.GET.get("after", ""))
    shown = {"page": page, **filter_bar(request, form)}
    template = "engineering/repository_pipelines.html"
    return render_tab(request, repository, page=template, here="repository-pipelines", shown=shown)


@login_required
@require_GET
def deployment_detail(request: Request, pk: int) -> HttpResponse:
    """Show a deployment: what it brought to users, what it broke, when it worked again."""
    deployment = queries.get_deployment(pk, for_user=request.user)
    commits = list(queries.list_commits_of_deployment(deployment)[: SHOWN + 1])
    shown = {
        "deployment": deployment,
        "repository": deployment.repository,
        "commits": commits[:SHOWN],
        "has_more": len(commits) > SHOWN,
        "runs": queries.list_runs_of(deployment.repository, deployment.sha)[:10],
    }
    return render_page(request, DETAIL, shown, regions=("body", "facts"))


@login_required
@require_http_methods(["GET", "POST"])
def deployment_breakage(request: Request, pk: int) -> HttpResponse:
    """Note that a deployment went through and broke something."""
    deployment = queries.get_deployment(pk, for_user=request.user)
    form = BreakageForm(request.POST or None, deployment=deployment)
    if request.method == "POST" and form.is_valid():
        try:
            with attempt(form, {operations.TooEarly: "since", operations.NotDeployed: None}):
                operations.note_breakage(
                    deployment=deployment, **form.noted, by=request.user, at=timezone.now()
                )
                return leave_for(request, deployment.get_absolute_url())
        except StaleEdit:
            form.show_both(queries.get_deployment(pk, for_user=request.user))
    page = "engineering/deployment_breakage.html"
    return render_form(request, page, form, deployment=deployment)


@login_required
@require_http_methods(["GET", "POST"])
def deployment_restored(request: Request, pk: int) -> HttpResponse:
    """Note since when it works again."""
    deployment = queries.get_deployment(pk, for_user=request.user)
    form = RestoredForm(request.POST or None, initial={"since": timezone.now()})
    if request.method == "POST" and form.is_valid():
        with attempt(form, {operations.TooEarly: "since", operations.NotBroken: None}):
            operations.note_restored(
                deployment=deployment, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return leave_for(request, deployment.get_absolute_url())
    page = "engineering/deployment_restored.html"
    return render_form(request, page, form, deployment=deployment)
