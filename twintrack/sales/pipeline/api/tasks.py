"""Tasks of opportunities and the playbook, in the REST API."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.queries import get_person
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Body, Key, OneOf, Out, PersonOut, referring
from twintrack.sales.pipeline import operations, queries
from twintrack.sales.pipeline.api.router import router
from twintrack.sales.pipeline.lifecycle import Part, TaskState
from twintrack.sales.pipeline.models import OpportunityTask, PlaybookTask

Title = Annotated[str, Field(min_length=1, max_length=120)]


class OpportunityTaskOut(Out):
    id: int = Field(alias="pk")
    title_zh: str
    title_en: str
    part: Annotated[str, OneOf(Part)]
    stage: str
    owner: PersonOut
    due_on: date
    state: Annotated[str, OneOf(TaskState)]
    reason: str
    closed_at: datetime | None


class OpportunityTaskBody(Body):
    title: Title
    owner_id: Key
    due_on: date


class OpportunityTaskStateBody(Body):
    state: Annotated[str, OneOf(TaskState)]
    reason: str = Field(default="", max_length=300)


class OpportunityTaskOwnerBody(Body):
    owner_id: Key


class PlaybookTaskOut(Out):
    id: int = Field(alias="pk")
    stage: str = Field(alias="stage.code")
    part: Annotated[str, OneOf(Part)]
    due_days: int
    title_zh: str
    title_en: str
    is_active: bool


class PlaybookTaskBody(Body):
    part: Annotated[str, OneOf(Part)]
    due_days: int
    title_zh: Title
    title_en: Title


class PlaybookTaskFacts(Body):
    part: Annotated[str, OneOf(Part)] | None = None
    due_days: int | None = None
    title_zh: Title | None = None
    title_en: Title | None = None


class PlaybookTaskChangeBody(Body):
    before: PlaybookTaskFacts = Field(description="What you saw of the fields you change")
    values: PlaybookTaskFacts


def _who(request: ApiRequest) -> dict[str, Any]:
    return {"by": request.user, "at": timezone.now()}


def _task(request: ApiRequest, number: str, pk: int) -> OpportunityTask:
    return queries.get_task(queries.get_opportunity(number, for_user=request.user), pk)


@router.get(
    "/opportunities/{number}/tasks",
    response=list[OpportunityTaskOut],
    summary=_("List the tasks of an opportunity"),
)
def list_tasks(request: ApiRequest, number: str) -> list[OpportunityTask]:
    return queries.list_tasks(queries.get_opportunity(number, for_user=request.user))


@router.post(
    "/opportunities/{number}/tasks",
    response={201: OpportunityTaskOut},
    summary=_("Give somebody a task for an opportunity"),
)
def add_task(request: ApiRequest, number: str, body: OpportunityTaskBody) -> OpportunityTask:
    with referring("owner_id"):
        owner = get_person(body.owner_id)
    return operations.add_task(
        opportunity=queries.get_opportunity(number, for_user=request.user),
        title=body.title,
        owner=owner,
        due_on=body.due_on,
        **_who(request),
    )


@router.post(
    "/opportunities/{number}/tasks/{pk}/state",
    response=OpportunityTaskOut,
    summary=_("Note a task as done or skipped, or open it again"),
)
def set_task_state(
    request: ApiRequest, number: str, pk: int, body: OpportunityTaskStateBody
) -> OpportunityTask:
    task = _task(request, number, pk)
    if body.state == TaskState.TODO:
        return operations.reopen_task(task=task, **_who(request))
    return operations.close_task(
        task=task, state=TaskState(body.state), reason=body.reason, **_who(request)
    )


@router.post(
    "/opportunities/{number}/tasks/{pk}/owner",
    response=OpportunityTaskOut,
    summary=_("Hand a task on"),
)
def reassign_task(
    request: ApiRequest, number: str, pk: int, body: OpportunityTaskOwnerBody
) -> OpportunityTask:
    with referring("owner_id"):
        to = get_person(body.owner_id)
    return operations.reassign_task(task=_task(request, number, pk), to=to, **_who(request))


@router.get("/playbook", response=list[PlaybookTaskOut], summary=_("Read the playbook"))
def list_playbook(request: ApiRequest) -> list[PlaybookTask]:
    check_may(request.user, Act.SEE_OPPORTUNITIES)
    return queries.list_playbook()


@router.post(
    "/pipeline-stages/{code}/playbook",
    response={201: PlaybookTaskOut},
    summary=_("Add a task to the playbook of a stage"),
)
def add_playbook_task(request: ApiRequest, code: str, body: PlaybookTaskBody) -> PlaybookTask:
    check_may(request.user, Act.SET_PIPELINE)
    values = body.model_dump() | {"part": Part(body.part)}
    return operations.add_playbook_task(
        stage=queries.get_stage(code), details=operations.TaskDetails(**values), **_who(request)
    )


@router.patch(
    "/playbook/{pk}", response=PlaybookTaskOut, summary=_("Change a task of the playbook")
)
def change_playbook_task(
    request: ApiRequest, pk: int, body: PlaybookTaskChangeBody
) -> PlaybookTask:
    check_may(request.user, Act.SET_PIPELINE)
    return operations.change_playbook_task(
        task=queries.get_playbook_task(pk),
        before=body.before.model_dump(exclude_none=True),
        values=body.values.model_dump(exclude_none=True),
        **_who(request),
    )


@router.delete("/playbook/{pk}", response={204: None}, summary=_("Take a task out of the playbook"))
def remove_playbook_task(request: ApiRequest, pk: int) -> None:
    check_may(request.user, Act.SET_PIPELINE)
    operations.remove_playbook_task(task=queries.get_playbook_task(pk), **_who(request))
