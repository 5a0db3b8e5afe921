"""The page of early warning rules."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.hub.risks import operations, queries
from twintrack.hub.risks.forms import MuteForm, TuneForm
from twintrack.hub.risks.rules import find_rule
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.regions import render_page
from twintrack.ui.toasts import keep_toast


@login_required
@require_GET
def warning_rules(request: Request) -> HttpResponse:
    check_may(request.user, Act.USE)
    shown = {
        "rules": queries.read_rules(at=timezone.now(), for_user=request.user),
        "may_tune": may(request.user, Act.SET_MEASURES),
        "may_manage": may(request.user, Act.MANAGE_RISKS),
    }
    return render_page(request, "risks/rule_list.html", shown, regions=("rules",))


@login_required
@require_http_methods(["GET", "POST"])
def warning_rule_edit(request: Request, code: str) -> HttpResponse:
    check_may(request.user, Act.SET_MEASURES)
    watched = queries.get_watched(code, at=timezone.now(), for_user=request.user)
    form = TuneForm(
        request.POST or None, rule=watched.rule, values=watched.values, is_on=watched.is_on
    )
    if request.method == "POST" and form.is_valid():
        with attempt(form):
            operations.tune(
                rule=watched.rule,
                values=form.values,
                is_on=form.cleaned_data["is_on"],
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, reverse("warning-rules"))
    return render_form(request, "risks/rule_edit.html", form, rule=watched.rule)


@login_required
@require_http_methods(["GET", "POST"])
def warning_rule_mute(request: Request, code: str) -> HttpResponse:
    """Let a rule be silent about everything."""
    check_may(request.user, Act.SET_MEASURES)
    rule = queries.get_watched(code, at=timezone.now(), for_user=request.user).rule
    form = MuteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form, {operations.MutedBackwards: "until", Refusal: "reason"}):
            operations.mute(rule=rule, silence=form.silence(), by=request.user, at=timezone.now())
            return leave_for(request, reverse("warning-rules"))
    return render_form(request, "risks/rule_mute.html", form, rule=rule)


@login_required
@require_POST
def warning_mute_lift(request: Request, pk: int) -> HttpResponse:
    mute = queries.get_mute(pk, for_user=request.user)
    operations.unmute(mute=mute, by=request.user, at=timezone.now())
    rule = find_rule(mute.code)
    keep_toast(request, _("“%(rule)s” speaks again.") % {"rule": rule.label if rule else mute.code})
    return redirect("warning-rules")
