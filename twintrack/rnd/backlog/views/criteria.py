"""The check list on the page of a requirement."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from twintrack.foundation.access.refusals import StaleEdit
from twintrack.foundation.people.http import Request
from twintrack.rnd.backlog import operations, queries
from twintrack.rnd.backlog.models import Criterion, Requirement
from twintrack.rnd.backlog.surroundings import get_criterion
from twintrack.rnd.backlog.views.answers import answer
from twintrack.rnd.backlog.views.page import show
from twintrack.ui.inline import Conflict


@login_required
@require_POST
def criterion_new(request: Request, number: str) -> HttpResponse:
    requirement = queries.get_requirement(number, for_user=request.user)
    text = request.POST.get("text", "")
    try:
        operations.add_criterion(
            requirement=requirement, text=text, by=request.user, at=timezone.now()
        )
    except (operations.CriterionUnfit, operations.CriterionRepeated, operations.Closed) as refusal:
        told = {"criterion_error": refusal.message, "criterion_text": text}
        return show(request, requirement, status=422, **told)
    return answer(request, number)


@login_required
@require_POST
def criterion_change(request: Request, number: str, pk: int) -> HttpResponse:
    """Tick, reword, move, remove or restore a criterion, as the button pressed says."""
    requirement = queries.get_requirement(number, for_user=request.user)
    criterion = get_criterion(requirement, pk)
    who = {"by": request.user, "at": timezone.now()}
    change = request.POST.get("change", "")
    try:
        return _change(request, criterion, change, who)
    except operations.Closed as refusal:
        return answer(request, number, refusal.message, tone="bad")
    except (operations.CriterionUnfit, operations.CriterionRepeated) as refusal:
        told = {"criterion": pk, "criterion_error": refusal.message}
        return show(request, requirement, status=422, **told)
    except StaleEdit as refusal:
        return _both(request, requirement, pk, refusal)


def _change(
    request: Request, criterion: Criterion, change: str, who: dict[str, Any]
) -> HttpResponse:
    number = criterion.requirement.number
    if change == "reword":
        before, to = request.POST.get("before", ""), request.POST.get("text", "")
        operations.reword_criterion(criterion=criterion, before=before, to=to, **who)
    elif change in {"up", "down"}:
        steps = -1 if change == "up" else 1
        operations.move_criterion(criterion=criterion, steps=steps, **who)
    elif change == "remove":
        operations.remove_criterion(criterion=criterion, **who)
        undo_url = reverse("criterion-restore", args=[number, criterion.pk])
        return answer(request, number, _("The criterion is removed."), undo_url=undo_url)
    else:
        operations.tick_criterion(criterion=criterion, is_met=change == "met", **who)
    return answer(request, number)


@login_required
@require_POST
def criterion_restore(request: Request, number: str, pk: int) -> HttpResponse:
    requirement = queries.get_requirement(number, for_user=request.user)
    criterion = get_criterion(requirement, pk)
    try:
        operations.restore_criterion(criterion=criterion, by=request.user, at=timezone.now())
    except operations.CriterionRepeated as refusal:
        return answer(request, number, refusal.message, tone="bad")
    return answer(request, number)


def _both(request: Request, requirement: Requirement, pk: int, refusal: StaleEdit) -> HttpResponse:
    conflict = Conflict(
        code="criterion",
        theirs=str(refusal.current),
        mine=str(refusal.attempted),
        reason=str(refusal.message),
    )
    return show(request, requirement, status=409, criterion=pk, conflict=conflict)
