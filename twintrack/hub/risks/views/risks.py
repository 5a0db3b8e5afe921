"""Pages of risks."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import Beside, attempt, pressed
from twintrack.foundation.access.refusals import NotThere, Refusal
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.hub.risks import operations, queries
from twintrack.hub.risks.forms import (
    MuteForm,
    RiskEditForm,
    RiskFilterForm,
    RiskForm,
    RiskStateForm,
)
from twintrack.hub.risks.rules import find_rule
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.filters import filter_bar
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page

LIST = "risks/risk_list.html"
VIEWS: tuple[tuple[str, str | Promise], ...] = (
    ("alive", gettext_lazy("Current")),
    ("mine", gettext_lazy("Mine")),
    ("warnings", gettext_lazy("Early warnings")),
    ("over", gettext_lazy("Over")),
    ("all", gettext_lazy("All")),
)
LATEST = ("over", "all")
BESIDE: Beside = {
    operations.WordsMissing: "title",
    operations.OtherProduct: "project",
    operations.EstimateImpossible: "probability",
    operations.OwnerUnfit: "owner",
}


@login_required
@require_GET
def risk_list(request: Request) -> HttpResponse:
    view = request.GET.get("view", "")
    view = view if view in dict(VIEWS) else "alive"
    form = RiskFilterForm(request.GET, user=request.user)
    rows = queries.list_risks(for_user=request.user, view=view, **form.wanted)
    order = ("-updated_at", "-pk") if view in LATEST else ("-probability", "-impact_days", "-pk")
    shown = {
        "page": key_page(rows, order=order, after=request.GET.get("after", "")),
        "count": rows.count(),
        "may_manage": may(request.user, Act.MANAGE_RISKS),
        **filter_bar(request, form, views=VIEWS, view=view),
    }
    return render_page(request, LIST, shown, regions=("rows",))


@login_required
@require_http_methods(["GET", "POST"])
def risk_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.MANAGE_RISKS)
    begun = {name: value for name, value in request.GET.items() if value}
    form = RiskForm(request.POST or None, user=request.user, initial=begun)
    if request.method == "POST" and form.is_valid():
        with attempt(form, BESIDE):
            risk = operations.raise_risk(details=form.details(), by=request.user, at=timezone.now())
            return leave_for(request, reverse("risk-detail", args=[risk.number]))
    return render_form(request, "risks/risk_new.html", form)


@login_required
@require_GET
def risk_detail(request: Request, number: str) -> HttpResponse:
    risk = queries.get_risk(number, for_user=request.user)
    rule = find_rule(risk.rule)
    shown = {
        "risk": risk,
        "rule": rule,
        "facts": rule.facts(risk.evidence) if rule else [],
        "subject": queries.subject_of(risk, for_user=request.user),
        "may_manage": may(request.user, Act.MANAGE_RISKS),
    }
    return render_page(request, "risks/risk_detail.html", shown, regions=("head", "facts"))


@login_required
@require_http_methods(["GET", "POST"])
def risk_edit(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.MANAGE_RISKS)
    risk = queries.get_risk(number, for_user=request.user)
    form = RiskEditForm(request.POST or None, risk=risk, user=request.user)
    if request.method == "POST" and form.is_valid():
        before, values = form.changes()
        with attempt(form, BESIDE):
            operations.change(
                risk=risk, before=before, values=values, by=request.user, at=timezone.now()
            )
            return leave_for(request, reverse("risk-detail", args=[number]))
    return render_form(request, "risks/risk_edit.html", form, risk=risk)


@login_required
@require_POST
def risk_state(request: Request, number: str) -> HttpResponse:
    risk = queries.get_risk(number, for_user=request.user)
    form = RiskStateForm(request.POST)
    if not form.is_valid():
        raise NotThere
    given: dict[str, Any] = form.cleaned_data
    with pressed(request):
        operations.move(risk=risk, **given, by=request.user, at=timezone.now())
    return redirect("risk-detail", number)


@login_required
@require_http_methods(["GET", "POST"])
def risk_mute(request: Request, number: str) -> HttpResponse:
    """Let the rule that raised a risk be silent about the same object."""
    check_may(request.user, Act.MANAGE_RISKS)
    risk = queries.get_risk(number, for_user=request.user)
    rule = find_rule(risk.rule)
    if rule is None:
        raise NotThere
    form = MuteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        about: dict[str, Any] = {
            "subject_kind": risk.subject_kind,
            "subject_id": risk.subject_id,
        }
        with attempt(form, {operations.MutedBackwards: "until", Refusal: "reason"}):
            operations.mute(
                rule=rule, silence=form.silence(**about), by=request.user, at=timezone.now()
            )
            return leave_for(request, reverse("risk-detail", args=[number]))
    return render_form(request, "risks/rule_mute.html", form, risk=risk, rule=rule)
