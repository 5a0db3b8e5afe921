"""Estimate what requirements are worth."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.events import RequirementScored
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.operations.locking import locked_open
from twintrack.rnd.backlog.scoring import Rice


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
    :raises Closed: if the requirement is merged or rejected.
    """
    check_may(by, Act.REVIEW_REQUIREMENT)
    requirement = locked_open(requirement)
    estimated = asdict(rice) | {"rice": rice.score, "value_score": rice.value}
    for field, number in estimated.items():
        setattr(requirement, field, number)
    requirement.updated_at = at
    requirement.save(update_fields=[*estimated, "updated_at"])
    record(
        RequirementScored(requirement_id=requirement.pk, rice=str(rice.score), value=rice.value),
        about=requirement,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return requirement
