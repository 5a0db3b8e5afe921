"""The page of what in quotes needs whose approval."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.sales.quotes import operations, queries
from twintrack.sales.quotes.forms import RuleEditForm, RuleForm
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.regions import render_page


@login_required
@require_GET
def approval_rules(request: Request) -> HttpResponse:
    shown = {
        "rules": queries.list_rules(for_user=request.user),
        "may_set": may(request.user, Act.SET_APPROVAL_RULES),
    }
    return render_page(request, "quotes/rule_list.html", shown, regions=("rules",))


@login_required
@require_http_methods(["GET", "POST"])
def approval_rule_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.SET_APPROVAL_RULES)
    form = RuleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "threshold"):
            operations.add_rule(details=form.details(), by=request.user, at=timezone.now())
            return leave_for(request, reverse("approval-rules"))
    return render_form(request, "quotes/rule_new.html", form)


@login_required
@require_http_methods(["GET", "POST"])
def approval_rule_edit(request: Request, pk: int) -> HttpResponse:
    check_may(request.user, Act.SET_APPROVAL_RULES)
    rule = queries.get_rule(pk, for_user=request.user)
    form = RuleEditForm(request.POST or None, rule=rule)
    if request.method == "POST" and form.is_valid():
        before, values = form.changes()
        with attempt(form, "threshold"):
            operations.change_rule(
                rule=rule, before=before, values=values, by=request.user, at=timezone.now()
            )
            return leave_for(request, reverse("approval-rules"))
    return render_form(request, "quotes/rule_edit.html", form, rule=rule)
