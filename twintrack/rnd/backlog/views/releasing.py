"""Requirements and the releases they ship with: the scope of one, and what goes in and out."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.panels import panel
from twintrack.foundation.access.refusals import ReasonMissing
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.rnd.backlog import operations, queries, shipping
from twintrack.rnd.backlog.lifecycle import BUILT
from twintrack.rnd.backlog.operations import ToRelease
from twintrack.rnd.backlog.release_forms import AddForm, CarryForm, PlanForm
from twintrack.rnd.releases.queries import get_release
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.toasts import keep_toast

SUGGESTED = 20


@login_required
@require_http_methods(["GET", "POST"])
def requirement_release(request: Request, number: str) -> HttpResponse:
    """Choose with which release a requirement ships."""
    check_may(request.user, Act.ADVANCE_REQUIREMENT)
    requirement = queries.get_requirement(number, for_user=request.user)
    form = PlanForm(request.POST or None, requirement=requirement, user=request.user)
    if request.method == "POST" and form.is_valid():
        with attempt(form, {ReasonMissing: "reason", operations.ReleaseClosed: "release"}):
            operations.plan_into(
                requirement=requirement,
                release=form.cleaned_data["release"],
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, reverse("requirement-detail", args=[number]))
    return render_form(request, "backlog/requirement_release.html", form, requirement=requirement)


@panel("backlog/release_scope.html")
def release_scope(request: Request, number: str) -> dict[str, Any]:
    """Show what ships with a release: what is not done, then what is."""
    release = get_release(number, for_user=request.user)
    planned = list(shipping.list_scope(release, for_user=request.user)[: shipping.MOST])
    return {
        "release": release,
        "left": [each for each in planned if each.state not in BUILT],
        "done": [each for each in planned if each.state in BUILT],
        "may_scope": may(request.user, Act.ADVANCE_REQUIREMENT) and release.is_open,
    }


@login_required
@require_http_methods(["GET", "POST"])
def release_add(request: Request, number: str) -> HttpResponse:
    """Plan requirements for a release; into a frozen one with a reason."""
    check_may(request.user, Act.ADVANCE_REQUIREMENT)
    release = get_release(number, for_user=request.user)
    candidates = shipping.list_candidates(release, for_user=request.user)
    form = AddForm(request.POST or None, release=release, candidates=candidates)
    if request.method == "POST" and form.is_valid():
        chosen = list(form.cleaned_data["requirements"])
        outcome = operations.change_many(
            requirements=chosen,
            change=ToRelease(release, form.cleaned_data.get("reason", "")),
            by=request.user,
            at=timezone.now(),
        )
        for requirement, refusal in outcome.refused:
            form.add_error("requirements", f"{requirement.number}: {refusal.message}")
        if not outcome.refused:
            keep_toast(request, _told(len(outcome.changed), release.name))
            return leave_for(request, reverse("release-detail", args=[number]))
    return render_form(request, "backlog/release_add.html", form, release=release)


def _told(many: int, name: str) -> str:
    said = ngettext(
        "%(n)d requirement is planned for %(name)s",
        "%(n)d requirements are planned for %(name)s",
        many,
    )
    return said % {"n": many, "name": name}


@login_required
@require_GET
def release_candidates(request: Request, number: str) -> JsonResponse:
    """Find what could be planned for a release, by number or title."""
    release = get_release(number, for_user=request.user)
    words = request.GET.get("q", "").strip()
    rows = shipping.list_candidates(release, for_user=request.user, words=words)
    items = [
        {"value": str(row.pk), "text": str(row), "hint": row.get_state_display()}
        for row in rows[:SUGGESTED]
    ]
    return JsonResponse({"items": items})


@login_required
@require_http_methods(["GET", "POST"])
def release_carry(request: Request, number: str) -> HttpResponse:
    """Carry what is not done to another release in one decision."""
    check_may(request.user, Act.ADVANCE_REQUIREMENT)
    release = get_release(number, for_user=request.user)
    unfinished = list(shipping.list_unfinished_of(release, for_user=request.user))
    form = CarryForm(request.POST or None, release=release, user=request.user)
    if request.method == "POST" and form.is_valid():
        target = form.cleaned_data["to"]
        outcome = operations.change_many(
            requirements=unfinished,
            change=ToRelease(target, form.cleaned_data["reason"]),
            by=request.user,
            at=timezone.now(),
        )
        if outcome.refused:
            _requirement, refusal = outcome.refused[0]
            is_why = isinstance(refusal, ReasonMissing)
            form.add_error("reason" if is_why else "to", str(refusal.message))
        else:
            name = target.name if target else _("no release")
            keep_toast(request, _told(len(outcome.changed), name))
            return leave_for(request, reverse("release-detail", args=[number]))
    shown = {"release": release, "unfinished": unfinished}
    return render_form(request, "backlog/release_carry.html", form, **shown)
