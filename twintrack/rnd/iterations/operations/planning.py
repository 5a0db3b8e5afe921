"""Plan iterations, and keep what is known of them right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.edits import changes_to_make
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.objects.numbering import next_number
from twintrack.foundation.people.models import Team, User
from twintrack.rnd.iterations.events import IterationChanged, IterationPlanned
from twintrack.rnd.iterations.models import Iteration

CHANGEABLE = ("name", "goal", "start_on", "end_on")
# More than a quarter is a plan of its own, not an iteration.
MOST_DAYS = 92


class DatesCrossed(Refusal):
    """An iteration would end before it starts."""

    message = _("The iteration would end before it starts.")
    status = 422


class DatesTaken(Refusal):
    """Another open iteration of the team has some of these days."""

    message = _("The team has another iteration on these days.")
    status = 422


class TooLong(Refusal):
    """An iteration longer than a quarter."""

    message = _("An iteration is at most 92 days long.")
    status = 422


class IterationOver(Refusal):
    """It is completed or cancelled: what was planned stays as it was."""

    message = _("This iteration is over; its days stay as they were.")


class FieldUnknown(Refusal):
    """A field was named that an iteration does not have, or that changes in another way."""

    message = _("This field does not exist, or cannot be changed here.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class IterationDetails:
    """What is known of an iteration when it is planned."""

    team: Team
    name: str
    start_on: date
    end_on: date
    goal: str = ""


def hold_team(team_id: int) -> Team:
    """Hold a team, so that its iterations change one after the other."""
    return Team.objects.select_for_update(no_key=True).get(pk=team_id)


def _check_days(start_on: date, end_on: date, *, team_id: int, besides: int = 0) -> None:
    if end_on < start_on:
        raise DatesCrossed
    if (end_on - start_on).days >= MOST_DAYS:
        raise TooLong
    others = Iteration.objects.open().filter(
        team=team_id, start_on__lte=end_on, end_on__gte=start_on
    )
    taken = others.exclude(pk=besides).first()
    if taken is not None:
        said = _("“%(name)s” of this team has some of these days (%(start)s to %(end)s).")
        days = {"start": taken.start_on.isoformat(), "end": taken.end_on.isoformat()}
        raise DatesTaken(said % {"name": taken.name, **days})


@transaction.atomic
def plan_iteration(
    *, details: IterationDetails, by: User, at: datetime, caused_by: Entry | None = None
) -> Iteration:
    """
    Plan an iteration of a team.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises DatesCrossed: if it would end before it starts.
    :raises TooLong: if it is longer than a quarter.
    :raises DatesTaken: if the team has another open iteration on some of the days.
    """
    check_may(by, Act.PLAN_ITERATIONS)
    team = hold_team(details.team.pk)
    _check_days(details.start_on, details.end_on, team_id=team.pk)
    iteration: Iteration = Iteration.objects.create(
        number=next_number("IT"), planned_at=at, **vars(details)
    )
    event = IterationPlanned(
        iteration_id=iteration.pk,
        number=iteration.number,
        name=iteration.name,
        team_id=team.pk,
        team_name=team.name,
        start_on=iteration.start_on,
        end_on=iteration.end_on,
    )
    record(event, about=iteration, by=by, at=at, caused_by=caused_by, also=[team])
    return iteration


@transaction.atomic
def change_iteration(
    *,
    iteration: Iteration,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Iteration:
    """
    Write the name, the goal or the days anew; `before` is what the person saw of each.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises FieldUnknown: if a field cannot be changed here.
    :raises StaleEdit: if somebody changed one of the fields in between.
    :raises IterationOver: if its days would change after its end.
    :raises DatesCrossed: if it would end before it starts.
    :raises TooLong: if it is longer than a quarter.
    :raises DatesTaken: if the team has another open iteration on some of the days.
    """
    check_may(by, Act.PLAN_ITERATIONS)
    if not set(values) <= set(CHANGEABLE):
        raise FieldUnknown
    hold_team(iteration.team_id)
    iteration = Iteration.objects.select_for_update(no_key=True).get(pk=iteration.pk)
    current = {field: getattr(iteration, field) for field in values}
    to = changes_to_make(current=current, before=before, values=values)
    if not to:
        return iteration
    for field, value in to.items():
        setattr(iteration, field, value)
    if {"start_on", "end_on"} & set(to):
        if not iteration.is_open:
            raise IterationOver
        _check_days(
            iteration.start_on,
            iteration.end_on,
            team_id=iteration.team_id,
            besides=iteration.pk,
        )
    iteration.save(update_fields=list(to))
    event = IterationChanged(
        iteration_id=iteration.pk,
        number=iteration.number,
        name=iteration.name,
        came_from={field: str(current[field]) for field in to},
        to={field: str(value) for field, value in to.items()},
    )
    record(event, about=iteration, by=by, at=at, caused_by=caused_by)
    return iteration
