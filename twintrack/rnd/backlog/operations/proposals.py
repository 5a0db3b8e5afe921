"""Put requirements into the backlog."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.objects.numbering import next_number
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.rnd.backlog.events import (
    RequirementProposed,
)
from twintrack.rnd.backlog.models import Kind, Requirement
from twintrack.rnd.backlog.operations.demand import Demand
from twintrack.rnd.backlog.operations.ordering import last_place


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What a new requirement says."""

    title: str
    description: str = ""
    kind: str = Kind.IMPROVEMENT


@transaction.atomic
def propose(
    *,
    product: Product,
    proposal: Proposal,
    demand: Demand | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Requirement:
    """
    Put a requirement into the backlog; the product's owner looks after it.

    `demand` says who waits for it from the beginning.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.PROPOSE_REQUIREMENT)
    demand = demand or Demand()
    # Taking the number lets one proposal in at a time, so that each finds the last place free.
    number = next_number("REQ")
    requirement: Requirement = Requirement.objects.create(
        number=number,
        rank=last_place(),
        product=product,
        owner_id=product.owner_id,
        created_by=by,
        created_at=at,
        updated_at=at,
        **asdict(proposal),
        **demand.columns,
    )
    record(
        RequirementProposed(
            requirement_id=requirement.pk,
            number=requirement.number,
            product_id=product.pk,
            title=requirement.title,
            **asdict(demand),
        ),
        about=requirement,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[product],
    )
    return requirement
