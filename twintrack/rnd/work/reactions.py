"""What follows when work begins, ends or is handed over."""

from twintrack.foundation.access.events import UserDeactivated
from twintrack.foundation.access.handover import pass_on
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.notifications.operations import notify
from twintrack.foundation.people.automation import automation
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog import operations as backlog
from twintrack.rnd.backlog.lifecycle import State as RequirementState
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.work import operations
from twintrack.rnd.work.events import WorkItemAdded, WorkItemBlocked, WorkItemChanged, WorkItemMoved
from twintrack.rnd.work.lifecycle import UNDER_WAY, State
from twintrack.rnd.work.models import WorkItem
from twintrack.rnd.work.operations import Edit
from twintrack.rnd.work.queries import find_work_item, list_of_requirement, list_owned, progress_of

progress = Subscriber("rnd.work_progress")

# Where a requirement may stand when its work begins, and when all of it is done.
BEFORE_WORK = {RequirementState.ACCEPTED, RequirementState.PLANNED}


@progress.on(WorkItemMoved)
def carry_requirement(event: WorkItemMoved, entry: Entry) -> None:
    """Move a requirement on when its first work begins, and when the last of it is done."""
    requirement = find_work_item(event.work_item_id).requirement
    if requirement is None:
        return
    if event.to in UNDER_WAY | {State.DONE} and requirement.state in BEFORE_WORK:
        requirement = _advanced(requirement, RequirementState.IN_DEVELOPMENT, entry)
    if event.to != State.DONE or requirement.state != RequirementState.IN_DEVELOPMENT:
        return
    if progress_of(list_of_requirement(requirement)).is_complete:
        _advanced(requirement, RequirementState.IN_TESTING, entry)


def _advanced(requirement: Requirement, to: RequirementState, entry: Entry) -> Requirement:
    try:
        return backlog.advance(
            requirement=requirement,
            to=to,
            by=automation(),
            at=entry.happened_at,
            caused_by=entry,
        )
    except Refusal:
        # Somebody moved it in between: what people decide stands.
        return requirement


tellers = Subscriber("rnd.work_tellers")


@tellers.on(WorkItemAdded)
def tell_first_assignee(event: WorkItemAdded, entry: Entry) -> None:
    """Tell whom new work was given to."""
    if event.assignee_id:
        _tell(event.assignee_id, find_work_item(event.work_item_id), entry, "assigned")


@tellers.on(WorkItemChanged)
def tell_assignee(event: WorkItemChanged, entry: Entry) -> None:
    """Tell whom work is given to."""
    for each in event.changes:
        if each["field"] == "assignee" and each["to"]:
            _tell(each["to"], find_work_item(event.work_item_id), entry, "assigned")


@tellers.on(WorkItemBlocked)
def tell_of_block(event: WorkItemBlocked, entry: Entry) -> None:
    """Tell the owner of a requirement that something stands in the way of its work."""
    item = find_work_item(event.work_item_id)
    if item.requirement:
        _tell(item.requirement.owner_id, item, entry, "blocked")


def _tell(person: int, item: WorkItem, entry: Entry, why: str) -> None:
    recipient = User.objects.filter(pk=person, is_active=True).first()
    if recipient is None or recipient.pk == entry.actor_id:
        return
    notify(
        recipient=recipient,
        entry=entry,
        told_by=f"work/{why}",
        because=f"work/{why}",
        about=item,
        at=entry.happened_at,
    )


leavers = Subscriber("rnd.work_leavers")


@leavers.on(UserDeactivated)
def hand_over_work(event: UserDeactivated, entry: Entry) -> None:
    """Hand a leaver's open work over."""

    def give(item: WorkItem, to: User) -> None:
        operations.change(
            item=item,
            edits=[Edit(field="assignee", value=to)],
            by=entry.actor,
            at=entry.happened_at,
            caused_by=entry,
        )

    leaver = User.objects.get(pk=event.user_id)
    pass_on(list_owned(leaver), event=event, entry=entry, give=give)
