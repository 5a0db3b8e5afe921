"""Handing over by hand, attaching, and taking that back."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from twintrack.foundation.access.attempts import pressed
from twintrack.foundation.access.refusals import NotAllowed, Refusal
from twintrack.foundation.people.http import Request
from twintrack.helix.handoffs import operations, queries
from twintrack.helix.handoffs.choices import requirement_choices
from twintrack.helix.handoffs.forms import AttachForm
from twintrack.helix.handoffs.models import Handoff
from twintrack.rnd.backlog.queries import get_requirement
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.feedback.queries import get_feedback
from twintrack.ui.toasts import keep_toast, toast


@login_required
@require_GET
def attach_choices(request: Request, number: str) -> JsonResponse:
    """Find requirements for feedback by what is typed; without a word, the most similar ones."""
    feedback = get_feedback(number, for_user=request.user)
    text = request.GET.get("q", "").strip()
    return JsonResponse({"items": requirement_choices(feedback, text, for_user=request.user)})


@login_required
@require_POST
def feedback_handoff(request: Request, number: str) -> HttpResponse:
    """Hand over by hand, or attach to the requirement that was chosen."""
    feedback = get_feedback(number, for_user=request.user)
    with pressed(request):
        handoff = _hand_over(request, feedback)
        text = _("%(feedback)s now belongs to %(requirement)s.") % {
            "feedback": feedback.number,
            "requirement": handoff.requirement.number,
        }
        keep_toast(request, text, _undo_of(handoff))
    return redirect(reverse("feedback-detail", args=[number]))


def _hand_over(request: Request, feedback: Feedback) -> Handoff:
    by, at = request.user, timezone.now()
    form = AttachForm(request.POST)
    if form.is_valid():
        requirement = get_requirement(form.cleaned_data["number"], for_user=by)
        return operations.attach(feedback=feedback, requirement=requirement, by=by, at=at)
    return operations.hand_over(feedback=feedback, by=by, at=at)


def _undo_of(handoff: Handoff) -> str | None:
    return None if handoff.way == "created" else reverse("handoff-undo", args=[handoff.pk])


@login_required
@require_POST
def handoff_undo(request: Request, pk: int) -> HttpResponse:
    handoff = queries.get_handoff(pk, for_user=request.user)
    text, tone = _("Taken back."), "ok"
    try:
        operations.take_back(handoff=handoff, by=request.user, at=timezone.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        text, tone = str(refusal.message), "bad"
    return _back(request, handoff, text, tone=tone)


@login_required
@require_POST
def handoff_separation(request: Request, pk: int) -> HttpResponse:
    """Give feedback a requirement of its own."""
    handoff = queries.get_handoff(pk, for_user=request.user)
    try:
        own = operations.separate(handoff=handoff, by=request.user, at=timezone.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _back(request, handoff, str(refusal.message), tone="bad")
    text = _("%(feedback)s has a requirement of its own: %(requirement)s.") % {
        "feedback": own.feedback.number,
        "requirement": own.requirement.number,
    }
    return _back(request, handoff, text, undo=reverse("handoff-undo", args=[own.pk]))


def _back(
    request: Request, handoff: Handoff, text: str, *, undo: str = "", tone: str = "ok"
) -> HttpResponse:
    if request.htmx:
        return toast(HttpResponse(), text, undo or None, tone=tone)
    keep_toast(request, text, undo or None, tone=tone)
    return redirect(reverse("feedback-detail", args=[handoff.feedback.number]))
