"""What deals need, on the pages of both ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from twintrack.foundation.access.answers import refused
from twintrack.foundation.access.panels import panel
from twintrack.foundation.access.refusals import NotAllowed, Refusal
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.http import Request
from twintrack.helix.needs import operations, queries
from twintrack.helix.needs.fitting import judge
from twintrack.helix.needs.forms import NeedForm, WeightForm
from twintrack.hub.products.queries import has_hidden_products
from twintrack.rnd.backlog.queries import get_requirement
from twintrack.sales.pipeline.queries import get_opportunity
from twintrack.ui.toasts import keep_toast, tell


@panel("needs/opportunity_needs.html")
def opportunity_needs(request: Request, number: str) -> dict[str, Any]:
    """Show what a deal needs of R&D, with its state and forecast."""
    opportunity = get_opportunity(number, for_user=request.user)
    needs = queries.read_needs(opportunity, for_user=request.user, on=timezone.localdate())
    return {
        "opportunity": opportunity,
        "needs": needs,
        "is_none": not needs and not has_hidden_products(request.user),
        "may_manage": may(request.user, Act.MANAGE_OPPORTUNITIES),
    }


@panel("needs/requirement_deals.html")
def requirement_deals(request: Request, number: str) -> dict[str, Any]:
    """Show which open deals need a requirement; their amounts as far as the person may."""
    requirement = get_requirement(number, for_user=request.user)
    today = timezone.localdate()
    deals = [
        judge(each, on=today) for each in queries.list_deals(requirement, for_user=request.user)
    ]
    return {
        "requirement": requirement,
        "deals": deals,
        "may_see": may(request.user, Act.SEE_OPPORTUNITIES),
    }


@login_required
@require_GET
def need_choices(request: Request, number: str) -> JsonResponse:
    """Find requirements for the field that asks while one types."""
    opportunity = get_opportunity(number, for_user=request.user)
    text = request.GET.get("q", "").strip()
    found = queries.offer_requirements(opportunity, text, for_user=request.user)
    items = [{"value": each.number, "text": each.title, "hint": each.number} for each in found]
    return JsonResponse({"items": items})


def _press(request: Request, number: str, operation: Callable[[], object]) -> HttpResponse:
    try:
        operation()
    except NotAllowed:
        raise
    except Refusal as refusal:
        return _refuse(request, number, refusal)
    if request.htmx:
        return tell(HttpResponse(), "opportunities-changed", {})
    return redirect("opportunity-detail", number)


def _refuse(request: Request, number: str, reason: Refusal | str) -> HttpResponse:
    if request.htmx:
        return refused(reason)
    keep_toast(request, reason.message if isinstance(reason, Refusal) else reason, tone="bad")
    return redirect("opportunity-detail", number)


@login_required
@require_POST
def need_new(request: Request, number: str) -> HttpResponse:
    opportunity = get_opportunity(number, for_user=request.user)
    form = NeedForm(request.POST, user=request.user)
    if not form.is_valid():
        return _refuse(request, number, _("Choose a requirement."))
    return _press(
        request,
        number,
        lambda: operations.note_need(
            opportunity=opportunity,
            requirement=form.cleaned_data["requirement"],
            is_must=form.cleaned_data["weight"] == "must",
            by=request.user,
            at=timezone.now(),
        ),
    )


@login_required
@require_POST
def need_weight(request: Request, number: str, pk: int) -> HttpResponse:
    opportunity = get_opportunity(number, for_user=request.user)
    need = queries.get_need(opportunity, pk, for_user=request.user)
    form = WeightForm(request.POST)
    is_must = form.is_valid() and form.cleaned_data["weight"] == "must"
    return _press(
        request,
        number,
        lambda: operations.change_need(
            need=need, is_must=is_must, by=request.user, at=timezone.now()
        ),
    )


@login_required
@require_POST
def need_drop(request: Request, number: str, pk: int) -> HttpResponse:
    opportunity = get_opportunity(number, for_user=request.user)
    need = queries.get_need(opportunity, pk, for_user=request.user)
    return _press(
        request,
        number,
        lambda: operations.drop_need(need=need, by=request.user, at=timezone.now()),
    )
