"""Findings: all of them, one with its evidence, and what becomes of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.analytics.cells import WEEK
from twintrack.analytics.metrics import MEASURES
from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.panels import panel
from twintrack.foundation.access.refusals import NotThere, ReasonMissing, StateNotReachable
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.measuring.saying import figure, name_of, words
from twintrack.foundation.measuring.showing import show
from twintrack.foundation.people.http import Request
from twintrack.hub.products.queries import get_product
from twintrack.hub.risks.queries import list_raised_about
from twintrack.rnd.insight import operations, pictures, queries
from twintrack.rnd.insight.forms import (
    DismissForm,
    ExpectationForm,
    FindingFilterForm,
    ImproveForm,
)
from twintrack.rnd.insight.lifecycle import State
from twintrack.rnd.insight.models import Watch
from twintrack.rnd.insight.queries import Where
from twintrack.rnd.insight.sentences import said
from twintrack.rnd.insight.trail import trail_of, via
from twintrack.rnd.insight.views.places import place
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.filters import chosen, filter_bar
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page
from twintrack.ui.toasts import keep_toast

WEEKS = 52


@login_required
@require_GET
def finding_list(request: Request) -> HttpResponse:
    check_may(request.user, Act.SEE_INSIGHT)
    form = FindingFilterForm(request.GET, user=request.user)
    wanted = chosen(form)
    states = [wanted["state"]] if wanted.get("state") else []
    found = queries.list_findings(
        for_user=request.user, where=Where(product=wanted.get("product")), states=states
    )
    page = key_page(found, order=("waits", "-since", "-pk"), after=request.GET.get("after", ""))
    shown = {
        "page": page,
        "rows": [(each, said(each)) for each in page.items],
        "count": found.count(),
        **filter_bar(request, form),
        "tabs": place(request, form).shown["tabs"],
    }
    return render_page(request, "insight/finding_list.html", shown, regions=("rows",))


@login_required
@require_GET
def finding_detail(request: Request, number: str) -> HttpResponse:
    """Show a finding: what it says, the course it was seen in, and what is behind it."""
    finding = queries.get_finding(number, for_user=request.user)
    measure, now = MEASURES[finding.measure], timezone.now()
    where = Where(product=finding.product, module=finding.module)
    course = queries.read_courses([measure], where, at=now, for_user=request.user)[measure.code]
    last = queries.last_full_week(now)
    until = finding.since if finding.shape == "spike" else last
    rows = queries.read_rows(measure, where, (finding.since, until), at=now, for_user=request.user)
    query = f"?product={finding.product.code}"
    if finding.module_id:
        query += f"&module={finding.module_id}"
    here = reverse("insight-measure", args=[measure.code]) + query
    trail = trail_of(finding, for_user=request.user)
    shown = {
        "finding": finding,
        "sentence": said(finding),
        "measure": measure,
        "name": name_of(measure),
        "before": figure(measure, finding.before),
        "after": figure(measure, finding.after),
        "chart": pictures.draw(
            course,
            WEEKS,
            flags=queries.list_flags(finding.product, last - WEEK * WEEKS, now.date()),
            target=queries.target_of(measure, queries.expectations_of(finding.product)),
            address=here,
        ),
        "rows": show(measure, rows, for_user=request.user),
        "trail": trail,
        "via": via(finding) if trail else "",
        "measure_url": here,
        "risks": list_raised_about("finding", [finding.pk], for_user=request.user),
        "risk_query": urlencode(
            {
                "title": said(finding)[:200],
                "product": finding.product_id,
                "about": f"finding:{finding.pk}",
                "description": request.build_absolute_uri(request.path),
            }
        ),
        "may_raise": may(request.user, Act.MANAGE_RISKS),
    }
    return render_page(request, "insight/finding.html", shown, regions=("head",))


@panel("insight/way.html")
def finding_way(request: Request) -> dict[str, Any]:
    """Show on the way from a finding to its commits where one is; elsewhere nothing."""
    number = request.GET.get("via", "")
    if not number:
        raise NotThere
    finding = queries.get_finding(number, for_user=request.user)
    trail = trail_of(finding, for_user=request.user)
    if trail is None:
        raise NotThere
    return {"trail": trail, "finding": finding, "sentence": said(finding), "here": request.path}


@login_required
@require_POST
def finding_move(request: Request, number: str) -> HttpResponse:
    """Acknowledge a finding, or open it again."""
    finding = queries.get_finding(number, for_user=request.user)
    to = request.POST.get("to", "")
    try:
        if to not in {State.ACKNOWLEDGED, State.OPEN}:
            raise StateNotReachable
        operations.move_finding(finding=finding, to=State(to), by=request.user, at=timezone.now())
    except StateNotReachable as refusal:
        keep_toast(request, refusal.message, tone="bad")
    return redirect("finding-detail", number)


@login_required
@require_http_methods(["GET", "POST"])
def finding_dismiss(request: Request, number: str) -> HttpResponse:
    """Put a finding aside, with a reason."""
    finding = queries.get_finding(number, for_user=request.user)
    form = DismissForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form, {ReasonMissing: "reason", StateNotReachable: None}):
            operations.move_finding(
                finding=finding,
                to=State.DISMISSED,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, reverse("finding-detail", args=[number]))
    return render_form(request, "insight/finding_dismiss.html", form, finding=finding)


@login_required
@require_http_methods(["GET", "POST"])
def finding_improve(request: Request, number: str) -> HttpResponse:
    """Answer a finding by a requirement."""
    finding = queries.get_finding(number, for_user=request.user)
    url = request.build_absolute_uri(reverse("finding-detail", args=[number]))
    usual = {
        "title": _("Bring %(measure)s back to its usual level")
        % {"measure": name_of(MEASURES[finding.measure])},
        "description": f"{said(finding)}\n\n{number}: {url}",
    }
    form = ImproveForm(request.POST or None, initial=usual)
    if request.method == "POST" and form.is_valid():
        with attempt(form, {StateNotReachable: None}):
            operations.improve(
                finding=finding, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return leave_for(request, reverse("finding-detail", args=[number]))
    return render_form(request, "insight/finding_improve.html", form, finding=finding)


@login_required
@require_http_methods(["GET", "POST"])
def expectation_edit(request: Request, code: str, number: str) -> HttpResponse:
    """Set what a product's measure should reach, and of what it warns."""
    check_may(request.user, Act.SET_MEASURES)
    measure = queries.get_measure(code)
    product = get_product(number, for_user=request.user)
    expected = queries.expectations_of(product)
    held = expected.get(code)
    usual = {
        "target": queries.target_of(measure, expected),
        "watch": held.watch if held else Watch.WORSE,
    }
    form = ExpectationForm(request.POST or None, initial=usual)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "target"):
            operations.set_measure(
                product=product,
                measure=code,
                target=form.cleaned_data["target"],
                watch=Watch(form.cleaned_data["watch"]),
                by=request.user,
                at=timezone.now(),
            )
            url = reverse("insight-measure", args=[code])
            return leave_for(request, f"{url}?product={product.code}")
    return render_form(
        request,
        "insight/expectation.html",
        form,
        name=name_of(measure),
        measure=measure,
        product=product,
        unit=words(measure.unit),
    )
