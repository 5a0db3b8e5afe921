"""Keep how many customers wait."""

from __future__ import annotations

from datetime import datetime

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
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Requirement:
    """
    Keep how many customers wait for a requirement; whoever may hand feedback over may do so.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.USE)
    requirement = locked(requirement)
    requirement.customers_count, requirement.feedback_count = customers, feedbacks
    requirement.save(update_fields=["customers_count", "feedback_count"])
    record(
        DemandChanged(requirement_id=requirement.pk, customers=customers, feedbacks=feedbacks),
        about=requirement,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return requirement
