"""Keep on each requirement who waits for it, and for how much."""

from __future__ import annotations

from datetime import datetime

from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.helix.handoffs.queries import count_demand, list_awaited
from twintrack.helix.handoffs.revenue import revenue_behind
from twintrack.rnd.backlog import operations as backlog
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
            revenue=revenue_behind(customers, requirement.product_id, on=at.date()).in_base,
        ),
        by=by,
        at=at,
        caused_by=caused_by,
    )


def recount_customer(
    customer: Customer, *, by: User, at: datetime, caused_by: Entry | None = None
) -> None:
    """Count again for every requirement that a customer waits for."""
    requirements = list(list_awaited(customer))
    hold(*requirements)
    for requirement in requirements:
        recount(requirement, by=by, at=at, caused_by=caused_by)
