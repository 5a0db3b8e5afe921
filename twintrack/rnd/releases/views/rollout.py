"""How a release reaches the installed base: planned, held back, resumed."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.refusals import ReasonMissing
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.people.http import Request
from twintrack.rnd.releases import operations, queries
from twintrack.rnd.releases.forms import RolloutForm, WhyForm
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.toasts import keep_toast


def _back(number: str) -> str:
    return f"{reverse('release-detail', args=[number])}?tab=rollout"


@login_required
@require_http_methods(["GET", "POST"])
def release_rollout(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.SHIP_RELEASES)
    release = queries.get_release(number, for_user=request.user)
    steps = list(release.rollout.order_by("week"))
    first = steps[0].week if steps else release.expected_on or timezone.localdate()
    shares = queries.shares_by_week(steps)
    initial = {"start": first, "percents": " ".join(str(each) for each in shares)}
    form = RolloutForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "percents"):
            operations.plan_rollout(
                release=release, rollout=form.rollout(), by=request.user, at=timezone.now()
            )
            return leave_for(request, _back(number))
    return render_form(request, "releases/release_rollout.html", form, release=release)


@login_required
@require_http_methods(["GET", "POST"])
def release_pause(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.SHIP_RELEASES)
    release = queries.get_release(number, for_user=request.user)
    form = WhyForm(request.POST or None)
    beside = {ReasonMissing: "reason", operations.NotRolling: "reason"}
    if request.method == "POST" and form.is_valid():
        with attempt(form, beside):
            operations.pause_rollout(
                release=release,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, _back(number))
    return render_form(request, "releases/release_pause.html", form, release=release)


@login_required
@require_POST
def release_resume(request: Request, number: str) -> HttpResponse:
    release = queries.get_release(number, for_user=request.user)
    try:
        operations.resume_rollout(release=release, by=request.user, at=timezone.now())
    except operations.NotRolling as refusal:
        keep_toast(request, refusal.message, tone="bad")
    return leave_for(request, _back(number))
