"""Keep how many customers wait."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.events import (
    DemandChanged,
)
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.operations.locking import locked


@transaction.atomic
def set_demand(
    *,
    requirement: Requirement,
    customers: int,
    feedbacks: int,
    revenue: Decimal,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Requirement:
    """
    Keep how many customers wait for a requirement, and their open amounts in base currency.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.USE)
    requirement = locked(requirement)
    demand = {"customers_count": customers, "feedback_count": feedbacks, "revenue": revenue}
    if all(getattr(requirement, name) == value for name, value in demand.items()):
        return requirement
    for name, value in demand.items():
        setattr(requirement, name, value)
    requirement.save(update_fields=list(demand))
    record(
        DemandChanged(
            requirement_id=requirement.pk,
            customers=customers,
            feedbacks=feedbacks,
            revenue=revenue,
        ),
        about=requirement,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return requirement
