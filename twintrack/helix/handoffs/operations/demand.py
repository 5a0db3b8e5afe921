"""Keep on each requirement who waits for it, and for how much."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.helix.handoffs.models import Handoff, Way
from twintrack.helix.handoffs.queries import count_demand, find_touched, list_awaited
from twintrack.helix.handoffs.revenue import revenue_behind
from twintrack.rnd.backlog import operations as backlog
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.operations.locking import hold
from twintrack.sales.customers.models import Customer


def recount(
    requirement: Requirement, *, by: User, at: datetime, caused_by: Entry | None = None
) -> Requirement:
    """Count again who waits for a requirement, inside the change that moved them."""
    customers, feedbacks = count_demand(requirement)
    return backlog.set_demand(
        requirement=requirement,
        demand=backlog.Demand(
            customers=len(customers),
            feedbacks=feedbacks,
            revenue=revenue_behind(
                customers, requirement.product_id, on=timezone.localdate(at)
            ).in_base,
        ),
        by=by,
        at=at,
        caused_by=caused_by,
    )


def follow_feedback(
    handoff: Handoff, *, by: User, at: datetime, caused_by: Entry | None = None
) -> Requirement:
    """
    Count again who waits when feedback is withdrawn or restored, inside that change.

    A requirement that was made of it by itself goes with it, unless somebody else waits or a
    person has done anything with it; it comes back with the feedback.
    """
    requirement = recount(handoff.requirement, by=by, at=at, caused_by=caused_by)
    to = _goes_to(handoff, requirement)
    if to is None:
        return requirement
    return backlog.advance(requirement=requirement, to=to, by=by, at=at, caused_by=caused_by)


def _goes_to(handoff: Handoff, requirement: Requirement) -> State | None:
    if requirement.state == State.WITHDRAWN:
        return State.PROPOSED if requirement.feedback_count else None
    is_its_own = handoff.way == Way.CREATED and requirement.state == State.PROPOSED
    if not is_its_own or requirement.feedback_count or find_touched({requirement.pk}):
        return None
    return State.WITHDRAWN


def recount_customer(
    customer: Customer, *, by: User, at: datetime, caused_by: Entry | None = None
) -> None:
    """Count again for every requirement that a customer waits for."""
    requirements = list(list_awaited(customer))
    hold(*requirements)
    for requirement in requirements:
        recount(requirement, by=by, at=at, caused_by=caused_by)
