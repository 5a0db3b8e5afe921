"""Keep how many customers wait."""

from __future__ import annotations

from dataclasses import asdict, dataclass
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


@dataclass(frozen=True, kw_only=True)
class Demand:
    """Who waits for a requirement; `revenue` is their open amounts in the base currency."""

    customers: int = 0
    feedbacks: int = 0
    revenue: Decimal = Decimal(0)

    @property
    def columns(self) -> dict[str, int | Decimal]:
        """The same as a requirement keeps it."""
        return {
            "customers_count": self.customers,
            "feedback_count": self.feedbacks,
            "revenue": self.revenue,
        }


@transaction.atomic
def set_demand(
    *,
    requirement: Requirement,
    demand: Demand,
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
    columns = demand.columns
    if all(getattr(requirement, name) == value for name, value in columns.items()):
        return requirement
    for name, value in columns.items():
        setattr(requirement, name, value)
    requirement.save(update_fields=list(columns))
    record(
        DemandChanged(requirement_id=requirement.pk, **asdict(demand)),
        about=requirement,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return requirement
