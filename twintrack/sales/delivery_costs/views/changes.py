"""Change requests: the list, the page of one, and what one does with it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twintrack.foundation.access.attempts import attempt, pressed
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.people.http import Request
from twintrack.foundation.people.models import User
from twintrack.sales.deliveries.queries import get_delivery
from twintrack.sales.delivery_costs import operations, queries
from twintrack.sales.delivery_costs.forms import (
    AcceptForm,
    ChangeEditForm,
    ChangeForm,
    ReasonForm,
)
from twintrack.sales.delivery_costs.lifecycle import ChangeState
from twintrack.sales.delivery_costs.models import ChangeRequest
from twintrack.sales.delivery_costs.views.dialogs import show_form
from twintrack.ui.dialogs import leave_for
from twintrack.ui.regions import render_page

DETAIL = "delivery_costs/change_detail.html"


def may_write(user: User) -> bool:
    """Say whether somebody works with change requests."""
    return may(user, Act.WORK_ON_DELIVERIES) and may(user, Act.SEE_COSTS)


def _change(request: Request, number: str) -> ChangeRequest:
    return queries.get_change(number, for_user=request.user)


def _url(number: str) -> str:
    return reverse("change-request-detail", args=[number])


@login_required
@require_http_methods(["GET", "POST"])
def change_new(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.WORK_ON_DELIVERIES)
    check_may(request.user, Act.SEE_COSTS)
    delivery = get_delivery(number, for_user=request.user)
    currency = queries.currency_of(delivery)
    form = ChangeForm(request.POST or None, delivery=delivery, currency=currency)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "title"):
            change = operations.draft_change(
                delivery=delivery, details=form.details(), by=request.user, at=timezone.now()
            )
            return leave_for(request, _url(change.number))
    url = reverse("delivery-detail", args=[number])
    return show_form(request, form, title=_("New change request"), up=number, up_url=url)


@login_required
@require_GET
def change_detail(request: Request, number: str) -> HttpResponse:
    change, writes = _change(request, number), may_write(request.user)
    early = queries.list_begun_early([change])
    is_accepted = change.state == ChangeState.ACCEPTED
    shown = {
        "change": change,
        "tasks": list(change.tasks.order_by("position", "pk")),
        "is_begun_early": change.pk in early,
        "early_minutes": early.get(change.pk, 0),
        "sees_costs": queries.sees_costs_of(request.user),
        "may_write": writes,
        "may_accept": writes and may(request.user, Act.MANAGE_DELIVERIES),
        "why_not": queries.why_no_amendment(change) if is_accepted else "",
        "may_amend": may(request.user, Act.WRITE_CONTRACTS),
        "sees_contract": may(request.user, Act.SEE_CONTRACTS),
    }
    return render_page(request, DETAIL, shown, regions=("change",))


@login_required
@require_http_methods(["GET", "POST"])
def change_edit(request: Request, number: str) -> HttpResponse:
    check_may(request.user, Act.SEE_COSTS)
    change = _change(request, number)
    form = ChangeEditForm(request.POST or None, change=change)
    if request.method == "POST" and form.is_valid():
        before, values = form.changes()
        with attempt(form, "title"):
            operations.change_request(
                change=change, before=before, values=values, by=request.user, at=timezone.now()
            )
            return leave_for(request, _url(number))
    title = _("Edit the change request")
    return show_form(request, form, title=title, up=number, up_url=_url(number))


@login_required
@require_POST
def change_offer(request: Request, number: str) -> HttpResponse:
    """Offer a change request to the customer."""
    return _moved(request, number, ChangeState.OFFERED)


@login_required
@require_POST
def change_redraft(request: Request, number: str) -> HttpResponse:
    """Take a change request back into work."""
    return _moved(request, number, ChangeState.DRAFT)


def _moved(request: Request, number: str, to: str) -> HttpResponse:
    with pressed(request):
        operations.move_change(
            change=_change(request, number), to=to, by=request.user, at=timezone.now()
        )
    return redirect("change-request-detail", number)


@login_required
@require_http_methods(["GET", "POST"])
def change_refuse(request: Request, number: str) -> HttpResponse:
    """Note that the customer said no."""
    return _ended(request, number, ChangeState.REFUSED, _("The customer refused"))


@login_required
@require_http_methods(["GET", "POST"])
def change_withdraw(request: Request, number: str) -> HttpResponse:
    return _ended(request, number, ChangeState.WITHDRAWN, _("Withdraw the change request"))


def _ended(request: Request, number: str, to: str, title: str) -> HttpResponse:
    change, form = _change(request, number), ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with attempt(form, "reason"):
            operations.move_change(
                change=change,
                to=to,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
            return leave_for(request, _url(number))
    return show_form(request, form, title=title, up=number, up_url=_url(number))


@login_required
@require_http_methods(["GET", "POST"])
def change_accept(request: Request, number: str) -> HttpResponse:
    """Note that the customer accepted a change request, by whose signature."""
    check_may(request.user, Act.MANAGE_DELIVERIES)
    change = _change(request, number)
    form = AcceptForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        with attempt(form, "by_them"):
            operations.accept_change(
                change=change, signed=form.signed(), by=request.user, at=timezone.now()
            )
            return leave_for(request, _url(number))
    title = _("The customer accepted")
    return show_form(request, form, title=title, up=number, up_url=_url(number))


@login_required
@require_POST
def change_amend(request: Request, number: str) -> HttpResponse:
    """Write what was accepted into an amendment of the contract."""
    with pressed(request):
        operations.amend_contract(
            change=_change(request, number), by=request.user, at=timezone.now()
        )
    return redirect("change-request-detail", number)
