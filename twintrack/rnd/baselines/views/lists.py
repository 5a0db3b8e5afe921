"""The list of baselines; set one, retire it, hold against it again."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.refusals import NotAllowed, Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.people.http import Request
from twintrack.rnd.backlog.queries import list_requirements
from twintrack.rnd.baselines import operations, queries
from twintrack.rnd.baselines.forms import BaselineFilterForm, BaselineForm, RetireForm
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.fields import keys_of
from twintrack.ui.filters import chosen, filter_bar
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page
from twintrack.ui.toasts import keep_toast

ORDER = ("-set_at", "-pk")
VIEWS: tuple[tuple[str, str | Promise], ...] = (
    ("active", gettext_lazy("In force")),
    ("retired", gettext_lazy("Retired")),
    ("all", gettext_lazy("All")),
)
HOLDS = {"active": True, "retired": False, "all": None}


@login_required
@require_GET
def baseline_list(request: Request) -> HttpResponse:
    view = request.GET.get("view", "")
    view = view if view in HOLDS else "active"
    form = BaselineFilterForm(request.GET, user=request.user)
    wanted = chosen(form)
    rows = queries.list_baselines(
        for_user=request.user,
        product=wanted.get("product"),
        is_active=HOLDS[view],
        text=wanted.get("q", ""),
    )
    shown = {
        "page": key_page(rows, order=ORDER, after=request.GET.get("after", "")),
        "count": rows.count(),
        "may_set": queries.may_set(request.user),
        **filter_bar(request, form, views=VIEWS, view=view),
    }
    return render_page(request, "baselines/baseline_list.html", shown, regions=("rows",))


@login_required
@require_http_methods(["GET", "POST"])
def baseline_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.SET_BASELINES)
    given = [*request.POST.getlist("pk"), *request.GET.getlist("pk")]
    ids = keys_of(given)
    requirements = list(list_requirements(for_user=request.user).filter(pk__in=ids)) if ids else []
    typed = request.POST if request.method == "POST" else None
    form = BaselineForm(
        typed, user=request.user, requirements=requirements, initial=request.GET.dict()
    )
    if form.is_valid():
        with attempt(form):
            baseline = operations.set_baseline(
                freeze=form.freeze(), by=request.user, at=timezone.now()
            )
            text = _("%(number)s holds %(size)d requirements") % {
                "number": baseline.number,
                "size": baseline.size,
            }
            keep_toast(request, text)
            return leave_for(request, reverse("baseline-detail", args=[baseline.number]))
    shown: dict[str, Any] = {
        "requirements": requirements,
        "form_body": "baselines/_baseline_fields.html",
    }
    return render_form(request, "baselines/baseline_new.html", form, **shown)


@login_required
@require_http_methods(["GET", "POST"])
def baseline_retire(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.SET_BASELINES)
    baseline = queries.get_baseline(number, for_user=request.user)
    form = RetireForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form):
            operations.retire_baseline(
                baseline=baseline,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
            text = _("%(number)s is retired") % {"number": number}
            keep_toast(request, text, undo_url=reverse("baseline-resume", args=[number]))
            return leave_for(request, reverse("baseline-detail", args=[number]))
    return render_form(request, "baselines/baseline_retire.html", form, baseline=baseline)


@login_required
@require_POST
def baseline_resume(request: Request, number: str) -> HttpResponse:
    baseline = queries.get_baseline(number, for_user=request.user)
    try:
        operations.resume_baseline(baseline=baseline, by=request.user, at=timezone.now())
    except NotAllowed:
        raise
    except Refusal as refusal:
        keep_toast(request, str(refusal.message), tone="bad")
    return redirect("baseline-detail", number)
