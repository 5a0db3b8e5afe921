"""What follows when opportunities move: tasks of the playbook, and who is told; and leavers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from twintrack.foundation.access.events import UserDeactivated
from twintrack.foundation.access.handover import pass_on
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.notifications.operations import notify
from twintrack.foundation.people.automation import automation
from twintrack.foundation.people.models import User
from twintrack.sales.pipeline import operations, queries
from twintrack.sales.pipeline.events import (
    OpportunityAdvanced,
    OpportunityMemberAdded,
    OpportunityOpened,
    OpportunityReopened,
    OpportunityTaskAdded,
    OpportunityTaskReassigned,
    OpportunityTasksMade,
)
from twintrack.sales.pipeline.lifecycle import Part
from twintrack.sales.pipeline.models import Opportunity, OpportunityMember, OpportunityTask

playbook = Subscriber("pipeline.playbook")
owners = Subscriber("pipeline.notices")


@playbook.on(OpportunityOpened, OpportunityReopened, OpportunityAdvanced)
def make_tasks(event: OpportunityOpened, entry: Entry) -> None:
    """Make the tasks of the stage that an opportunity has come to, each once."""
    opportunity = Opportunity.objects.open().filter(pk=event.opportunity_id).first()
    # It may have moved on, or have been won, since.
    if opportunity is not None:
        operations.make_tasks(
            opportunity=opportunity,
            stage=opportunity.stage,
            by=automation(),
            at=entry.happened_at,
            caused_by=entry,
        )


@owners.on(OpportunityTasksMade)
def tell_made(event: OpportunityTasksMade, entry: Entry) -> None:
    """Tell whoever has new tasks of them, except who moved the opportunity."""
    tasks = OpportunityTask.objects.filter(pk__in=event.task_ids).select_related("owner")
    for owner, theirs in _by_owner(tasks).items():
        if entry.caused_by is None or owner.pk != entry.caused_by.actor_id:
            _tell(owner, entry, "pipeline/tasks", [_named(each) for each in theirs])


@owners.on(OpportunityTaskAdded)
def tell_added(event: OpportunityTaskAdded, entry: Entry) -> None:
    """Tell somebody that they have something to do."""
    for task in OpportunityTask.objects.filter(pk=event.task_id).select_related("owner"):
        if task.owner_id != entry.actor_id:
            _tell(task.owner, entry, "pipeline/tasks", [_named(task)])


@owners.on(OpportunityTaskReassigned)
def tell_reassigned(event: OpportunityTaskReassigned, entry: Entry) -> None:
    """Tell who has a task now."""
    for task in OpportunityTask.objects.filter(pk=event.task_id, owner=event.to_id):
        if task.owner_id != entry.actor_id:
            _tell(task.owner, entry, "pipeline/tasks", [_named(task)])


@owners.on(OpportunityMemberAdded)
def tell_joined(event: OpportunityMemberAdded, entry: Entry) -> None:
    """Tell a colleague that they belong to the team of an opportunity now."""
    for person in User.objects.filter(pk=event.person_id).exclude(pk=entry.actor_id):
        _tell(person, entry, "pipeline/joined", [], part=event.part)


def _by_owner(tasks: Iterable[OpportunityTask]) -> dict[User, list[OpportunityTask]]:
    found: dict[User, list[OpportunityTask]] = defaultdict(list)
    for each in tasks:
        found[each.owner].append(each)
    return found


def _named(task: OpportunityTask) -> dict[str, str]:
    return {
        "title_zh": task.title_zh,
        "title_en": task.title_en,
        "due_on": task.due_on.isoformat(),
    }


def _tell(
    person: User, entry: Entry, told_by: str, tasks: list[dict[str, str]], **more: str
) -> None:
    opportunity = Opportunity.objects.select_related("customer").get(pk=entry.about_id)
    notify(
        recipient=person,
        entry=entry,
        told_by=told_by,
        about=opportunity,
        at=entry.happened_at,
        because="pipeline/member",
        details={
            "name": opportunity.name,
            "customer": opportunity.customer.name,
            "tasks": tasks,
            **more,
        },
    )


leavers = Subscriber("pipeline.leavers")


@leavers.on(UserDeactivated)
def hand_over_work(event: UserDeactivated, entry: Entry) -> None:
    """Hand a leaver's open opportunities over."""

    def give(row: Opportunity, to: User) -> None:
        operations.change(
            opportunity=row,
            before={"owner": leaver},
            values={"owner": to},
            by=entry.actor,
            at=entry.happened_at,
            caused_by=entry,
        )

    def hand_on(row: OpportunityTask, to: User) -> None:
        operations.reassign_task(
            task=row, to=to, by=entry.actor, at=entry.happened_at, caused_by=entry
        )

    def join_instead(row: OpportunityMember, to: User) -> None:
        said: dict[str, Any] = {"by": entry.actor, "at": entry.happened_at, "caused_by": entry}
        operations.add_member(opportunity=row.opportunity, person=to, part=Part(row.part), **said)
        operations.remove_member(member=row, **said)

    leaver = User.objects.get(pk=event.user_id)
    pass_on(queries.list_owned(leaver), event=event, entry=entry, give=give)
    pass_on(queries.list_due_tasks(leaver), event=event, entry=entry, give=hand_on)
    pass_on(queries.list_memberships(leaver), event=event, entry=entry, give=join_instead)
