"""Pages where the pipeline is set up."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.answers import refused
from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.sales.pipeline import operations, queries
from twintrack.sales.pipeline.criteria import all_checks
from twintrack.sales.pipeline.setting_forms import (
    CompetitorForm,
    RankForm,
    ReasonForm,
    RetireForm,
    StageEditForm,
)
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.regions import render_page

PAGE = "pipeline/settings.html"


@login_required
@require_GET
def pipeline_settings(request: Request) -> HttpResponse:
    check_may(request.user, Act.SEE_OPPORTUNITIES)
    stages = queries.list_stages()
    shown = {
        "stages": [each for each in stages if each.is_active],
        "retired": [each for each in stages if not each.is_active],
        "counts": queries.count_at_stages(),
        "labels": {each.code: each.label for each in all_checks()},
        "reasons": queries.list_all_reasons(),
        "competitors": queries.list_competitors(),
        "may_set": may(request.user, Act.SET_PIPELINE),
    }
    return render_page(request, PAGE, shown, regions=("stages", "playbook", "lists"))


def _back(request: Request) -> HttpResponse:
    return leave_for(request, reverse("pipeline-settings"))


@login_required
@require_http_methods(["GET", "POST"])
def stage_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.SET_PIPELINE)
    form = StageEditForm(request.POST or None, initial={"may_be_skipped": True})
    if request.method == "POST" and form.is_valid():
        operations.add_stage(details=form.details(), by=request.user, at=timezone.now())
        return _back(request)
    return render_form(request, "pipeline/stage_form.html", form, stage=None)


@login_required
@require_http_methods(["GET", "POST"])
def stage_edit(request: Request, code: str) -> HttpResponse:
    check_may(request.user, Act.SET_PIPELINE)
    stage = queries.get_stage(code)
    form = StageEditForm(request.POST or None, stage=stage)
    if request.method == "POST" and form.is_valid():
        before, values = form.changes()
        with attempt(form):
            operations.change_stage(
                stage=stage, before=before, values=values, by=request.user, at=timezone.now()
            )
            return _back(request)
    return render_form(request, "pipeline/stage_form.html", form, stage=stage)


@login_required
@require_POST
def stage_rank(request: Request) -> HttpResponse:
    form = RankForm(request.POST)
    if not form.is_valid():
        return refused(operations.StageRetired())
    try:
        operations.move_stage(
            stage=form.cleaned_data["pk"], to=form.place(), by=request.user, at=timezone.now()
        )
    except Refusal as refusal:
        return refused(refusal)
    return HttpResponse()


@login_required
@require_http_methods(["GET", "POST"])
def stage_retire(request: Request, code: str) -> HttpResponse:
    check_may(request.user, Act.SET_PIPELINE)
    stage = queries.get_stage(code)
    form = RetireForm(request.POST or None, stage=stage)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "to"):
            operations.retire_stage(
                stage=stage, to=form.cleaned_data["to"], by=request.user, at=timezone.now()
            )
            return _back(request)
    many = queries.count_at_stages().get(stage.code, 0)
    return render_form(request, "pipeline/stage_retire.html", form, stage=stage, many=many)


@login_required
@require_POST
def stage_restore(request: Request, code: str) -> HttpResponse:
    operations.restore_stage(stage=queries.get_stage(code), by=request.user, at=timezone.now())
    return redirect("pipeline-settings")


@login_required
@require_http_methods(["GET", "POST"])
def reason_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.SET_PIPELINE)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.add_reason(**form.cleaned_data, by=request.user, at=timezone.now())
        return _back(request)
    return render_form(request, "pipeline/reason_form.html", form, reason=None)


@login_required
@require_http_methods(["GET", "POST"])
def reason_edit(request: Request, code: str) -> HttpResponse:
    check_may(request.user, Act.SET_PIPELINE)
    reason = queries.get_reason(code)
    form = ReasonForm(request.POST or None, reason=reason)
    if request.method == "POST" and form.is_valid():
        before, values = form.changes()
        with attempt(form):
            operations.change_reason(
                reason=reason, before=before, values=values, by=request.user, at=timezone.now()
            )
            return _back(request)
    return render_form(request, "pipeline/reason_form.html", form, reason=reason)


@login_required
@require_http_methods(["GET", "POST"])
def competitor_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.MANAGE_OPPORTUNITIES)
    return _competitor(request, CompetitorForm(request.POST or None))


@login_required
@require_http_methods(["GET", "POST"])
def competitor_edit(request: Request, pk: int) -> HttpResponse:
    check_may(request.user, Act.SET_PIPELINE)
    competitor = queries.get_competitor(pk)
    form = CompetitorForm(request.POST or None, initial={"name": competitor.name})
    return _competitor(request, form, competitor=competitor)


def _competitor(request: Request, form: CompetitorForm, competitor: Any = None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        named: dict[str, Any] = {**form.cleaned_data, "by": request.user, "at": timezone.now()}
        with attempt(form, "name"):
            if competitor is None:
                operations.know_competitor(**named)
            else:
                operations.rename_competitor(competitor=competitor, **named)
            return _back(request)
    return render_form(request, "pipeline/competitor_form.html", form, competitor=competitor)
