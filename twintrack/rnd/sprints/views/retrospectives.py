"""The review and the retrospective of an iteration."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from twintrack.foundation.access.refusals import NotAllowed, Refusal, StaleEdit
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.http import Request
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.iterations.queries import get_iteration
from twintrack.rnd.sprints import operations, queries
from twintrack.rnd.sprints.forms import NoteForm, ReviewForm, TakeUpForm, VoteForm
from twintrack.rnd.sprints.lifecycle import Lane
from twintrack.rnd.sprints.results import result_of
from twintrack.rnd.sprints.views.overview import pages_of
from twintrack.ui.regions import region_asked_for, render_page
from twintrack.ui.toasts import keep_toast, toast

PAGE = "sprints/retrospective.html"
REGIONS = ("notes",)


@login_required
@require_GET
def retrospective(request: Request, number: str) -> HttpResponse:
    return _page(request, get_iteration(number, for_user=request.user))


def _page(request: Request, iteration: Iteration, **given: forms.Form) -> HttpResponse:
    review = queries.review_of(iteration)
    notes = queries.list_notes(iteration, for_user=request.user)
    usual = queries.usual_product(iteration, for_user=request.user)
    shown: dict[str, Any] = {
        "iteration": iteration,
        "pages": pages_of(iteration, "iteration-retrospective"),
        "result": result_of(iteration),
        "review": review,
        "review_form": ReviewForm(initial={"seen": review.notes, "notes": review.notes}),
        "lanes": [(lane, [each for each in notes if each.lane == lane]) for lane in Lane],
        "voted": queries.voted_ids(iteration, by=request.user),
        "earlier": queries.list_earlier_actions(iteration, for_user=request.user),
        "usual": usual,
        "take_up_form": TakeUpForm(user=request.user) if usual is None else None,
        "may_say": may(request.user, Act.WORK_ON_ITEMS),
        "may_plan": may(request.user, Act.PLAN_ITERATIONS),
        "may_remove_all": may(request.user, Act.KEEP_CALENDARS),
        "note_errors": None,
        **given,
    }
    status = 422 if any(form.errors for form in given.values()) else 200
    return render_page(request, PAGE, shown, regions=REGIONS, status=status)


@login_required
@require_POST
def review_write(request: Request, number: str) -> HttpResponse:
    iteration = get_iteration(number, for_user=request.user)
    form = ReviewForm(request.POST)
    if form.is_valid():
        try:
            operations.note_review(
                iteration=iteration,
                before=form.cleaned_data["seen"],
                notes=form.cleaned_data["notes"],
                by=request.user,
                at=timezone.now(),
            )
        except StaleEdit as stale:
            return _page(request, iteration, review_form=_both(request, stale))
        keep_toast(request, _("The review notes are saved"))
        return redirect("iteration-retrospective", number)
    return _page(request, iteration, review_form=form)


def _both(request: Request, stale: StaleEdit) -> forms.Form:
    """Keep what the person typed, beside what somebody else wrote in between."""
    form = ReviewForm(request.POST.dict() | {"seen": str(stale.current)})
    said = _("Somebody wrote “%(value)s” in the meantime. Save again to keep yours.")
    form.add_error("notes", said % {"value": stale.current})
    return form


@login_required
@require_POST
def note_write(request: Request, number: str) -> HttpResponse:
    iteration = get_iteration(number, for_user=request.user)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, iteration, note_errors=form)
    return _done(
        request,
        iteration,
        lambda: operations.write_note(
            iteration=iteration, **form.cleaned_data, by=request.user, at=timezone.now()
        ),
    )


@login_required
@require_POST
def note_remove(request: Request, number: str, pk: int) -> HttpResponse:
    iteration = get_iteration(number, for_user=request.user)
    note = queries.get_note(pk, iteration=iteration)
    return _done(
        request,
        iteration,
        lambda: operations.remove_note(note=note, by=request.user, at=timezone.now()),
    )


@login_required
@require_POST
def note_vote(request: Request, number: str, pk: int) -> HttpResponse:
    iteration = get_iteration(number, for_user=request.user)
    note = queries.get_note(pk, iteration=iteration)
    form = VoteForm(request.POST)
    is_for = form.is_valid() and form.cleaned_data["is_for"]
    return _done(
        request,
        iteration,
        lambda: operations.vote(note=note, is_for=is_for, by=request.user, at=timezone.now()),
    )


@login_required
@require_POST
def note_take_up(request: Request, number: str, pk: int) -> HttpResponse:
    """Make a work item of an action, of the product that the iteration was mostly about."""
    iteration = get_iteration(number, for_user=request.user)
    note = queries.get_note(pk, iteration=iteration)
    form = TakeUpForm(request.POST, user=request.user)
    product = form.cleaned_data["product"] if form.is_valid() else None
    return _done(
        request,
        iteration,
        lambda: operations.take_up(
            note=note,
            product=product or queries.usual_product(iteration, for_user=request.user),
            by=request.user,
            at=timezone.now(),
        ),
    )


def _done(request: Request, iteration: Iteration, act: Callable[[], object]) -> HttpResponse:
    """Do it, and show the retrospective as it stands; a refusal is told."""
    try:
        act()
    except NotAllowed:
        raise
    except Refusal as refusal:
        if region_asked_for(request):
            return toast(_page(request, iteration), refusal.message, tone="bad")
        keep_toast(request, refusal.message, tone="bad")
    if region_asked_for(request):
        return _page(request, iteration)
    return redirect("iteration-retrospective", iteration.number)
