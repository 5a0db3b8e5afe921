"""The page of one visit, and how it is planned and edited."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from twintrack.foundation.access.attempts import attempt
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.sales.visits import operations, queries
from twintrack.sales.visits.capturing import capture_url
from twintrack.sales.visits.forms import PlanForm, VisitEditForm
from twintrack.ui.dialogs import leave_for, render_form
from twintrack.ui.fields import is_far_away
from twintrack.ui.regions import render_page

DETAIL = "visits/visit_detail.html"
NEW = "visits/visit_new.html"
MORNING = time(10)


def _begins(text: str) -> datetime:
    """Suggest when: on a day that was pressed in the morning, else at the next full hour."""
    now = timezone.localtime()
    try:
        day = datetime.fromisoformat(text).date()
    except ValueError:
        day = now.date()
    if day == now.date() or is_far_away(day):
        return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return datetime.combine(day, MORNING)


@login_required
@require_http_methods(["GET", "POST"])
def visit_new(request: Request) -> HttpResponse:
    check_may(request.user, Act.MANAGE_VISITS)
    initial = {
        "customer": request.GET.get("customer", ""),
        "opportunity": request.GET.get("opportunity", ""),
        "starts_at": _begins(request.GET.get("day", "")),
    }
    form = PlanForm(request.POST or None, user=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        with attempt(form, {Refusal: "starts_at"}):
            visit = operations.plan(details=form.details(), by=request.user, at=timezone.now())
            return leave_for(request, reverse("visit-detail", args=[visit.number]))
    return render_form(request, NEW, form)


@login_required
@require_GET
def visit_parts(request: Request) -> HttpResponse:
    """Offer the people and opportunities of the customer that was chosen."""
    check_may(request.user, Act.MANAGE_VISITS)
    asked = {name: request.GET.get(name, "") for name in ("customer", "opportunity")}
    form = PlanForm(user=request.user, initial=asked)
    return render(request, f"{NEW}#parts", {"form": form})


@login_required
@require_GET
def visit_detail(request: Request, number: str) -> HttpResponse:
    visit = queries.get_visit(number, for_user=request.user)
    colleagues = list(visit.colleagues.order_by("name", "pk"))
    goes = request.user == visit.owner or request.user in colleagues
    contacts = list(visit.contacts.order_by("name", "pk"))
    shown: dict[str, Any] = {
        "visit": visit,
        "contacts": contacts,
        "colleagues": colleagues,
        "parts": queries.list_notes(visit),
        "feedback": queries.list_heard(visit, for_user=request.user),
        "capture": capture_url(visit, contacts, user=request.user),
        "may_manage": may(request.user, Act.MANAGE_VISITS),
        "may_note": goes and may(request.user, Act.MANAGE_VISITS),
        "today": timezone.localdate(),
    }
    return render_page(request, DETAIL, shown, regions=("head", "note", "heard", "facts"))


@login_required
@require_http_methods(["GET", "POST"])
def visit_edit(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.MANAGE_VISITS)
    visit = queries.get_visit(number, for_user=request.user)
    form = VisitEditForm(request.POST or None, visit=visit, user=request.user)
    if request.method == "POST" and form.is_valid():
        before, values = form.changes()
        with attempt(form):
            operations.change(
                visit=visit, before=before, values=values, by=request.user, at=timezone.now()
            )
            return leave_for(request, reverse("visit-detail", args=[number]))
    return render_form(request, "visits/visit_edit.html", form, visit=visit)
