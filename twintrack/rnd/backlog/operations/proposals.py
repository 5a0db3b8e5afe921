"""Put requirements into the backlog."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import Record, record_many
from twintrack.foundation.objects.numbering import next_numbers
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.rnd.backlog.events import (
    RequirementProposed,
)
from twintrack.rnd.backlog.models import Kind, Requirement
from twintrack.rnd.backlog.operations.demand import Demand
from twintrack.rnd.backlog.operations.ordering import places


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What a new requirement says."""

    title: str
    description: str = ""
    kind: str = Kind.IMPROVEMENT


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A requirement that waits to be put into the backlog: it has no number and no place yet."""

    requirement: Requirement
    demand: Demand
    caused_by: Entry | None = None

    @classmethod
    def of(
        cls,
        product: Product,
        proposal: Proposal,
        demand: Demand | None = None,
        *,
        pk: int | None = None,
        at: datetime,
        caused_by: Entry | None = None,
    ) -> Draft:
        """Draft a requirement; with an id that was taken for it, others can name it already."""
        demand = demand or Demand()
        requirement = Requirement(
            pk=pk,
            product=product,
            owner_id=product.owner_id,
            created_at=at,
            updated_at=at,
            **asdict(proposal),
            **demand.columns,
        )
        return cls(requirement=requirement, demand=demand, caused_by=caused_by)

    def to_record(self) -> Record:
        """Tell the ledger of it."""
        requirement = self.requirement
        event = RequirementProposed(
            requirement_id=requirement.pk,
            number=requirement.number,
            product_id=requirement.product_id,
            title=requirement.title,
            **asdict(self.demand),
        )
        return Record(
            event=event,
            about=requirement,
            also=[requirement.product],
            at=requirement.created_at,
            caused_by=self.caused_by,
        )


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
    draft = Draft.of(product, proposal, demand, at=at, caused_by=caused_by)
    [requirement] = propose_all(drafts=[draft], by=by, at=at)
    return requirement


@transaction.atomic
def propose_all(*, drafts: Sequence[Draft], by: User, at: datetime) -> list[Requirement]:
    """
    Put requirements into the backlog in their order, each as `propose` does one.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.PROPOSE_REQUIREMENT)
    # Taking the numbers lets one in at a time, so that each finds the last places free.
    numbers = next_numbers("REQ", len(drafts))
    ranks = places.last(len(drafts))
    requirements = [draft.requirement for draft in drafts]
    for requirement, number, place in zip(requirements, numbers, ranks, strict=True):
        requirement.number, requirement.rank, requirement.created_by = number, place, by
    Requirement.objects.bulk_create(requirements)
    record_many([draft.to_record() for draft in drafts], by=by, at=at)
    return requirements
