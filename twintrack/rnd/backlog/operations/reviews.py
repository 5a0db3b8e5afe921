"""Decide on requirements and estimate what they are worth."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.events import (
    RequirementReviewed,
    RequirementScored,
)
from twintrack.rnd.backlog.lifecycle import DECISIONS
from twintrack.rnd.backlog.models import Requirement, Review
from twintrack.rnd.backlog.operations.locking import locked
from twintrack.rnd.backlog.operations.progress import StateNotReachable
from twintrack.rnd.backlog.scoring import Rice


class ReasonMissing(Refusal):
    """A decision needs a reason."""

    message = _("Say why: the salesperson and the customer will ask.")
    status = 422


class BuiltAlready(Refusal):
    """Work has begun, so a review comes too late."""

    message = _("Work on this requirement has begun; it can no longer be decided by a review.")


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
    requirement = locked(requirement)
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
    requirement = locked(requirement)
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
