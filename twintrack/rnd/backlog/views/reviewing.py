"""A review on the page of a requirement: whom to ask, what they think, what is decided."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.refusals import NotAllowed, Refusal, StateNotReachable
from twintrack.foundation.people.http import Request
from twintrack.rnd.backlog import operations, queries, review_queue
from twintrack.rnd.backlog.forms import DecisionForm
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.operations import Decision
from twintrack.rnd.backlog.review_forms import OpinionForm, QuestionForm, RiceForm, WsjfForm
from twintrack.rnd.backlog.views.answers import answer
from twintrack.rnd.backlog.views.page import show
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.toasts import keep_toast


@login_required
@require_POST
def requirement_decision(request: Request, number: str) -> HttpResponse:
    requirement = queries.get_requirement(number, for_user=request.user)
    form = DecisionForm(request.POST)
    if not decided(request, requirement, form):
        return show(request, requirement, status=422, decision_form=form)
    return answer(
        request,
        number,
        told_decision(number, form),
        undo_url=reverse("requirement-decision-undo", args=[number]),
    )


def decided(request: Request, requirement: Requirement, form: DecisionForm) -> bool:
    """Decide as the form says; a refusal stands in the form afterwards."""
    if not form.is_valid():
        return False
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
        return False
    return True


def told_decision(number: str, form: DecisionForm) -> str:
    """Say what was decided."""
    label = dict(form.fields["decision"].choices)[form.cleaned_data["decision"]]  # type: ignore[attr-defined]
    return str(format_lazy("{}: {}", number, label))


@login_required
@require_POST
def requirement_decision_undo(request: Request, number: str) -> HttpResponse:
    """Take the decision that holds back."""
    requirement = queries.get_requirement(number, for_user=request.user)
    try:
        operations.take_back(requirement=requirement, by=request.user, at=timezone.now())
    except (operations.BuiltAlready, operations.NothingDecided) as refusal:
        return answer(request, number, refusal.message, tone="bad")
    return answer(request, number, _("The decision is taken back."))


@login_required
@require_POST
def requirement_score(request: Request, number: str) -> HttpResponse:
    requirement = queries.get_requirement(number, for_user=request.user)
    form, is_kept = scored(request, requirement)
    if is_kept:
        return answer(request, number)
    return show(request, requirement, status=422, score_form=form)


def scored(request: Request, requirement: Requirement) -> tuple[RiceForm | WsjfForm, bool]:
    """Keep an estimate by the method of the product; a refusal stands in the form afterwards."""
    is_wsjf = requirement.product_id in queries.products_by_wsjf()
    form = WsjfForm(request.POST) if is_wsjf else RiceForm(request.POST)
    if not form.is_valid():
        return form, False
    kept: dict[str, Any] = {"requirement": requirement, "by": request.user, "at": timezone.now()}
    try:
        if isinstance(form, WsjfForm):
            operations.score_by_wsjf(wsjf=form.wsjf(), **kept)
        else:
            operations.score(rice=form.rice(), **kept)
    except operations.Closed as refusal:
        form.add_error(None, str(refusal.message))
        return form, False
    return form, True


@login_required
@require_GET
def score_preview(request: Request) -> HttpResponse:
    """Say what four numbers come to, while they are being typed."""
    if "job_size" in request.GET:
        parts = WsjfForm(request.GET)
        shown: dict[str, object] = {"wsjf": parts.wsjf() if parts.is_valid() else None}
    else:
        form = RiceForm(request.GET)
        shown = {"rice": form.rice() if form.is_valid() else None}
    return render(request, "backlog/_score_preview.html", shown)


@login_required
@require_http_methods(["GET", "POST"])
def review_request(request: Request, number: str) -> HttpResponse:
    """Ask people for their opinion, in a dialog."""
    requirement = queries.get_requirement(number, for_user=request.user)
    form = QuestionForm(
        request.POST or None, requirement=requirement, initial=_asked_before(requirement)
    )
    if request.method == "POST" and form.is_valid():
        try:
            operations.ask_for_review(
                requirement=requirement,
                question=form.question(),
                by=request.user,
                at=timezone.now(),
            )
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
        else:
            undo_url = reverse("review-withdrawal", args=[number])
            keep_toast(request, _("The reviewers are told in their inbox."), undo_url)
            return leave_for(request, reverse("requirement-detail", args=[number]))
    return render_form(request, "backlog/review_request.html", form, requirement=requirement)


def _asked_before(requirement: Requirement) -> dict[str, object]:
    asked = review_queue.find_open_request(requirement)
    if asked is None:
        return {}
    reviewers = [opinion.reviewer_id for opinion in asked.opinions.all()]
    return {"reviewers": reviewers, "due_on": asked.due_on, "note": asked.note}


@login_required
@require_POST
def review_withdrawal(request: Request, number: str) -> HttpResponse:
    """Ask nobody any more."""
    requirement = queries.get_requirement(number, for_user=request.user)
    try:
        operations.withdraw_review(requirement=requirement, by=request.user, at=timezone.now())
    except StateNotReachable as refusal:
        return answer(request, number, refusal.message, tone="bad")
    return answer(request, number, _("The review is withdrawn."))


@login_required
@require_POST
def review_opinion(request: Request, number: str) -> HttpResponse:
    requirement = queries.get_requirement(number, for_user=request.user)
    form = OpinionForm(request.POST)
    if form.is_valid():
        try:
            operations.give_opinion(
                requirement=requirement, view=form.view(), by=request.user, at=timezone.now()
            )
        except operations.NotAsked as refusal:
            form.add_error(None, str(refusal.message))
        else:
            return answer(request, number, _("Your opinion is kept."))
    return show(request, requirement, status=422, opinion_form=form)
