"""What happens in the ledger, as iterations count it; who is told."""

from __future__ import annotations

from django.utils import timezone

from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.queries import list_about
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.notifications.operations import notify
from twintrack.hub.scheduling.events import LeaveChanged, LeaveEntered
from twintrack.rnd.iterations.events import IterationStarted
from twintrack.rnd.iterations.lifecycle import IterationState
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.sprints.events import ItemCarriedOver
from twintrack.rnd.sprints.folding import KINDS, Change, changes_between, fold
from twintrack.rnd.sprints.lifecycle import Decision, Turn
from twintrack.rnd.sprints.models import Outcome, ScopeMove
from twintrack.rnd.sprints.planning import Load, read_plan
from twintrack.rnd.work.events import WorkItemAdded, WorkItemChanged, WorkItemMoved
from twintrack.rnd.work.lifecycle import State
from twintrack.rnd.work.models import WorkItem

# More than any work item ever goes through.
MOST_ENTRIES = 2000

scope = Subscriber("sprints.scope")
notices = Subscriber("sprints.notices")


@scope.on(WorkItemAdded, WorkItemChanged, WorkItemMoved)
def note_scope(event: WorkItemAdded | WorkItemChanged | WorkItemMoved, entry: Entry) -> None:
    """Note what an entry about a work item changed in iterations, from its whole history."""
    if not _concerns_iterations(event):
        return
    history = list_about("work_item", event.work_item_id, kinds=KINDS, limit=MOST_ENTRIES)
    told = [each.event for each in reversed(history) if each.pk <= entry.pk]
    changes = changes_between(*fold(told))
    for change in changes:
        ScopeMove.objects.update_or_create(
            iteration_id=change.iteration_id,
            item_id=event.work_item_id,
            entry_id=entry.pk,
            defaults={
                "at": entry.happened_at,
                "turn": _turn_of(change, event.work_item_id),
                "scope": change.scope,
                "done": change.done,
                "items": change.items,
                "done_items": change.done_items,
            },
        )


def _concerns_iterations(event: WorkItemAdded | WorkItemChanged | WorkItemMoved) -> bool:
    if isinstance(event, WorkItemChanged):
        return any(change["field"] in {"iteration", "points"} for change in event.changes)
    return isinstance(event, WorkItemMoved) or event.iteration_id is not None


def _turn_of(change: Change, item_id: int) -> Turn:
    """Tell what goes out at the end, as somebody decided, from what was taken out before."""
    if change.turn != Turn.OUT:
        return change.turn
    decided = Outcome.objects.filter(iteration=change.iteration_id, item=item_id)
    return Turn.CARRIED if decided.exclude(decision=Decision.DONE).exists() else Turn.OUT


@notices.on(IterationStarted)
def tell_overbooked(event: IterationStarted, entry: Entry) -> None:
    """Tell who has taken on more than there is time for when an iteration starts."""
    iteration = Iteration.objects.select_related("team").get(pk=event.iteration_id)
    for load in _loads(iteration, entry):
        _tell_overbooked(load, iteration, entry)


@notices.on(LeaveEntered, LeaveChanged)
def tell_overbooked_by_leave(event: LeaveEntered | LeaveChanged, entry: Entry) -> None:
    """Tell a person whose leave leaves too little time for what they have taken on."""
    running = Iteration.objects.filter(
        state=IterationState.ACTIVE,
        team__memberships__user=event.person_id,
        start_on__lte=event.end_on,
        end_on__gte=event.start_on,
    )
    for iteration in running.select_related("team").order_by("pk"):
        for load in _loads(iteration, entry):
            if load.person is not None and load.person.pk == event.person_id:
                _tell_overbooked(load, iteration, entry)


def _loads(iteration: Iteration, entry: Entry) -> tuple[Load, ...]:
    inside = WorkItem.objects.filter(iteration=iteration).exclude(state=State.CANCELLED)
    items = list(inside.select_related("assignee").order_by("rank", "pk"))
    return read_plan(iteration, items, today=timezone.localdate(entry.happened_at)).loads


def _tell_overbooked(load: Load, iteration: Iteration, entry: Entry) -> None:
    if not load.is_over or load.person is None:
        return
    notify(
        recipient=load.person,
        entry=entry,
        told_by="sprints/overbooked",
        because="sprints/taken_on",
        about=iteration,
        at=entry.happened_at,
        details={
            "number": iteration.number,
            "name": iteration.name,
            "hours": str(load.hours),
            "capacity": str(load.capacity),
        },
    )


@notices.on(ItemCarriedOver)
def tell_carried(event: ItemCarriedOver, entry: Entry) -> None:
    """Tell who works on something that it goes on in the next iteration, or waits again."""
    item = WorkItem.objects.select_related("assignee").get(pk=event.work_item_id)
    if item.assignee is None or item.assignee_id == entry.actor_id:
        return
    if not WorkItem.objects.visible_to(item.assignee).filter(pk=item.pk).exists():
        return
    notify(
        recipient=item.assignee,
        entry=entry,
        told_by="sprints/carried",
        because="work/assigned",
        about=item,
        at=entry.happened_at,
    )
