"""What a team allows on its daily board."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import Team, User
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.iterations.operations.planning import hold_team
from twintrack.rnd.sprints.events import BoardPolicySet
from twintrack.rnd.sprints.models import BoardPolicy
from twintrack.rnd.sprints.queries import policy_of
from twintrack.rnd.work.lifecycle import UNDER_WAY, State
from twintrack.rnd.work.models import WorkItem


class LimitReached(Refusal):
    """The column is full, and the team wants that to be kept."""

    message = _("This column is full. Finish something in it first.")


def judge(items: Sequence[WorkItem], to: State) -> dict[int, Refusal]:
    """Say which work items find the column of their team's board full, where that limit is firm."""
    asked = {each.iteration_id for each in items if each.iteration_id and each.state != to}
    iterations = Iteration.objects.filter(pk__in=asked, team__board_policy__is_firm=True)
    refused: dict[int, Refusal] = {}
    for iteration in iterations.select_related("team__board_policy").order_by("team_id", "pk"):
        limit = iteration.team.board_policy.limits.get(to.value)
        if limit is None:
            continue
        # Two who take the last free place at once come one after the other.
        hold_team(iteration.team_id)
        free = limit - WorkItem.objects.filter(iteration=iteration, state=to).count()
        coming = [each for each in items if each.iteration_id == iteration.pk and each.state != to]
        for item in coming[max(free, 0) :]:
            said = _("“%(column)s” is full: %(limit)d at most. Finish something in it first.")
            refused[item.pk] = LimitReached(said % {"column": to.label, "limit": limit})
    return refused


@transaction.atomic
def set_policy(
    *,
    team: Team,
    limits: Mapping[str, int],
    is_firm: bool,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> BoardPolicy:
    """
    Say how much work in progress a team allows in each column, and whether more is refused.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.PLAN_ITERATIONS)
    kept = {state.value: limits[state] for state in sorted(UNDER_WAY) if limits.get(state)}
    team = hold_team(team.pk)
    known = policy_of(team)
    if known.pk and (known.limits, known.is_firm) == (kept, is_firm):
        return known
    policy, _is_new = BoardPolicy.objects.update_or_create(
        team=team, defaults={"limits": kept, "is_firm": is_firm}
    )
    event = BoardPolicySet(team_id=team.pk, team_name=team.name, limits=kept, is_firm=is_firm)
    record(event, about=team, by=by, at=at, caused_by=caused_by)
    return policy
