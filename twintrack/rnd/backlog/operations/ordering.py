"""Order requirements by hand."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.objects.places import Places
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.events import RequirementRanked
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.operations.locking import hold, locked

places = Places(Requirement)


@transaction.atomic
def reorder(
    *,
    requirement: Requirement,
    after: Requirement | None,
    before: Requirement | None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Requirement:
    """
    Put a requirement right behind another, or right before one where there is none above.

    With neither it goes to the end.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.EDIT_REQUIREMENT)
    hold(requirement, after or before)
    requirement = locked(requirement)
    if requirement in (after, before):
        return requirement
    place = places.beside(requirement, after=after, before=before)
    came_from = requirement.rank
    requirement.rank = place
    requirement.save(update_fields=["rank"])
    record(
        RequirementRanked(
            requirement_id=requirement.pk,
            number=requirement.number,
            came_from=came_from,
            to=place,
        ),
        about=requirement,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return requirement
