"""The page of one piece of feedback."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from twintrack.foundation.access.refusals import StateNotReachable
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.http import Request
from twintrack.hub.products.queries import visible_product_ids
from twintrack.sales.feedback import inbox, operations, queries
from twintrack.sales.feedback.forms import StateForm
from twintrack.sales.feedback.lifecycle import State
from twintrack.sales.feedback.steps import steps_of
from twintrack.ui.regions import render_page
from twintrack.ui.toasts import keep_toast


@login_required
@require_GET
def feedback_detail(request: Request, number: str) -> HttpResponse:
    feedback = queries.get_feedback(number, for_user=request.user)
    view = request.GET.get("view", "")
    shown = {
        "feedback": feedback,
        "also": feedback.also_products.filter(pk__in=visible_product_ids(request.user)),
        "beside": inbox.find_beside(feedback, for_user=request.user, view=view),
        "view": view,
        "may_triage": may(request.user, Act.TRIAGE_FEEDBACK),
        "steps": steps_of(feedback, for_user=request.user),
    }
    return render_page(request, "feedback/feedback_detail.html", shown, regions=("head", "facts"))


@login_required
@require_POST
def feedback_state(request: Request, number: str) -> HttpResponse:
    feedback = queries.get_feedback(number, for_user=request.user)
    form = StateForm(request.POST)
    if form.is_valid():
        to = State(form.cleaned_data["state"])
        try:
            operations.move(feedback=feedback, to=to, by=request.user, at=timezone.now())
        except StateNotReachable as refusal:
            keep_toast(request, refusal.message, tone="bad")
    return redirect("feedback-detail", number)
