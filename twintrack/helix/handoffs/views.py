"""The chain between the tracks, shown on the pages of both its ends."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from twintrack.foundation.access.refusals import NotAllowed, Refusal
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.http import Request
from twintrack.helix.handoffs import operations, queries
from twintrack.helix.handoffs.forms import AttachForm
from twintrack.rnd.backlog.queries import get_requirement
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.feedback.queries import get_feedback
from twintrack.ui.toasts import keep_toast


def _page(request: Request, region: str, shown: dict[str, Any]) -> HttpResponse:
    template = f"handoffs/{region}.html#panel" if request.htmx else f"handoffs/{region}.html"
    return render(request, template, shown)


@login_required
@require_GET
def feedback_chain(request: Request, number: str) -> HttpResponse:
    feedback = get_feedback(number, for_user=request.user)
    shown = {
        "feedback": feedback,
        "handoff": queries.find_handoff(feedback),
        "form": AttachForm(),
        "may_hand_over": may(request.user, Act.HAND_OVER),
    }
    return _page(request, "feedback_chain", shown)


@login_required
@require_GET
def requirement_chain(request: Request, number: str) -> HttpResponse:
    requirement = get_requirement(number, for_user=request.user)
    behind = queries.list_behind(requirement, for_user=request.user)
    return _page(request, "requirement_chain", {"requirement": requirement, "behind": behind})


@login_required
@require_POST
def feedback_handoff(request: Request, number: str) -> HttpResponse:
    """Hand over by hand, or attach to the requirement whose number was typed."""
    feedback = get_feedback(number, for_user=request.user)
    try:
        _hand_over(request, feedback)
    except NotAllowed:
        raise
    except Refusal as refusal:
        keep_toast(request, refusal.message, tone="bad")
    return redirect(reverse("feedback-detail", args=[number]))


def _hand_over(request: Request, feedback: Feedback) -> None:
    by, at = request.user, timezone.now()
    form = AttachForm(request.POST)
    if form.is_valid():
        requirement = get_requirement(form.cleaned_data["number"], for_user=by)
        operations.attach(feedback=feedback, requirement=requirement, by=by, at=at)
    else:
        operations.hand_over(feedback=feedback, by=by, at=at)
