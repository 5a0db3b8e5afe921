"""Pages where the playbook is written."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.people.http import Request
from twintrack.sales.pipeline import operations, queries
from twintrack.sales.pipeline.team_forms import PlaybookForm
from twintrack.ui.dialogs import leave_for, render_form

FORM = "pipeline/playbook_form.html"


def _back(request: Request) -> HttpResponse:
    return leave_for(request, f"{reverse('pipeline-settings')}#playbook")


@login_required
@require_http_methods(["GET", "POST"])
def playbook_new(request: Request, code: str) -> HttpResponse:
    check_may(request.user, Act.SET_PIPELINE)
    stage = queries.get_stage(code)
    form = PlaybookForm(request.POST or None, initial={"due_days": 3})
    if request.method == "POST" and form.is_valid():
        operations.add_playbook_task(
            stage=stage, details=form.details(), by=request.user, at=timezone.now()
        )
        return _back(request)
    return render_form(request, FORM, form, stage=stage, entry=None)


@login_required
@require_http_methods(["GET", "POST"])
def playbook_edit(request: Request, pk: int) -> HttpResponse:
    check_may(request.user, Act.SET_PIPELINE)
    entry = queries.get_playbook_task(pk)
    form = PlaybookForm(request.POST or None, task=entry)
    if request.method == "POST" and form.is_valid():
        before, values = form.changes()
        with attempt(form):
            operations.change_playbook_task(
                task=entry, before=before, values=values, by=request.user, at=timezone.now()
            )
            return _back(request)
    return render_form(request, FORM, form, stage=entry.stage, entry=entry)


@login_required
@require_POST
def playbook_remove(request: Request, pk: int) -> HttpResponse:
    check_may(request.user, Act.SET_PIPELINE)
    operations.remove_playbook_task(
        task=queries.get_playbook_task(pk), by=request.user, at=timezone.now()
    )
    return redirect("pipeline-settings")
