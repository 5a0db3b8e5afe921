"""The page of one opportunity, and how it is opened, edited and ends."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from twintrack.foundation.access.attempts import Beside, attempt
from twintrack.foundation.access.refusals import NotAllowed, Refusal, StaleEdit
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.sales.pipeline import operations, queries
from twintrack.sales.pipeline.criteria import ask_for
from twintrack.sales.pipeline.forms import (
    LoseForm,
    NextStepForm,
    OpportunityEditForm,
    OpportunityForm,
    ReopenForm,
    SeenForm,
)
from twintrack.sales.pipeline.lifecycle import Stage
from twintrack.sales.pipeline.models import Opportunity, PipelineStage
from twintrack.sales.pipeline.models.stages import known_stages, open_stages
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.regions import render_page
from twintrack.ui.toasts import keep_toast

DETAIL = "pipeline/opportunity_detail.html"
BESIDE: Beside = {Refusal: "reason"}
IMPOSSIBLE: Beside = {
    operations.AmountImpossible: "amount",
    operations.StepHalf: "next_step",
}


@login_required
@require_http_methods(["GET", "POST"])
def opportunity_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.MANAGE_OPPORTUNITIES)
    initial = {"customer": request.GET.get("customer", "")}
    form = OpportunityForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        with attempt(form, IMPOSSIBLE):
            opportunity = operations.open_opportunity(
                details=form.details(), by=request.user, at=timezone.now()
            )
            return leave_for(request, reverse("opportunity-detail", args=[opportunity.number]))
    return render_form(request, "pipeline/opportunity_new.html", form)


@login_required
@require_GET
def opportunity_detail(request: Request, number: str) -> HttpResponse:
    opportunity = queries.get_opportunity(number, for_user=request.user)
    today = timezone.localdate()
    stage = known_stages().get(opportunity.stage)
    way = [each for each in known_stages().values() if each.is_active or each == stage]
    days = (today - timezone.localdate(opportunity.stage_since)).days
    asked = _ask_next(opportunity, stage)
    shown: dict[str, Any] = {
        "opportunity": opportunity,
        "products": queries.list_products_of(opportunity, for_user=request.user),
        "passages": queries.list_passages(opportunity),
        "stages": list(enumerate(way)),
        "reached": way.index(stage) if stage and opportunity.is_open else len(way),
        "stage": stage,
        "days": days,
        "is_rotting": bool(
            opportunity.is_open and stage and stage.target_days and days > stage.target_days
        ),
        "asked": asked,
        "unmet": [each for each in asked if not each.is_met],
        "all_met": _("All met"),
        "next_stage": _next(stage) if opportunity.is_open else None,
        "today": today,
        "may_manage": may(request.user, Act.MANAGE_OPPORTUNITIES),
    }
    return render_page(request, DETAIL, shown, regions=("head", "facts", "passages"))


def _next(stage: PipelineStage | None) -> PipelineStage | None:
    way = open_stages()
    if stage not in way:
        return None
    place = way.index(stage) + 1
    return way[place] if place < len(way) else None


def _ask_next(opportunity: Opportunity, stage: PipelineStage | None) -> list[Any]:
    """Say what the next stage asks for, while there is time to see to it."""
    following = _next(stage) if opportunity.is_open else None
    if following is None:
        return []
    return ask_for(opportunity, to=following.code, on=timezone.localdate())


@login_required
@require_http_methods(["GET", "POST"])
def opportunity_edit(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.MANAGE_OPPORTUNITIES)
    opportunity = queries.get_opportunity(number, for_user=request.user)
    form = OpportunityEditForm(request.POST or None, opportunity=opportunity, user=request.user)
    if request.method == "POST" and form.is_valid():
        before, values = form.changes()
        with attempt(form, IMPOSSIBLE):
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
@require_http_methods(["GET", "POST"])
def opportunity_won(request: Request, number: str) -> HttpResponse:
    opportunity = queries.get_opportunity(number, for_user=request.user)
    check_may(request.user, Act.MANAGE_OPPORTUNITIES)
    form = SeenForm(request.POST or None, initial={"before": opportunity.stage})
    if request.method == "POST" and form.is_valid():
        _try(
            request,
            lambda: operations.win(
                opportunity=opportunity,
                before=form.cleaned_data["before"],
                by=request.user,
                at=timezone.now(),
            ),
        )
        return leave_for(request, reverse("opportunity-detail", args=[number]))
    if request.method == "POST":
        return redirect("opportunity-detail", number)
    return render_form(request, "pipeline/opportunity_won.html", form, opportunity=opportunity)


def _try(request: Request, operation: Callable[[], Opportunity]) -> None:
    """Run an operation that a button asked for; a refusal is told on the page that follows."""
    try:
        operation()
    except NotAllowed:
        raise
    except StaleEdit as refusal:
        keep_toast(request, moved_meanwhile(refusal), tone="bad")
    except Refusal as refusal:
        keep_toast(request, refusal.message, tone="bad")


def moved_meanwhile(refusal: StaleEdit) -> str:
    """Say to where somebody else moved an opportunity."""
    said = _("Somebody moved it to “%(stage)s” in the meantime. Nothing was changed.")
    return said % {"stage": refusal.current}


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
                before=form.cleaned_data["before"],
                reason=form.cleaned_data["reason"],
                loss=form.loss(),
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, reverse("opportunity-detail", args=[number]))
    shown = {"opportunity": opportunity, "competitors": queries.list_competitors()}
    return render_form(request, "pipeline/opportunity_lost.html", form, **shown)


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
                to=form.cleaned_data["to"],
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, reverse("opportunity-detail", args=[number]))
    return render_form(request, "pipeline/opportunity_reopen.html", form, opportunity=opportunity)


@login_required
@require_http_methods(["GET", "POST"])
def opportunity_next_step(request: Request, number: str) -> HttpResponse:
    """Say what one does next, where it stands."""
    check_may(request.user, Act.MANAGE_OPPORTUNITIES)
    opportunity = queries.get_opportunity(number, for_user=request.user)
    form = NextStepForm(request.POST or None, opportunity=opportunity)
    if request.method == "POST" and form.is_valid():
        before, values = form.changes()
        with attempt(form, {operations.StepHalf: "next_step_on"}):
            operations.change(
                opportunity=opportunity,
                before=before,
                values=values,
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, reverse("opportunity-detail", args=[number]))
    return render_form(request, "pipeline/opportunity_next.html", form, opportunity=opportunity)
