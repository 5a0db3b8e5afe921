"""How leads are scored and given out, when they are answered, and where anybody leaves word."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.sales.leads import operations, queries
from twintrack.sales.leads.forms.settings import (
    AssignmentRuleForm,
    ResponseForm,
    ScoreRuleForm,
    WebFormForm,
)
from twintrack.sales.leads.operations import AssignmentDetails, ScoreDetails, WebFormDetails
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.regions import render_page
from twintrack.ui.toasts import keep_toast

RULES = "leads/rules.html"


@login_required
@require_GET
def rules(request: Request) -> HttpResponse:
    check_may(request.user, Act.SEE_LEADS)
    shown = {
        "score_rules": queries.list_score_rules(for_user=request.user),
        "assignment_rules": queries.list_assignment_rules(for_user=request.user),
        "response": queries.lead_settings(),
        "model": queries.newest_model(),
        "may_set": may(request.user, Act.SET_LEAD_RULES),
    }
    return render_page(request, RULES, shown, regions=())


def _rules_url() -> str:
    return reverse("lead-rules")


@login_required
@require_http_methods(["GET", "POST"])
def score_rule_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.SET_LEAD_RULES)
    form = ScoreRuleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form):
            details = ScoreDetails(**form.cleaned_data)
            operations.add_score_rule(details=details, by=request.user, at=timezone.now())
            return leave_for(request, _rules_url())
    return render_form(request, "leads/rule_form.html", form)


@login_required
@require_http_methods(["GET", "POST"])
def score_rule(request: Request, pk: int) -> HttpResponse:
    check_may(request.user, Act.SET_LEAD_RULES)
    rule = queries.get_score_rule(pk, for_user=request.user)
    form = ScoreRuleForm(request.POST or None, rule=rule)
    if request.method == "POST" and form.is_valid():
        before, values = form.changes()
        with attempt(form):
            operations.change_score_rule(
                rule=rule, before=before, values=values, by=request.user, at=timezone.now()
            )
            return leave_for(request, _rules_url())
    return render_form(request, "leads/rule_form.html", form, rule=rule)


@login_required
@require_http_methods(["GET", "POST"])
def assignment_rule_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.SET_LEAD_RULES)
    form = AssignmentRuleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form):
            details = AssignmentDetails(**form.cleaned_data)
            operations.add_assignment_rule(details=details, by=request.user, at=timezone.now())
            return leave_for(request, _rules_url())
    return render_form(request, "leads/rule_form.html", form)


@login_required
@require_http_methods(["GET", "POST"])
def assignment_rule(request: Request, pk: int) -> HttpResponse:
    check_may(request.user, Act.SET_LEAD_RULES)
    rule = queries.get_assignment_rule(pk, for_user=request.user)
    form = AssignmentRuleForm(request.POST or None, rule=rule)
    if request.method == "POST" and form.is_valid():
        before, values = form.changes()
        with attempt(form):
            operations.change_assignment_rule(
                rule=rule, before=before, values=values, by=request.user, at=timezone.now()
            )
            return leave_for(request, _rules_url())
    return render_form(request, "leads/rule_form.html", form, rule=rule)


@login_required
@require_http_methods(["GET", "POST"])
def response_time(request: Request) -> HttpResponse:
    check_may(request.user, Act.SET_LEAD_RULES)
    form = ResponseForm(request.POST or None, minutes=queries.lead_settings().response_minutes)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "minutes"):
            operations.set_response_time(
                minutes=form.cleaned_data["minutes"],
                before=form.cleaned_data["seen"],
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, _rules_url())
    return render_form(request, "leads/rule_form.html", form)


@login_required
@require_POST
def learn(request: Request) -> HttpResponse:
    """Learn the score anew at once."""
    operations.fit_score_now(by=request.user, at=timezone.now())
    keep_toast(request, _("Done."))
    return redirect("lead-rules")


@login_required
@require_GET
def web_forms(request: Request) -> HttpResponse:
    check_may(request.user, Act.SEE_LEADS)
    base = str(settings.BASE_URL)
    shown = {
        "web_forms": [
            (each, base + reverse("leave-word", args=[each.key]))
            for each in queries.list_web_forms(for_user=request.user)
        ],
        "may_set": may(request.user, Act.SET_LEAD_RULES),
    }
    return render_page(request, "leads/web_forms.html", shown, regions=())


@login_required
@require_http_methods(["GET", "POST"])
def web_form_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.SET_LEAD_RULES)
    form = WebFormForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        with attempt(form):
            details = WebFormDetails(**form.cleaned_data)
            operations.add_web_form(details=details, by=request.user, at=timezone.now())
            return leave_for(request, reverse("lead-web-forms"))
    return render_form(request, "leads/web_form_edit.html", form)


@login_required
@require_http_methods(["GET", "POST"])
def web_form(request: Request, pk: int) -> HttpResponse:
    check_may(request.user, Act.SET_LEAD_RULES)
    found = queries.get_web_form(pk, for_user=request.user)
    form = WebFormForm(request.POST or None, user=request.user, web_form=found)
    if request.method == "POST" and form.is_valid():
        before, values = form.changes()
        with attempt(form):
            operations.change_web_form(
                web_form=found, before=before, values=values, by=request.user, at=timezone.now()
            )
            return leave_for(request, reverse("lead-web-forms"))
    return render_form(request, "leads/web_form_edit.html", form, web_form=found)
