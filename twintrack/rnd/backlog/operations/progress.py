"""Move the work on requirements from state to state."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import StateNotReachable
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.events import RequirementAdvanced
from twintrack.rnd.backlog.lifecycle import NEXT_STATES, REVIEWABLE, State
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.operations.locking import hold, locked
from twintrack.rnd.backlog.operations.ordering import places


class NotDecided(StateNotReachable):
    """Work cannot begin before a review has accepted the requirement."""

    message = _("This has to be accepted in a review first.")


def step(requirement: Requirement, to: State) -> RequirementAdvanced:
    """
    Move a requirement that is held, without saving it.

    :raises NotDecided: if no review has accepted it.
    :raises StateNotReachable: if that state does not follow the present one.
    """
    came_from = State(requirement.state)
    following = NEXT_STATES.get(came_from, ())
    if to not in following:
        raise _reason(came_from, following)
    requirement.state = to
    return RequirementAdvanced(
        requirement_id=requirement.pk,
        number=requirement.number,
        came_from=came_from.value,
        to=to.value,
    )


def _reason(came_from: State, following: tuple[State, ...]) -> StateNotReachable:
    if came_from in REVIEWABLE and came_from != State.ACCEPTED:
        return NotDecided()
    if not following:
        return StateNotReachable()
    allowed = format_lazy("{}", following[0].label)
    for each in following[1:]:
        allowed = format_lazy(_("{first} or {second}"), first=allowed, second=each.label)
    return StateNotReachable(
        format_lazy(_("“{state}” leads to {allowed} only."), state=came_from.label, allowed=allowed)
    )


@transaction.atomic
def advance(
    *,
    requirement: Requirement,
    to: State,
    after: Requirement | None = None,
    before: Requirement | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Requirement:
    """
    Move the work on a requirement to one of its next states.

    With a neighbour it also gets its place by hand: right behind `after`, else before `before`.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StateNotReachable: if that state does not follow the present one.
    """
    check_may(by, Act.ADVANCE_REQUIREMENT)
    if after or before:
        hold(requirement, after or before)
    requirement = locked(requirement)
    event = step(requirement, to)
    requirement.updated_at = at
    if after or before:
        requirement.rank = places.beside(requirement, after=after, before=before)
    requirement.save(update_fields=["state", "rank", "updated_at"])
    record(event, about=requirement, by=by, at=at, caused_by=caused_by)
    return requirement
