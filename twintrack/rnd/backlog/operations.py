"""Move requirements through their life."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal, StaleEdit
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.objects.numbering import next_number
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.hub.projects.models import Milestone
from twintrack.rnd.backlog.events import (
    DemandChanged,
    RequirementAdvanced,
    RequirementDateMoved,
    RequirementPlanned,
    RequirementProposed,
    RequirementReviewed,
    RequirementScored,
)
from twintrack.rnd.backlog.lifecycle import DECISIONS, NEXT_STATES, State
from twintrack.rnd.backlog.models import Kind, Requirement, Review
from twintrack.rnd.backlog.scoring import Rice


class StateNotReachable(Refusal):
    """The state asked for does not follow the present one."""

    message = _("This step does not follow the present one. Somebody may have moved it already.")


class ReasonMissing(Refusal):
    """A decision needs a reason."""

    message = _("Say why: the salesperson and the customer will ask.")
    status = 422


class BuiltAlready(Refusal):
    """Work has begun, so a review comes too late."""

    message = _("Work on this requirement has begun; it can no longer be decided by a review.")


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
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Requirement:
    """
    Put a requirement into the backlog; the product's owner looks after it.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.PROPOSE_REQUIREMENT)
    requirement: Requirement = Requirement.objects.create(
        number=next_number("REQ"),
        product=product,
        owner=product.owner,
        created_by=by,
        created_at=at,
        updated_at=at,
        **asdict(proposal),
    )
    record(
        RequirementProposed(
            requirement_id=requirement.pk,
            number=requirement.number,
            product_id=product.pk,
            title=requirement.title,
        ),
        about=requirement,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[product],
    )
    return requirement


def _locked(requirement: Requirement) -> Requirement:
    # Read again under a lock: two people may press the button at once.
    found: Requirement = Requirement.objects.select_for_update().get(pk=requirement.pk)
    return found


class OtherProject(Refusal):
    """The milestone belongs to a project about another product."""

    message = _("This milestone belongs to a project about another product.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a review decided, why, and what customers may read of it."""

    decision: str
    reason: str
    customer_wording: str = ""


@transaction.atomic
def decide(
    *,
    requirement: Requirement,
    decision: Decision,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Requirement:
    """
    Accept, reject or defer a requirement.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReasonMissing: if no reason is given.
    :raises BuiltAlready: if work has begun.
    :raises StateNotReachable: if the decision is none of the three, or holds already.
    """
    check_may(by, Act.REVIEW_REQUIREMENT)
    if not decision.reason.strip():
        raise ReasonMissing
    requirement = _locked(requirement)
    if not requirement.is_reviewable:
        raise BuiltAlready
    if decision.decision not in DECISIONS or decision.decision == requirement.state:
        raise StateNotReachable
    came_from = requirement.state
    Review.objects.create(requirement=requirement, decided_by=by, decided_at=at, **asdict(decision))
    requirement.state = decision.decision
    requirement.updated_at = at
    requirement.save(update_fields=["state", "updated_at"])
    record(
        RequirementReviewed(
            requirement_id=requirement.pk,
            number=requirement.number,
            came_from=came_from,
            **asdict(decision),
        ),
        about=requirement,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return requirement


@transaction.atomic
def score(
    *,
    requirement: Requirement,
    rice: Rice,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Requirement:
    """
    Keep what a review estimates a requirement to be worth.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.REVIEW_REQUIREMENT)
    requirement = _locked(requirement)
    requirement.rice, requirement.value_score = rice.score, rice.value
    requirement.updated_at = at
    requirement.save(update_fields=["rice", "value_score", "updated_at"])
    record(
        RequirementScored(requirement_id=requirement.pk, rice=str(rice.score), value=rice.value),
        about=requirement,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return requirement


@transaction.atomic
def advance(
    *,
    requirement: Requirement,
    to: State,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Requirement:
    """
    Move the work on a requirement to one of its next states.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StateNotReachable: if that state does not follow the present one.
    """
    check_may(by, Act.ADVANCE_REQUIREMENT)
    requirement = _locked(requirement)
    came_from = State(requirement.state)
    if to not in NEXT_STATES.get(came_from, ()):
        raise StateNotReachable
    requirement.state = to
    requirement.updated_at = at
    requirement.save(update_fields=["state", "updated_at"])
    record(
        RequirementAdvanced(
            requirement_id=requirement.pk,
            number=requirement.number,
            came_from=came_from.value,
            to=to.value,
        ),
        about=requirement,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return requirement


@transaction.atomic
def move_date(
    *,
    requirement: Requirement,
    before: date | None,
    to: date | None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Requirement:
    """
    Plan a requirement for another day; `before` is the day the person saw.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StaleEdit: if somebody moved it in between.
    """
    check_may(by, Act.ADVANCE_REQUIREMENT)
    requirement = _locked(requirement)
    if requirement.planned_on != before:
        raise StaleEdit(field="planned_on", current=requirement.planned_on, attempted=to)
    if to == before:
        return requirement
    requirement.planned_on = to
    requirement.updated_at = at
    requirement.save(update_fields=["planned_on", "updated_at"])
    record(
        RequirementDateMoved(
            requirement_id=requirement.pk, number=requirement.number, came_from=before, to=to
        ),
        about=requirement,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return requirement


@transaction.atomic
def plan_for(
    *,
    requirement: Requirement,
    milestone: Milestone | None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Requirement:
    """
    Say by which milestone a requirement is to be done, or that it is by none.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises OtherProject: if the milestone's project is about another product.
    """
    check_may(by, Act.ADVANCE_REQUIREMENT)
    requirement = _locked(requirement)
    if milestone and milestone.project.product_id != requirement.product_id:
        raise OtherProject
    if milestone == requirement.milestone:
        return requirement
    requirement.milestone = milestone
    requirement.updated_at = at
    requirement.save(update_fields=["milestone", "updated_at"])
    record(
        RequirementPlanned(
            requirement_id=requirement.pk,
            number=requirement.number,
            milestone_id=milestone.pk if milestone else None,
            milestone_name=milestone.name if milestone else "",
        ),
        about=requirement,
        by=by,
        at=at,
        caused_by=caused_by,
        also=[milestone] if milestone else [],
    )
    return requirement


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
    requirement = _locked(requirement)
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
