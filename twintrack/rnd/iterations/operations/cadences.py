"""In which cadence a team works, and the next iteration by it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import Team, User
from twintrack.rnd.iterations.events import CadenceSet
from twintrack.rnd.iterations.models import Cadence, Iteration
from twintrack.rnd.iterations.naming import n_in, name_by, tells_apart
from twintrack.rnd.iterations.operations.planning import (
    IterationDetails,
    hold_team,
    plan_iteration,
)
from twintrack.rnd.iterations.queries import cadence_of, count_of, last_of


class PatternAlike(Refusal):
    """All iterations of the team would have one name."""

    message = _("Put {n}, {week} or {month} into the name, so that each is called differently.")
    status = 422


class CadenceMissing(Refusal):
    """The team has not said how long its iterations are."""

    message = _("Say first how long the team's iterations are and how they are named.")


@transaction.atomic
def set_cadence(
    *,
    team: Team,
    weeks: int,
    pattern: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Cadence:
    """
    Say how long a team's iterations are, and how each is named: `Iteration {n}`.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises PatternAlike: if all would have one name.
    """
    check_may(by, Act.PLAN_ITERATIONS)
    if not tells_apart(pattern):
        raise PatternAlike
    team = hold_team(team.pk)
    known = cadence_of(team)
    if known and (known.weeks, known.pattern) == (weeks, pattern):
        return known
    cadence, _is_new = Cadence.objects.update_or_create(
        team=team, defaults={"weeks": weeks, "pattern": pattern}
    )
    event = CadenceSet(team_id=team.pk, team_name=team.name, weeks=weeks, pattern=pattern)
    record(event, about=team, by=by, at=at, caused_by=caused_by)
    return cadence


@transaction.atomic
def plan_next(*, team: Team, by: User, at: datetime, caused_by: Entry | None = None) -> Iteration:
    """
    Plan the iteration that follows the team's last one, by its cadence.

    It begins on the day after that one, or on the next Monday if that is long ago.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises CadenceMissing: if the team has none.
    """
    check_may(by, Act.PLAN_ITERATIONS)
    team = hold_team(team.pk)
    cadence = cadence_of(team)
    if cadence is None:
        raise CadenceMissing
    start_on = next_start(team, timezone.localdate(at))
    details = IterationDetails(
        team=team,
        name=name_by(cadence.pattern, n=_next_n(team, cadence.pattern), start_on=start_on),
        start_on=start_on,
        end_on=start_on + timedelta(weeks=cadence.weeks, days=-1),
    )
    return plan_iteration(details=details, by=by, at=at, caused_by=caused_by)


def _next_n(team: Team, pattern: str) -> int:
    last = last_of(team)
    n = n_in(pattern, last.name) if last else None
    return (count_of(team) if n is None else n) + 1


def next_start(team: Team, today: date) -> date:
    """Give the day after the team's last iteration; after a pause the next Monday, or today."""
    last = last_of(team)
    if last is not None and (last.is_open or last.end_on >= today - timedelta(days=1)):
        return last.end_on + timedelta(days=1)
    return today + timedelta(days=-today.weekday() % 7)
