"""Decide about requirements, and take a decision back while nothing is built."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import ReasonMissing, Refusal, StateNotReachable
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.events import DecisionTakenBack, RequirementReviewed
from twintrack.rnd.backlog.lifecycle import DECISIONS, State
from twintrack.rnd.backlog.models import Requirement, Review
from twintrack.rnd.backlog.operations.locking import Closed, locked


class BuiltAlready(Refusal):
    """Work has begun, so a review comes too late."""

    message = _("Work on this requirement has begun; it can no longer be decided by a review.")


class ComesBackBefore(Refusal):
    """A deferred requirement is to come back on a day that has passed."""

    message = _("Choose a day to come for looking at it again.")
    status = 422


class NothingDecided(Refusal):
    """There is no decision to take back."""

    message = _("There is no decision here that could be taken back.")


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a review decided, why, what customers may read of it, and when to look again."""

    decision: str
    reason: str
    customer_wording: str = ""
    revisit_on: date | None = None


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
    Accept, reject or defer a requirement; whoever was still asked for an opinion need not answer.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReasonMissing: if no reason is given.
    :raises ComesBackBefore: if it is to be looked at again on a day that has passed.
    :raises Closed: if it is merged into another one.
    :raises BuiltAlready: if work has begun.
    :raises StateNotReachable: if the decision is none of the three, or holds already.
    """
    check_may(by, Act.REVIEW_REQUIREMENT)
    if not decision.reason.strip():
        raise ReasonMissing(_("Say why: the salesperson and the customer will ask."))
    requirement = locked(requirement)
    if requirement.state == State.MERGED:
        raise Closed
    if not requirement.is_reviewable:
        raise BuiltAlready
    if decision.decision not in DECISIONS or decision.decision == requirement.state:
        raise StateNotReachable
    revisit_on = decision.revisit_on if decision.decision == State.DEFERRED else None
    if revisit_on and revisit_on <= timezone.localdate(at):
        raise ComesBackBefore
    said = asdict(decision) | {"revisit_on": revisit_on}
    came_from = requirement.state
    Review.objects.create(
        requirement=requirement, came_from=came_from, decided_by=by, decided_at=at, **said
    )
    requirement.review_requests.filter(closed_at=None).update(closed_at=at)
    _move(requirement, decision.decision, revisit_on, at)
    record(
        RequirementReviewed(
            requirement_id=requirement.pk, number=requirement.number, came_from=came_from, **said
        ),
        about=requirement,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return requirement


@transaction.atomic
def take_back(
    *, requirement: Requirement, by: User, at: datetime, caused_by: Entry | None = None
) -> Requirement:
    """
    Take the decision that holds back: the requirement is where it was before.

    Whoever was asked for an opinion then is asked again.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises BuiltAlready: if work has begun.
    :raises NothingDecided: if no decision holds.
    """
    check_may(by, Act.REVIEW_REQUIREMENT)
    requirement = locked(requirement)
    if not requirement.is_reviewable:
        raise BuiltAlready
    holds = requirement.reviews.filter(taken_back_at=None).order_by("-pk").first()
    if not requirement.is_decided or holds is None:
        raise NothingDecided
    holds.taken_back_by, holds.taken_back_at = by, at
    holds.save(update_fields=["taken_back_by", "taken_back_at"])
    requirement.review_requests.filter(closed_at=holds.decided_at).update(closed_at=None)
    _move(requirement, holds.came_from, _revisit_before(requirement, holds), at)
    record(
        DecisionTakenBack(
            requirement_id=requirement.pk,
            number=requirement.number,
            decision=holds.decision,
            to=holds.came_from,
        ),
        about=requirement,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return requirement


def _move(requirement: Requirement, to: str, revisit_on: date | None, at: datetime) -> None:
    requirement.state, requirement.revisit_on, requirement.updated_at = to, revisit_on, at
    requirement.save(update_fields=["state", "revisit_on", "updated_at"])


def _revisit_before(requirement: Requirement, holds: Review) -> date | None:
    if holds.came_from != State.DEFERRED:
        return None
    before = requirement.reviews.filter(pk__lt=holds.pk, taken_back_at=None).order_by("-pk").first()
    return before.revisit_on if before else None
