"""The page of one requirement."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from twintrack.foundation.access.refusals import NotAllowed, Refusal, StaleEdit
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.http import Request
from twintrack.hub.projects.queries import list_milestones
from twintrack.rnd.backlog import operations, queries
from twintrack.rnd.backlog.forms import (
    DateForm,
    DecisionForm,
    MilestoneForm,
    RiceForm,
    StateForm,
)
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.operations import Decision
from twintrack.ui.toasts import keep_toast


@login_required
@require_GET
def requirement_detail(request: Request, number: str) -> HttpResponse:
    return _detail(request, queries.get_requirement(number, for_user=request.user))


@login_required
@require_POST
def requirement_decision(request: Request, number: str) -> HttpResponse:
    requirement = queries.get_requirement(number, for_user=request.user)
    form = DecisionForm(request.POST)
    if form.is_valid():
        try:
            operations.decide(
                requirement=requirement,
                decision=Decision(**form.cleaned_data),
                by=request.user,
                at=timezone.now(),
            )
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            return redirect("requirement-detail", number)
    return _detail(request, requirement, decision_form=form)


@login_required
@require_POST
def requirement_score(request: Request, number: str) -> HttpResponse:
    requirement = queries.get_requirement(number, for_user=request.user)
    form = RiceForm(request.POST)
    if not form.is_valid():
        return _detail(request, requirement, rice_form=form)
    operations.score(requirement=requirement, rice=form.rice(), by=request.user, at=timezone.now())
    return redirect("requirement-detail", number)


@login_required
@require_POST
def requirement_state(request: Request, number: str) -> HttpResponse:
    requirement = queries.get_requirement(number, for_user=request.user)
    form = StateForm(request.POST)
    if form.is_valid():
        to = State(form.cleaned_data["state"])
        try:
            operations.advance(requirement=requirement, to=to, by=request.user, at=timezone.now())
        except operations.StateNotReachable as refusal:
            keep_toast(request, refusal.message, tone="bad")
    return redirect("requirement-detail", number)


@login_required
@require_POST
def requirement_date(request: Request, number: str) -> HttpResponse:
    requirement = queries.get_requirement(number, for_user=request.user)
    form = DateForm(request.POST)
    if form.is_valid():
        try:
            operations.move_date(
                requirement=requirement,
                before=form.cleaned_data["before"],
                to=form.cleaned_data["planned_on"],
                by=request.user,
                at=timezone.now(),
            )
        except StaleEdit as refusal:
            form.add_error("planned_on", str(refusal.message))
        else:
            return redirect("requirement-detail", number)
    return _detail(request, requirement, date_form=form)


@login_required
@require_POST
def requirement_milestone(request: Request, number: str) -> HttpResponse:
    requirement = queries.get_requirement(number, for_user=request.user)
    form = _milestone_form(request, requirement, request.POST)
    if not form.is_valid():
        return _detail(request, requirement, milestone_form=form)
    operations.plan_for(
        requirement=requirement,
        milestone=form.cleaned_data["milestone"],
        by=request.user,
        at=timezone.now(),
    )
    return redirect("requirement-detail", number)


def _milestone_form(
    request: Request, requirement: Requirement, data: QueryDict | None = None
) -> MilestoneForm:
    milestones = list_milestones(for_user=request.user, product=requirement.product)
    return MilestoneForm(
        data, milestones=milestones, initial={"milestone": requirement.milestone_id}
    )


def _detail(request: Request, requirement: Requirement, **forms_shown: forms.Form) -> HttpResponse:
    planned = {"before": requirement.planned_on, "planned_on": requirement.planned_on}
    fresh: dict[str, forms.Form] = {
        "decision_form": DecisionForm(),
        "rice_form": RiceForm(),
        "date_form": DateForm(initial=planned),
        "milestone_form": _milestone_form(request, requirement),
    }
    shown = {
        "requirement": requirement,
        "reviews": queries.list_reviews(requirement),
        "may_review": may(request.user, Act.REVIEW_REQUIREMENT),
        "may_advance": may(request.user, Act.ADVANCE_REQUIREMENT),
        **fresh,
        **forms_shown,
    }
    status = 422 if forms_shown else 200
    return render(request, "backlog/requirement_detail.html", shown, status=status)
