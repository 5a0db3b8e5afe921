"""Tasks of opportunities: made by the playbook or by hand, done, skipped, handed on."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import ReasonMissing, Refusal
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.hub.scheduling.working_days import add_working_days
from twintrack.sales.pipeline.events import (
    OpportunityTaskAdded,
    OpportunityTaskClosed,
    OpportunityTaskReassigned,
    OpportunityTaskReopened,
    OpportunityTasksMade,
)
from twintrack.sales.pipeline.lifecycle import Part, TaskState
from twintrack.sales.pipeline.models import Opportunity, OpportunityTask, PlaybookTask
from twintrack.sales.pipeline.operations.holding import ClosedAlready, hold
from twintrack.sales.pipeline.operations.people import CannotJoin


class TaskClosedAlready(Refusal):
    """Somebody closed the task."""

    message = _("This task is closed already.")


class TaskOpen(Refusal):
    """The task is not closed."""

    message = _("This task is still open.")


@transaction.atomic
def make_tasks(
    *,
    opportunity: Opportunity,
    stage: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> list[OpportunityTask]:
    """
    Make the tasks of a stage's playbook, each once however often the stage is entered.

    Each goes to whoever has its part in the team, else to the owner; it is due so many working
    days after the day. Nothing is made where the opportunity has left the stage again.
    """
    opportunity = hold(opportunity)
    if opportunity.stage != stage:
        return []
    made_before = OpportunityTask.objects.filter(opportunity=opportunity, template__isnull=False)
    templates = PlaybookTask.objects.filter(stage__code=stage, is_active=True)
    pending = list(templates.exclude(pk__in=made_before.values("template")))
    if not pending:
        return []
    owners = _owners(opportunity)
    today = timezone.localdate(at)
    made = [
        OpportunityTask.objects.create(
            opportunity=opportunity,
            template=each,
            stage=stage,
            part=each.part,
            title_zh=each.title_zh,
            title_en=each.title_en,
            owner_id=owners.get(each.part, opportunity.owner_id),
            due_on=add_working_days(today, each.due_days),
            made_at=at,
        )
        for each in pending
    ]
    event = OpportunityTasksMade(
        opportunity_id=opportunity.pk,
        number=opportunity.number,
        stage=stage,
        task_ids=[each.pk for each in made],
    )
    record(event, about=opportunity, by=by, at=at, caused_by=caused_by)
    return made


def _owners(opportunity: Opportunity) -> dict[str, int]:
    """Say who has which part; the first who joined, of those who are still here."""
    members = opportunity.members.filter(person__is_active=True).order_by("-pk")
    return {each.part: each.person_id for each in members}


@transaction.atomic
def add_task(
    *,
    opportunity: Opportunity,
    title: str,
    owner: User,
    due_on: date,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> OpportunityTask:
    """
    Give somebody a task for an open opportunity.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises CannotJoin: if whoever is to do it may not see opportunities.
    :raises ClosedAlready: if the opportunity is won or lost.
    """
    check_may(by, Act.MANAGE_OPPORTUNITIES)
    if not may(owner, Act.SEE_OPPORTUNITIES):
        raise CannotJoin
    opportunity = hold(opportunity)
    if not opportunity.is_open:
        raise ClosedAlready
    part = opportunity.members.filter(person=owner).values_list("part", flat=True).first()
    task: OpportunityTask = OpportunityTask.objects.create(
        opportunity=opportunity,
        stage=opportunity.stage,
        part=part or Part.SALESPERSON,
        title_zh=title,
        title_en=title,
        owner=owner,
        due_on=due_on,
        made_at=at,
    )
    event = OpportunityTaskAdded(
        opportunity_id=opportunity.pk,
        number=opportunity.number,
        task_id=task.pk,
        title=title,
        owner_id=owner.pk,
        owner=owner.name,
        due_on=due_on.isoformat(),
    )
    record(event, about=opportunity, by=by, at=at, caused_by=caused_by)
    return task


def _held(task: OpportunityTask) -> OpportunityTask:
    opportunity = hold(task.opportunity)
    found: OpportunityTask = OpportunityTask.objects.select_for_update(no_key=True).get(pk=task.pk)
    found.opportunity = opportunity
    return found


@transaction.atomic
def close_task(
    *,
    task: OpportunityTask,
    state: TaskState,
    reason: str = "",
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> OpportunityTask:
    """
    Note that a task is done, or skipped for a reason.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReasonMissing: if it is skipped without a reason.
    :raises TaskClosedAlready: if it is closed.
    """
    check_may(by, Act.MANAGE_OPPORTUNITIES)
    if state == TaskState.SKIPPED and not reason.strip():
        raise ReasonMissing(_("Say why this task is skipped."))
    task = _held(task)
    if not task.is_open:
        raise TaskClosedAlready
    task.state, task.reason, task.closed_by, task.closed_at = state, reason.strip(), by, at
    task.save(update_fields=["state", "reason", "closed_by", "closed_at"])
    event = OpportunityTaskClosed(
        opportunity_id=task.opportunity_id,
        number=task.opportunity.number,
        task_id=task.pk,
        title_zh=task.title_zh,
        title_en=task.title_en,
        state=str(state),
        reason=task.reason,
    )
    record(event, about=task.opportunity, by=by, at=at, caused_by=caused_by)
    return task


@transaction.atomic
def reopen_task(
    *, task: OpportunityTask, by: User, at: datetime, caused_by: Entry | None = None
) -> OpportunityTask:
    """
    Take back that a task is closed.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises TaskOpen: if it is not closed.
    """
    check_may(by, Act.MANAGE_OPPORTUNITIES)
    task = _held(task)
    if task.is_open:
        raise TaskOpen
    task.state, task.reason, task.closed_by, task.closed_at = TaskState.TODO, "", None, None
    task.save(update_fields=["state", "reason", "closed_by", "closed_at"])
    event = OpportunityTaskReopened(
        opportunity_id=task.opportunity_id,
        number=task.opportunity.number,
        task_id=task.pk,
        title_zh=task.title_zh,
        title_en=task.title_en,
    )
    record(event, about=task.opportunity, by=by, at=at, caused_by=caused_by)
    return task


@transaction.atomic
def reassign_task(
    *,
    task: OpportunityTask,
    to: User,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> OpportunityTask:
    """
    Hand an open task to somebody else, who is told.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises CannotJoin: if the other one may not see opportunities.
    :raises TaskClosedAlready: if it is closed.
    """
    check_may(by, Act.MANAGE_OPPORTUNITIES)
    if not may(to, Act.SEE_OPPORTUNITIES):
        raise CannotJoin
    task = _held(task)
    if not task.is_open:
        raise TaskClosedAlready
    came_from = task.owner
    if came_from == to:
        return task
    task.owner = to
    task.save(update_fields=["owner"])
    event = OpportunityTaskReassigned(
        opportunity_id=task.opportunity_id,
        number=task.opportunity.number,
        task_id=task.pk,
        title_zh=task.title_zh,
        title_en=task.title_en,
        came_from=came_from.name,
        to_id=to.pk,
        to=to.name,
    )
    record(event, about=task.opportunity, by=by, at=at, caused_by=caused_by)
    return task
