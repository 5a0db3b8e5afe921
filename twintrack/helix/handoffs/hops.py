"""The chain from feedback to delivery, hop by hop, as far as a person may see it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.foundation.people.models import User
from twintrack.helix.communication.models import CommunicationPlan
from twintrack.helix.communication.queries import list_plans
from twintrack.helix.handoffs.models import Handoff
from twintrack.hub.projects.models import Milestone
from twintrack.rnd.backlog.models import Requirement
from twintrack.sales.feedback.models import Feedback
from twintrack.ui.templatetags.ui import short_day

Hop = dict[str, Any]
# More plans than this are one hop that leads to the milestone.
PLANS = 2


def hops_of_feedback(
    feedback: Feedback, handoffs: Iterable[Handoff], *, today: date, for_user: User
) -> list[Hop]:
    """Walk from feedback to the talk with its customer."""
    hops = [_feedback_hop(feedback)]
    for handoff in handoffs:
        requirement = handoff.requirement
        hops.append(_requirement_hop(requirement))
        if requirement.milestone is not None:
            hops.append(_milestone_hop(requirement.milestone, today))
            plans = list_plans(
                for_user=for_user, milestone=requirement.milestone, customer=feedback.customer
            )
            hops += [_plan_hop(plan) for plan in plans[:PLANS]]
    return hops


def hops_of_requirement(requirement: Requirement, *, today: date, for_user: User) -> list[Hop]:
    """Walk from those who wait for a requirement to the talk with them."""
    hops = []
    if requirement.feedback_count:
        hops.append(_behind_hop(requirement))
    hops.append(_requirement_hop(requirement) | {"is_here": True})
    if requirement.milestone is not None:
        hops.append(_milestone_hop(requirement.milestone, today))
        plans = list(list_plans(for_user=for_user, milestone=requirement.milestone)[: PLANS + 1])
        if len(plans) <= PLANS:
            hops += [_plan_hop(plan) for plan in plans]
        else:
            hops.append(_plans_hop(requirement.milestone))
    return hops


def _feedback_hop(feedback: Feedback) -> Hop:
    return {
        "kind": "feedback",
        "label": _("Feedback"),
        "number": feedback.number,
        "hint": f"{short_day(feedback.recorded_at)} · {feedback.get_state_display()}",
        "url": reverse("feedback-detail", args=[feedback.number]),
        "is_here": True,
    }


def _behind_hop(requirement: Requirement) -> Hop:
    customers = requirement.customers_count
    return {
        "kind": "feedback",
        "label": _("Feedback"),
        "number": ngettext("%(n)d piece", "%(n)d pieces", requirement.feedback_count)
        % {"n": requirement.feedback_count},
        "hint": ngettext("from %(n)d customer", "from %(n)d customers", customers)
        % {"n": customers},
        "url": "#behind",
    }


def _requirement_hop(requirement: Requirement) -> Hop:
    day = requirement.expected_on
    planned = f" · {short_day(day)}" if day else ""
    return {
        "kind": "requirement",
        "label": _("Requirement"),
        "number": requirement.number,
        "hint": f"{requirement.get_state_display()}{planned}",
        "url": reverse("requirement-detail", args=[requirement.number]),
    }


def _milestone_hop(milestone: Milestone, today: date) -> Hop:
    hop = {
        "kind": "milestone",
        "label": milestone.name,
        "number": milestone.number,
        "url": reverse("milestone-detail", args=[milestone.number]),
    }
    if milestone.reached_on is not None:
        day = short_day(milestone.reached_on)
        return hop | {"hint": _("reached %(day)s") % {"day": day}, "tone": "ok"}
    late = (max(milestone.forecast_on, today) - milestone.due_on).days
    day = short_day(milestone.forecast_on)
    if late <= 0:
        return hop | {"hint": _("expected %(day)s") % {"day": day}}
    text = ngettext("%(day)s · %(n)d day late", "%(day)s · %(n)d days late", late)
    return hop | {"hint": text % {"day": day, "n": late}, "tone": "bad"}


def _plan_hop(plan: CommunicationPlan) -> Hop:
    return {
        "kind": "communication_plan",
        "label": _("Communication plan"),
        "number": plan.number,
        "hint": f"{plan.get_state_display()} · {plan.progress}",
        "url": reverse("plan-detail", args=[plan.number]),
    }


def _plans_hop(milestone: Milestone) -> Hop:
    return {
        "kind": "communication_plan",
        "label": _("Communication plans"),
        "number": _("several"),
        "hint": milestone.name,
        "url": reverse("milestone-plans", args=[milestone.number]),
    }
