"""Segments of customers: who falls where, by which rules, and what another rule would change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt, pressed
from twintrack.foundation.access.panels import panel
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.memory.presence import has
from twintrack.foundation.money.queries import base_currency
from twintrack.foundation.people.http import Request
from twintrack.sales.customers.models import Segment
from twintrack.sales.customers.queries import get_customer
from twintrack.sales.segments import operations, queries
from twintrack.sales.segments.forms import BoundsForm, PinForm, SegmentRuleForm
from twintrack.sales.segments.models import SegmentChange, SegmentRule
from twintrack.sales.segments.operations import SegmentRuleDetails
from twintrack.sales.segments.reckoning import Bounds
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.regions import render_page
from twintrack.ui.toasts import keep_toast

SHOWN = 30


@login_required
@require_GET
def segments(request: Request) -> HttpResponse:
    check_may(request.user, Act.MANAGE_CUSTOMERS)
    shown = {
        "counts": [
            (Segment(code), count)
            for code, count in queries.count_segments(for_user=request.user).items()
        ],
        "rules": queries.list_rules(for_user=request.user),
        "bounds": queries.current_bounds(),
        "pins": queries.list_pins(for_user=request.user)[:SHOWN],
        "changes": queries.list_changes(for_user=request.user)[:SHOWN],
        "currency": base_currency(),
        "may_set": may(request.user, Act.SET_SEGMENTS),
    }
    return render_page(request, "segments/segments.html", shown, regions=("counts",))


@login_required
@require_http_methods(["GET", "POST"])
def segment_rule_new(request: Request) -> HttpResponse:
    return _rule(request, None)


@login_required
@require_http_methods(["GET", "POST"])
def segment_rule(request: Request, pk: int) -> HttpResponse:
    check_may(request.user, Act.SET_SEGMENTS)
    return _rule(request, queries.get_rule(pk, for_user=request.user))


def _rule(request: Request, rule: SegmentRule | None) -> HttpResponse:
    """Try a rule on all customers first, then set it."""
    check_may(request.user, Act.SET_SEGMENTS)
    form = SegmentRuleForm(request.POST or None, rule=rule)
    shown: dict[str, Any] = {"rule": rule}
    if request.method == "POST" and form.is_valid():
        with attempt(form):
            if request.POST.get("act") == "save":
                _save(request, form, rule)
                return leave_for(request, reverse("segments"))
            shown["preview"] = _tried(request, form, rule)
    return render_form(request, "segments/rule_form.html", form, **shown)


def _save(request: Request, form: SegmentRuleForm, rule: SegmentRule | None) -> None:
    if rule is None:
        details = SegmentRuleDetails(**form.cleaned_data)
        operations.add_rule(details=details, by=request.user, at=timezone.now())
        return
    before, values = form.changes()
    operations.change_rule(
        rule=rule, before=before, values=values, by=request.user, at=timezone.now()
    )


def _tried(request: Request, form: SegmentRuleForm, rule: SegmentRule | None) -> queries.Preview:
    tried = SegmentRule(pk=rule.pk if rule else 0, **form.cleaned_data)
    operations.check_rule(tried)
    others = [each for each in queries.active_rules() if rule is None or each.pk != rule.pk]
    rules: Sequence[SegmentRule] = [*others, tried] if tried.is_active else others
    bounds = queries.bounds_of(queries.current_bounds())
    return queries.preview(rules, bounds, for_user=request.user, on=timezone.localdate())


@login_required
@require_http_methods(["GET", "POST"])
def segment_bounds(request: Request) -> HttpResponse:
    check_may(request.user, Act.SET_SEGMENTS)
    form = BoundsForm(request.POST or None, bounds=queries.current_bounds())
    shown: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        with attempt(form):
            if request.POST.get("act") == "save":
                operations.set_bounds(**form.cleaned_data, by=request.user, at=timezone.now())
                return leave_for(request, reverse("segments"))
            bounds = Bounds(a=form.cleaned_data["points_a"], b=form.cleaned_data["points_b"])
            shown["preview"] = queries.preview(
                queries.active_rules(), bounds, for_user=request.user, on=timezone.localdate()
            )
    return render_form(request, "segments/rule_form.html", form, **shown)


@panel("segments/customer.html")
def customer_segment(request: Request, number: str) -> dict[str, Any]:
    """Show on a customer's page in which segment it is, and why."""
    check_may(request.user, Act.MANAGE_CUSTOMERS)
    customer = get_customer(number, for_user=request.user)
    changes: Iterable[SegmentChange] = []
    if has("customer", customer.pk, "segments before"):
        changes = queries.list_changes(for_user=request.user, customer=customer)[:5]
    return {
        "customer": customer,
        "standing": queries.standing_of(customer, on=timezone.localdate()),
        "changes": changes,
        "panel_url": reverse("customer-segment", args=[customer.number]),
    }


@login_required
@require_http_methods(["GET", "POST"])
def segment_pin(request: Request, number: str) -> HttpResponse:
    """Set a customer's segment by hand."""
    check_may(request.user, Act.MANAGE_CUSTOMERS)
    customer = get_customer(number, for_user=request.user)
    form = PinForm(request.POST or None, initial={"segment": customer.segment})
    if request.method == "POST" and form.is_valid():
        with attempt(form, "reason"):
            operations.pin(
                customer=customer, **form.cleaned_data, by=request.user, at=timezone.now()
            )
            return leave_for(request, reverse("customer-detail", args=[number]))
    return render_form(request, "segments/pin_form.html", form, customer=customer)


@login_required
@require_POST
def segment_unpin(request: Request, number: str) -> HttpResponse:
    customer = get_customer(number, for_user=request.user)
    with pressed(request):
        operations.unpin(customer=customer, by=request.user, at=timezone.now())
        keep_toast(request, _("Rules decide on the segment again."))
    return redirect("customer-detail", number)
