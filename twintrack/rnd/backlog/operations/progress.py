"""Move the work on requirements from state to state."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.events import (
    RequirementAdvanced,
)
from twintrack.rnd.backlog.lifecycle import NEXT_STATES, State
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.operations.locking import locked


class StateNotReachable(Refusal):
    """The state asked for does not follow the present one."""

    message = _("This step does not follow the present one. Somebody may have moved it already.")


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
    requirement = locked(requirement)
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
