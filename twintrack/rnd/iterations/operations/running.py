"""Start iterations, and bring them to an end."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import ReasonMissing, Refusal, StateNotReachable
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record, together
from twintrack.foundation.people.models import User
from twintrack.hub.scheduling.capacity import capacity_of
from twintrack.rnd.iterations.events import (
    IterationCancelled,
    IterationCompleted,
    IterationStarted,
)
from twintrack.rnd.iterations.lifecycle import NEXT_STATES, IterationState
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.iterations.operations.planning import hold_team
from twintrack.rnd.iterations.queries import active_of
from twintrack.rnd.iterations.turns import Turn, take_turn


class AnotherRuns(Refusal):
    """The team works in another iteration; it has one at a time."""

    message = _("The team works in another iteration. Complete that one first.")


def _turned(iteration: Iteration, to: IterationState) -> tuple[Iteration, str]:
    """Hold the team and its iteration, and let it come to a state if that is the next."""
    hold_team(iteration.team_id)
    iteration = Iteration.objects.select_for_update(no_key=True).get(pk=iteration.pk)
    came_from = iteration.state
    if to not in NEXT_STATES[IterationState(came_from)]:
        raise StateNotReachable
    iteration.state = to
    return iteration, came_from


@transaction.atomic
def start_iteration(
    *, iteration: Iteration, by: User, at: datetime, caused_by: Entry | None = None
) -> Iteration:
    """
    Start an iteration; the time that the team has for it is noted as it is known now.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StateNotReachable: if it is not planned any more.
    :raises AnotherRuns: if the team works in another one.
    """
    check_may(by, Act.PLAN_ITERATIONS)
    with together():
        iteration, _came_from = _turned(iteration, IterationState.ACTIVE)
        running = active_of(iteration.team)
        if running is not None:
            said = _("The team works in “%(name)s”. Complete that one first.")
            raise AnotherRuns(said % {"name": running.name})
        capacity = capacity_of(iteration.team, iteration.start_on, iteration.end_on)
        iteration.started_at = at
        iteration.person_days, iteration.hours = capacity.person_days, capacity.hours
        iteration.save(update_fields=["state", "started_at", "person_days", "hours"])
        take_turn(
            Turn(iteration=iteration, to=IterationState.ACTIVE, by=by, at=at, caused_by=caused_by)
        )
        event = IterationStarted(
            iteration_id=iteration.pk,
            number=iteration.number,
            name=iteration.name,
            team_id=iteration.team_id,
            person_days=capacity.person_days,
            hours=capacity.hours,
        )
        record(event, about=iteration, by=by, at=at, caused_by=caused_by, also=[iteration.team])
    return iteration


@transaction.atomic
def complete_iteration(
    *, iteration: Iteration, by: User, at: datetime, caused_by: Entry | None = None
) -> Iteration:
    """
    Complete an iteration; apps above may refuse while something in it is undecided.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StateNotReachable: if it does not run.
    """
    check_may(by, Act.PLAN_ITERATIONS)
    with together():
        iteration, _came_from = _turned(iteration, IterationState.COMPLETED)
        iteration.ended_at = at
        iteration.save(update_fields=["state", "ended_at"])
        take_turn(
            Turn(
                iteration=iteration,
                to=IterationState.COMPLETED,
                by=by,
                at=at,
                caused_by=caused_by,
            )
        )
        event = IterationCompleted(
            iteration_id=iteration.pk,
            number=iteration.number,
            name=iteration.name,
            team_id=iteration.team_id,
        )
        record(event, about=iteration, by=by, at=at, caused_by=caused_by, also=[iteration.team])
    return iteration


@transaction.atomic
def cancel_iteration(
    *,
    iteration: Iteration,
    reason: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Iteration:
    """
    Let an iteration not take place, or end it before its time; others need to know why.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReasonMissing: if no reason is given.
    :raises StateNotReachable: if it is over.
    """
    check_may(by, Act.PLAN_ITERATIONS)
    if not reason.strip():
        raise ReasonMissing(_("Say why the iteration is cancelled: its work goes elsewhere."))
    with together():
        iteration, came_from = _turned(iteration, IterationState.CANCELLED)
        iteration.ended_at = at
        iteration.save(update_fields=["state", "ended_at"])
        take_turn(
            Turn(
                iteration=iteration,
                to=IterationState.CANCELLED,
                by=by,
                at=at,
                caused_by=caused_by,
            )
        )
        event = IterationCancelled(
            iteration_id=iteration.pk,
            number=iteration.number,
            name=iteration.name,
            team_id=iteration.team_id,
            came_from=came_from,
            reason=reason.strip(),
        )
        record(event, about=iteration, by=by, at=at, caused_by=caused_by, also=[iteration.team])
    return iteration
