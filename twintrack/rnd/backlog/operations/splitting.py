"""Take a requirement apart into smaller ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.objects.numbering import hold_numbers
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.events import RequirementSplit
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.operations.locking import locked_open
from twintrack.rnd.backlog.operations.proposals import Proposal, propose

# More than this is a project, not a requirement.
MOST_PARTS = 20
LONGEST = 200
# Parts of what was accepted need no second decision.
_DECIDED = frozenset({State.ACCEPTED, State.PLANNED, State.IN_DEVELOPMENT})


class PartsUnfit(Refusal):
    """No parts, too many, or titles that are too long."""

    message = _("Name 1 to 20 parts, each with at most 200 characters.")
    status = 422


@transaction.atomic
def split(
    *,
    requirement: Requirement,
    titles: Sequence[str],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> list[Requirement]:
    """
    Make requirements of the parts of one; they have its owner, kind, priority and plan.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises Closed: if the requirement is merged or rejected.
    :raises PartsUnfit: if there are no parts, too many, or a title is too long.
    """
    check_may(by, Act.EDIT_REQUIREMENT)
    # In the order of whoever proposes and attaches at once: the counter first.
    hold_numbers("REQ")
    requirement = locked_open(requirement)
    named = [" ".join(title.split()) for title in titles]
    if not 0 < len(named) <= MOST_PARTS or not all(0 < len(name) <= LONGEST for name in named):
        raise PartsUnfit
    parts = [_part(requirement, name, by, at, caused_by) for name in named]
    record(
        RequirementSplit(
            requirement_id=requirement.pk,
            number=requirement.number,
            part_ids=tuple(part.pk for part in parts),
            part_numbers=tuple(part.number for part in parts),
        ),
        about=requirement,
        by=by,
        at=at,
        caused_by=caused_by,
        also=parts,
    )
    return parts


def _part(
    whole: Requirement, title: str, by: User, at: datetime, caused_by: Entry | None
) -> Requirement:
    part = propose(
        product=whole.product,
        proposal=Proposal(title=title, kind=whole.kind),
        by=by,
        at=at,
        caused_by=caused_by,
    )
    part.split_from, part.owner, part.priority = whole, whole.owner, whole.priority
    part.milestone, part.planned_on = whole.milestone, whole.planned_on
    part.state = State.ACCEPTED if whole.state in _DECIDED else State.PROPOSED
    part.save()
    return part
