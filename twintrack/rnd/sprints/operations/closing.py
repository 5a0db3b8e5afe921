"""Complete an iteration: each open work item goes on somewhere, and the ledger tells where."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record, together
from twintrack.foundation.people.models import User
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.iterations.operations import complete_iteration
from twintrack.rnd.iterations.operations.planning import hold_team
from twintrack.rnd.iterations.queries import next_of
from twintrack.rnd.sprints.events import ItemCarriedOver
from twintrack.rnd.sprints.lifecycle import Decision
from twintrack.rnd.sprints.models import Outcome
from twintrack.rnd.sprints.operations.turning import Undecided, open_work, undecided
from twintrack.rnd.sprints.queries import carried_times, committed_ids
from twintrack.rnd.work import operations as work
from twintrack.rnd.work.models import WorkItem
from twintrack.rnd.work.operations import Edit

__all__ = ["NextMissing", "Undecided", "close_iteration"]


# Where open work may go.
WAYS = {Decision.NEXT, Decision.BACKLOG}


class NextMissing(Refusal):
    """Nothing can go on in an iteration that nobody has planned."""

    message = _("No next iteration is planned. Plan one first, or send the work to the backlog.")
    status = 422


@transaction.atomic
def close_iteration(
    *,
    iteration: Iteration,
    decisions: Mapping[int, Decision],
    others: Decision | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Iteration:
    """
    Complete an iteration; `decisions` say by the ids of open work items where each goes.

    `others` is where work goes that is not named, as what the person may not see.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises Undecided: if there is open work without a decision.
    :raises NextMissing: if work is to go on in the next iteration and there is none.
    :raises StateNotReachable: if the iteration does not run.
    """
    check_may(by, Act.PLAN_ITERATIONS)
    who: dict[str, Any] = {"by": by, "at": at, "caused_by": caused_by}
    with together():
        hold_team(iteration.team_id)
        items = open_work(iteration)
        chosen = {each.pk: decisions.get(each.pk, others) for each in items}
        missing = sum(each not in WAYS for each in chosen.values())
        if missing:
            raise undecided(missing)
        following = next_of(iteration)
        if following is None and Decision.NEXT in chosen.values():
            raise NextMissing
        committed, times = committed_ids(iteration), carried_times(items)
        for item in items:
            to = following if chosen[item.pk] == Decision.NEXT else None
            Outcome.objects.create(
                iteration=iteration,
                item=item,
                decision=Decision.NEXT if to else Decision.BACKLOG,
                to=to,
                points=item.points,
                was_committed=item.pk in committed,
            )
            work.change(item=item, edits=[Edit(field="iteration", value=to)], **who)
            event = _carried(iteration, item, to, times.get(item.pk, 0) + 1)
            record(event, about=item, also=[iteration], **who)
        return complete_iteration(iteration=iteration, **who)


def _carried(
    iteration: Iteration, item: WorkItem, to: Iteration | None, times: int
) -> ItemCarriedOver:
    return ItemCarriedOver(
        iteration_id=iteration.pk,
        iteration_number=iteration.number,
        iteration_name=iteration.name,
        work_item_id=item.pk,
        number=item.number,
        title=item.title,
        decision=(Decision.NEXT if to else Decision.BACKLOG).value,
        to_id=to.pk if to else None,
        to_name=to.name if to else "",
        times=times,
    )
