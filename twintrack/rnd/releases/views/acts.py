"""What is done with a release: moved, frozen, shipped, withdrawn, and held to other figures."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.refusals import NotThere, ReasonMissing, StateNotReachable
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.rnd.releases import operations, queries
from twintrack.rnd.releases.forms import GateForm, MoveForm, ShipForm, WhyForm
from twintrack.rnd.releases.gates import aims_of, check_list
from twintrack.rnd.releases.lifecycle import NEED_REASON, State
from twintrack.rnd.releases.scope import scopes_of
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.toasts import keep_toast

Step = Callable[..., HttpResponse]


def step(view: Step) -> Step:
    """Say on the page of the release that a step does not follow: somebody took it already."""

    @wraps(view)
    def stepping(request: Request, number: str, **named: Any) -> HttpResponse:
        try:
            return view(request, number, **named)
        except StateNotReachable as refusal:
            keep_toast(request, refusal.message, tone="bad")
            return leave_for(request, reverse("release-detail", args=[number]))

    return stepping


@login_required
@require_http_methods(["GET", "POST"])
@step
def release_move(request: Request, number: str) -> HttpResponse:
    """Bring it to another state; where others will ask why, a dialog asks first."""
    check_may(request.user, Act.PLAN_RELEASES)
    release = queries.get_release(number, for_user=request.user)
    asked = request.POST.get("to") or request.GET.get("to", "")
    if asked not in release.next_states:
        raise StateNotReachable
    to = State(asked)
    form = MoveForm(request.POST or None, initial={"to": to})
    form.fields["reason"].required = (State(release.state), to) in NEED_REASON
    if request.method == "POST" and form.is_valid():
        with attempt(form, {ReasonMissing: "reason"}):
            operations.move(
                release=release,
                to=to,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, reverse("release-detail", args=[number]))
    return render_form(request, "releases/release_move.html", form, release=release, to=to)


@login_required
@require_POST
@step
def release_freeze(request: Request, number: str) -> HttpResponse:
    release = queries.get_release(number, for_user=request.user)
    operations.freeze(release=release, by=request.user, at=timezone.now())
    keep_toast(request, _("%(name)s is frozen") % {"name": release.name})
    return redirect("release-detail", number)


@login_required
@require_http_methods(["GET", "POST"])
@step
def release_ship(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.SHIP_RELEASES)
    release = queries.get_release(number, for_user=request.user)
    if State.RELEASED not in release.next_states:
        raise StateNotReachable
    checked = check_list(release, for_user=request.user)
    failing = [each for each in checked if each.is_failing]
    form = ShipForm(
        request.POST or None,
        release=release,
        user=request.user,
        initial={"on": timezone.localdate()},
    )
    may_waive = may(request.user, Act.WAIVE_GATES)
    if failing:
        form.fields["reason"].required = may_waive
    else:
        del form.fields["reason"]
    beside = {
        ReasonMissing: "reason" if failing else None,
        operations.NotYet: "on",
        operations.TargetUnfit: "carry_to",
    }
    if request.method == "POST" and form.is_valid():
        with attempt(form, beside):
            operations.ship(
                release=release, shipment=form.shipment(), by=request.user, at=timezone.now()
            )
            keep_toast(request, _("%(name)s is out") % {"name": release.name})
            return leave_for(request, reverse("release-detail", args=[number]))
    shown = {
        "release": release,
        "checked": checked,
        "failing": failing,
        "may_waive": may_waive,
        "is_shut": bool(failing) and not may_waive,
        "scope": scopes_of([release.pk])[release.pk],
    }
    return render_form(request, "releases/release_ship.html", form, **shown)


@login_required
@require_http_methods(["GET", "POST"])
@step
def release_withdraw(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.SHIP_RELEASES)
    release = queries.get_release(number, for_user=request.user)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form, {ReasonMissing: "reason"}):
            operations.withdraw(
                release=release,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, reverse("release-detail", args=[number]))
    return render_form(request, "releases/release_withdraw.html", form, release=release)


@login_required
@require_http_methods(["GET", "POST"])
@step
def release_restore(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.SHIP_RELEASES)
    release = queries.get_release(number, for_user=request.user)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form, {ReasonMissing: "reason"}):
            operations.restore(
                release=release,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, reverse("release-detail", args=[number]))
    return render_form(request, "releases/release_restore.html", form, release=release)


@login_required
@require_http_methods(["GET", "POST"])
def release_gate(request: Request, number: str, code: str) -> HttpResponse:
    """Ask for another figure at a gate of all releases of the product."""
    check_may(request.user, Act.SET_QUALITY_GATES)
    release = queries.get_release(number, for_user=request.user)
    aim = next((each for each in aims_of(release.product_id) if each.gate.code == code), None)
    if aim is None:
        raise NotThere
    given = request.POST if request.method == "POST" else None
    form = GateForm(given, initial={"target": aim.target, "is_on": aim.is_on})
    if aim.gate.target is None:
        del form.fields["target"]
    else:
        form.fields["target"].required = True
    if request.method == "POST" and form.is_valid():
        with attempt(form, "target" if "target" in form.fields else None):
            operations.set_gate(
                product=release.product,
                code=code,
                target=form.cleaned_data.get("target"),
                is_on=form.cleaned_data["is_on"],
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, f"{reverse('release-detail', args=[number])}?tab=gates")
    return render_form(request, "releases/release_gate.html", form, release=release, aim=aim)
