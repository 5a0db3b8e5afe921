"""Move cards on the daily board, within what the team allows."""

from __future__ import annotations

from collections.abc import Mapping
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
from twintrack.rnd.work import operations as work
from twintrack.rnd.work.lifecycle import UNDER_WAY, State
from twintrack.rnd.work.models import WorkItem


class LimitReached(Refusal):
    """The column is full, and the team wants that to be kept."""

    message = _("This column is full. Finish something in it first.")


@transaction.atomic
def move_card(
    *,
    iteration: Iteration,
    item: WorkItem,
    to: State,
    seen: str = "",
    after: WorkItem | None = None,
    before: WorkItem | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> WorkItem:
    """
    Move a work item to another column of an iteration's board; `seen` is the one it was seen in.

    A limit is told, not kept, unless the team says that it is firm.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StaleEdit: if somebody moved it since.
    :raises StateNotReachable: if that column does not follow.
    :raises LimitReached: if the column is full and its limit is firm.
    """
    check_may(by, Act.WORK_ON_ITEMS)
    policy = policy_of(iteration.team)
    limit = policy.limits.get(to.value) if policy.is_firm and item.state != to else None
    if limit is not None:
        # Two who take the last free place at once come one after the other.
        hold_team(iteration.team_id)
        inside = WorkItem.objects.filter(iteration=iteration, state=to).exclude(pk=item.pk)
        if inside.count() >= limit:
            said = _("“%(column)s” is full: %(limit)d at most. Finish something in it first.")
            raise LimitReached(said % {"column": to.label, "limit": limit})
    return work.move(
        item=item, to=to, seen=seen, after=after, before=before, by=by, at=at, caused_by=caused_by
    )


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
