"""Requirements as other pages show them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from twintrack.foundation.access.panels import panel
from twintrack.foundation.access.refusals import StateNotReachable
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.http import Request
from twintrack.hub.products.queries import get_product
from twintrack.hub.projects.queries import get_milestone
from twintrack.rnd.backlog import operations
from twintrack.rnd.backlog.lifecycle import Method
from twintrack.rnd.backlog.queries import (
    find_scoring,
    get_requirement,
    list_planned_for,
    list_unfinished,
)
from twintrack.rnd.backlog.views.page import RequirementPage
from twintrack.ui.toasts import toast

SCORING = "backlog/scoring_panel.html"


@panel("backlog/milestone_panel.html")
def milestone_requirements(request: Request, number: str) -> dict[str, Any]:
    """Show what is to be done by a milestone."""
    milestone = get_milestone(number, for_user=request.user)
    return {
        "milestone": milestone,
        "requirements": list_planned_for(milestone, for_user=request.user),
    }


@panel("backlog/milestone_unfinished.html")
def milestone_unfinished(request: Request, number: str) -> dict[str, Any]:
    """Show what is not built yet of what a milestone promises."""
    milestone = get_milestone(number, for_user=request.user)
    return {
        "milestone": milestone,
        "unfinished": list_unfinished(milestone, for_user=request.user),
    }


def _choose_scoring(request: Request, code: str) -> HttpResponse:
    """Let the product go by another method."""
    product = get_product(code, for_user=request.user)
    method = request.POST.get("method", "")
    try:
        operations.choose_scoring(
            product=product, method=method, by=request.user, at=timezone.now()
        )
    except StateNotReachable as refusal:
        return toast(HttpResponse(status=422), refusal.message, tone="bad")
    if not request.htmx:
        return redirect("product-detail", code)
    return render(request, f"{SCORING}#panel", _scoring(request, code))


def _scoring(request: Request, code: str) -> dict[str, Any]:
    product = get_product(code, for_user=request.user)
    scoring = find_scoring(product)
    return {
        "product": product,
        "scoring": scoring,
        "method": scoring.method if scoring else Method.RICE.value,
        "methods": Method.choices,
        "may_choose": may(request.user, Act.MANAGE_PRODUCTS),
    }


@panel(SCORING, post=_choose_scoring)
def product_scoring(request: Request, code: str) -> dict[str, Any]:
    """Show by which method the requirements of a product are scored, and the way to another."""
    return _scoring(request, code)


@panel("backlog/requirement_brief.html")
def requirement_brief(request: Request, number: str) -> dict[str, Any]:
    """Show what whoever decides on a requirement needs to know of it."""
    requirement = get_requirement(number, for_user=request.user)
    return {"requirement": requirement, "page": RequirementPage(request, requirement)}
