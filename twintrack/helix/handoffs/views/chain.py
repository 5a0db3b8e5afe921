"""The chain between the tracks, shown on the pages of both its ends."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.http import Request
from twintrack.helix.handoffs import queries
from twintrack.helix.handoffs.behind import who_waits
from twintrack.helix.handoffs.hops import hops_of_feedback, hops_of_requirement
from twintrack.rnd.backlog.queries import get_requirement
from twintrack.sales.feedback.queries import get_feedback


def _panel(request: Request, template: str, shown: dict[str, Any]) -> HttpResponse:
    name = f"handoffs/{template}.html#panel" if request.htmx else f"handoffs/{template}.html"
    return render(request, name, shown)


@login_required
@require_GET
def feedback_chain(request: Request, number: str) -> HttpResponse:
    feedback = get_feedback(number, for_user=request.user)
    handoffs = list(queries.list_handoffs(feedback, for_user=request.user))
    hops = hops_of_feedback(feedback, handoffs, today=timezone.localdate(), for_user=request.user)
    shown = {"feedback": feedback, "handoffs": handoffs, "hops": hops}
    return _panel(request, "feedback_chain", shown)


@login_required
@require_GET
def feedback_similar(request: Request, number: str) -> HttpResponse:
    """What feedback stands behind, what it may belong to, and where else to put it."""
    feedback = get_feedback(number, for_user=request.user)
    shown = {
        "feedback": feedback,
        "handoffs": list(queries.list_handoffs(feedback, for_user=request.user)),
        "proposals": list(queries.list_proposals_on(feedback, for_user=request.user)),
        "may_hand_over": may(request.user, Act.HAND_OVER),
    }
    return _panel(request, "feedback_similar", shown)


@login_required
@require_GET
def feedback_merge(request: Request, number: str) -> HttpResponse:
    """Lead to what feedback may be the same as, with the number of those."""
    feedback = get_feedback(number, for_user=request.user)
    count = queries.list_proposals_on(feedback, for_user=request.user).count()
    shown = {"feedback": feedback, "count": count}
    return render(request, "handoffs/parts/merge_button.html", shown)


@login_required
@require_GET
def feedback_customers(request: Request, number: str) -> HttpResponse:
    """Who else has the same problem, and what they may buy."""
    feedback = get_feedback(number, for_user=request.user)
    handoffs = queries.list_handoffs(feedback, for_user=request.user)
    today = timezone.localdate()
    waiting = [who_waits(each.requirement, on=today, for_user=request.user) for each in handoffs]
    return _panel(request, "feedback_customers", {"feedback": feedback, "waiting": waiting})


@login_required
@require_GET
def requirement_chain(request: Request, number: str) -> HttpResponse:
    requirement = get_requirement(number, for_user=request.user)
    hops = hops_of_requirement(requirement, today=timezone.localdate(), for_user=request.user)
    return _panel(request, "requirement_chain", {"requirement": requirement, "hops": hops})


@login_required
@require_GET
def requirement_customers(request: Request, number: str) -> HttpResponse:
    """Who waits for a requirement: customers with what they said and what they may buy."""
    requirement = get_requirement(number, for_user=request.user)
    waiting = who_waits(requirement, on=timezone.localdate(), for_user=request.user)
    proposals = queries.list_proposals(for_user=request.user).filter(requirement=requirement)
    shown = {"requirement": requirement, "waiting": waiting, "proposals": list(proposals[:5])}
    return _panel(request, "requirement_customers", shown)
