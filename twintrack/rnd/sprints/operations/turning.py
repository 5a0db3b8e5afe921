"""What the work in an iteration means to its turns: started, completed, cancelled."""

from __future__ import annotations

from typing import Any

from django.utils.translation import ngettext

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.ledger.operations import record
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.iterations.turns import Turn
from twintrack.rnd.sprints.events import IterationResultNoted
from twintrack.rnd.sprints.lifecycle import Decision
from twintrack.rnd.sprints.models import CommittedItem, Outcome
from twintrack.rnd.sprints.queries import committed_ids
from twintrack.rnd.sprints.results import result_of
from twintrack.rnd.work import operations as work
from twintrack.rnd.work.lifecycle import State
from twintrack.rnd.work.models import WorkItem
from twintrack.rnd.work.operations import Edit


class Undecided(Refusal):
    """Open work of an iteration has to go somewhere before it is completed."""


def undecided(many: int) -> Undecided:
    """Refuse to complete an iteration as long as so much of its work is open."""
    said = ngettext(
        "%(many)d work item is still open. Decide where it goes, then complete the iteration.",
        "%(many)d work items are still open. Decide where they go, then complete the iteration.",
        many,
    )
    return Undecided(said % {"many": many})


def open_work(iteration: Iteration) -> list[WorkItem]:
    """Hold the open work of an iteration, in the order in which all hold work."""
    rows = WorkItem.objects.open().filter(iteration=iteration)
    return list(rows.select_for_update(no_key=True).order_by("pk"))


def freeze_scope(turn: Turn) -> None:
    """Note what is in an iteration when it starts: that is what the team commits to."""
    inside = WorkItem.objects.filter(iteration=turn.iteration).exclude(state=State.CANCELLED)
    CommittedItem.objects.bulk_create(
        CommittedItem(
            iteration=turn.iteration,
            item=item,
            points=item.points,
            hours=item.estimate_hours if item.remaining_hours is None else item.remaining_hours,
        )
        for item in inside.order_by("pk")
    )


def note_result(turn: Turn) -> None:
    """
    Note what was done when an iteration is completed.

    :raises Undecided: if work in it is still open.
    """
    iteration = turn.iteration
    left = len(open_work(iteration))
    if left:
        raise undecided(left)
    committed = committed_ids(iteration)
    done = WorkItem.objects.filter(iteration=iteration, state=State.DONE).order_by("pk")
    Outcome.objects.bulk_create(
        Outcome(
            iteration=iteration,
            item=item,
            decision=Decision.DONE,
            points=item.points,
            was_committed=item.pk in committed,
        )
        for item in done
    )
    event = IterationResultNoted(
        iteration_id=iteration.pk,
        number=iteration.number,
        name=iteration.name,
        **_amounts(iteration),
    )
    record(event, about=iteration, by=turn.by, at=turn.at, caused_by=turn.caused_by)


def _amounts(iteration: Iteration) -> dict[str, Any]:
    result = result_of(iteration)
    told: dict[str, Any] = {}
    for name in ("committed", "done", "done_committed", "added", "removed", "carried"):
        amount = getattr(result, name)
        told |= {f"{name}_points": amount.points, f"{name}_items": amount.items}
    return told


def release_work(turn: Turn) -> None:
    """Let the open work of an iteration that is cancelled wait in the backlog again."""
    for item in open_work(turn.iteration):
        work.change(
            item=item,
            edits=[Edit(field="iteration", value=None)],
            by=turn.by,
            at=turn.at,
            caused_by=turn.caused_by,
        )
