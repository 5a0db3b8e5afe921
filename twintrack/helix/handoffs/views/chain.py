"""The chain between the tracks, shown on the pages of both its ends."""

from typing import Any

from django.utils import timezone

from twintrack.foundation.access.panels import panel
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.http import Request
from twintrack.helix.handoffs import queries
from twintrack.helix.handoffs.behind import who_waits
from twintrack.helix.handoffs.hops import hops_of_feedback, hops_of_requirement
from twintrack.rnd.backlog.queries import get_requirement, read_decisions
from twintrack.sales.feedback.queries import get_feedback


@panel("handoffs/feedback_chain.html")
def feedback_chain(request: Request, number: str) -> dict[str, Any]:
    feedback = get_feedback(number, for_user=request.user)
    handoffs = queries.read_handoffs(feedback, for_user=request.user)
    hops = hops_of_feedback(feedback, handoffs, today=timezone.localdate(), for_user=request.user)
    return {"feedback": feedback, "handoffs": handoffs, "hops": hops}


@panel("handoffs/feedback_outcome.html")
def feedback_outcome(request: Request, number: str) -> dict[str, Any]:
    """Say in a line what became of feedback, for pages that lead to it."""
    feedback = get_feedback(number, for_user=request.user)
    return {
        "feedback": feedback,
        "handoffs": queries.read_handoffs(feedback, for_user=request.user),
    }


@panel("handoffs/feedback_similar.html")
def feedback_similar(request: Request, number: str) -> dict[str, Any]:
    """What feedback stands behind, what it may belong to, and where else to put it."""
    feedback = get_feedback(number, for_user=request.user)
    handoffs = queries.read_handoffs(feedback, for_user=request.user)
    decisions = read_decisions([each.requirement_id for each in handoffs])
    return {
        "feedback": feedback,
        "handoffs": handoffs,
        "stands": [(each, decisions.get(each.requirement_id)) for each in handoffs],
        "details": {"customers": [feedback.customer.name]},
        "proposals": queries.read_proposals_on(feedback, for_user=request.user),
        "may_hand_over": may(request.user, Act.HAND_OVER),
    }


@panel("handoffs/parts/merge_button.html", part="")
def feedback_merge(request: Request, number: str) -> dict[str, Any]:
    """Lead to what feedback may be the same as, with the number of those."""
    feedback = get_feedback(number, for_user=request.user)
    count = len(queries.read_proposals_on(feedback, for_user=request.user))
    return {"feedback": feedback, "count": count}


@panel("handoffs/feedback_customers.html")
def feedback_customers(request: Request, number: str) -> dict[str, Any]:
    """Who else has the same problem, and what they may buy."""
    feedback = get_feedback(number, for_user=request.user)
    handoffs = queries.read_handoffs(feedback, for_user=request.user)
    today = timezone.localdate()
    waiting = [who_waits(each.requirement, on=today, for_user=request.user) for each in handoffs]
    return {"feedback": feedback, "waiting": waiting}


@panel("handoffs/requirement_chain.html")
def requirement_chain(request: Request, number: str) -> dict[str, Any]:
    requirement = get_requirement(number, for_user=request.user)
    hops = hops_of_requirement(requirement, today=timezone.localdate(), for_user=request.user)
    return {"requirement": requirement, "hops": hops}


@panel("handoffs/requirement_customers.html")
def requirement_customers(request: Request, number: str) -> dict[str, Any]:
    """Who waits for a requirement: customers with what they said and what they may buy."""
    requirement = get_requirement(number, for_user=request.user)
    waiting = who_waits(requirement, on=timezone.localdate(), for_user=request.user)
    proposals = queries.list_proposals_for(requirement, for_user=request.user)
    return {"requirement": requirement, "waiting": waiting, "proposals": proposals}
