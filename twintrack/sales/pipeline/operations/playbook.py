"""Write the playbook: what each role does when an opportunity enters a stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.edits import changes_to_make
from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.pipeline.events import (
    PlaybookTaskAdded,
    PlaybookTaskChanged,
    PlaybookTaskRemoved,
)
from twintrack.sales.pipeline.lifecycle import Part
from twintrack.sales.pipeline.models import PipelineStage, PlaybookTask

FIELDS = ("part", "due_days", "title_zh", "title_en")
MOST_DAYS = 250


class DaysImpossible(Refusal):
    """A task that would be due before it is made, or in years."""

    message = _("A task is due within 0 to 250 working days.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class TaskDetails:
    """What a role does at a stage, and within how many working days."""

    part: Part
    due_days: int
    title_zh: str
    title_en: str


def _check(values: Mapping[str, Any]) -> None:
    if not 0 <= values.get("due_days", 0) <= MOST_DAYS:
        raise DaysImpossible


@transaction.atomic
def add_playbook_task(
    *,
    stage: PipelineStage,
    details: TaskDetails,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> PlaybookTask:
    """
    Let whoever enters a stage have one thing more to do; those who are there have it not.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises DaysImpossible: if it would be due before it is made, or in years.
    """
    check_may(by, Act.SET_PIPELINE)
    values = asdict(details)
    _check(values)
    task: PlaybookTask = PlaybookTask.objects.create(stage=stage, **values)
    record(
        PlaybookTaskAdded(
            stage_id=stage.pk,
            code=stage.code,
            task_id=task.pk,
            part=str(task.part),
            due_days=task.due_days,
            title_zh=task.title_zh,
            title_en=task.title_en,
        ),
        about=stage,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return task


@transaction.atomic
def change_playbook_task(
    *,
    task: PlaybookTask,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> PlaybookTask:
    """
    Change what is to do at a stage; tasks that were made of it stay as they are.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StaleEdit: if somebody changed one of the fields in between.
    :raises DaysImpossible: if it would be due before it is made, or in years.
    """
    check_may(by, Act.SET_PIPELINE)
    _check(values)
    task = PlaybookTask.objects.select_for_update(no_key=True).get(pk=task.pk)
    current = {name: getattr(task, name) for name in FIELDS}
    to = changes_to_make(current=current, before=before, values=values)
    if not to:
        return task
    for name, value in to.items():
        setattr(task, name, value)
    task.save(update_fields=list(to))
    stage = task.stage
    record(
        PlaybookTaskChanged(
            stage_id=stage.pk,
            code=stage.code,
            task_id=task.pk,
            fields=sorted(to),
            came_from={name: str(current[name]) for name in to},
            to={name: str(value) for name, value in to.items()},
        ),
        about=stage,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return task


@transaction.atomic
def remove_playbook_task(
    *, task: PlaybookTask, by: User, at: datetime, caused_by: Entry | None = None
) -> PipelineStage:
    """
    Make a task no more when its stage is entered; those that were made stay.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.SET_PIPELINE)
    task = PlaybookTask.objects.select_for_update(no_key=True).get(pk=task.pk)
    stage = task.stage
    if not task.is_active:
        return stage
    task.is_active = False
    task.save(update_fields=["is_active"])
    record(
        PlaybookTaskRemoved(
            stage_id=stage.pk,
            code=stage.code,
            task_id=task.pk,
            title_zh=task.title_zh,
            title_en=task.title_en,
        ),
        about=stage,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return stage
