"""Pages of customer feedback."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.people.http import Request
from twintrack.sales.feedback import operations, queries
from twintrack.sales.feedback.forms import FeedbackForm, StateForm
from twintrack.sales.feedback.lifecycle import State
from twintrack.ui.regions import render_page
from twintrack.ui.toasts import keep_toast

PAGE = 50


@login_required
@require_GET
def feedback_list(request: Request) -> HttpResponse:
    state = request.GET.get("state", "")
    feedback = queries.list_feedback(for_user=request.user, state=state)
    page = Paginator(feedback, PAGE).get_page(request.GET.get("page"))
    shown = {"page": page, "state": state, "states": State.choices}
    return render_page(request, "feedback/feedback_list.html", shown, regions=("rows",))


@login_required
@require_http_methods(["GET", "POST"])
def feedback_new(request: Request) -> HttpResponse:
    form = FeedbackForm(request.POST or None, user=request.user, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        try:
            feedback = operations.record(said=form.said(), by=request.user, at=timezone.now())
        except (operations.OtherProduct, operations.NothingSaid) as refusal:
            form.add_error(None, str(refusal.message))
        else:
            return redirect("feedback-detail", feedback.number)
    status = 422 if form.errors else 200
    return render(request, "feedback/feedback_new.html", {"form": form}, status=status)


@login_required
@require_GET
def feedback_detail(request: Request, number: str) -> HttpResponse:
    feedback = queries.get_feedback(number, for_user=request.user)
    shown = {"feedback": feedback}
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
        except operations.StateNotReachable as refusal:
            keep_toast(request, refusal.message, tone="bad")
    return redirect("feedback-detail", number)
