"""The plan of a delivery: phases, tasks, and what it waits for."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.queries import get_person
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import referring
from twintrack.sales.deliveries import operations, queries
from twintrack.sales.deliveries.api.router import router
from twintrack.sales.deliveries.api.shapes import (
    DeliveryPhaseBody,
    DeliveryPhaseOut,
    DeliveryTaskBody,
    DeliveryTaskChangeBody,
    DeliveryTaskFacts,
    DeliveryTaskOut,
    DeliveryTaskPlaceBody,
    DeliveryTaskStateBody,
    DeliveryWaitBody,
    DeliveryWaitEndBody,
    DeliveryWaitOut,
    one,
    who,
)
from twintrack.sales.deliveries.lifecycle import TaskState
from twintrack.sales.deliveries.models import Delivery, DeliveryPhase, DeliveryTask, Wait


@router.post(
    "/deliveries/{number}/phases",
    response={201: DeliveryPhaseOut},
    summary=_("Add a phase to a delivery"),
)
def add_phase(request: ApiRequest, number: str, body: DeliveryPhaseBody) -> DeliveryPhase:
    return operations.add_phase(delivery=one(request, number), name=body.name, **who(request))


@router.post(
    "/deliveries/{number}/tasks",
    response={201: DeliveryTaskOut},
    summary=_("Add a task to a delivery"),
)
def add_task(request: ApiRequest, number: str, body: DeliveryTaskBody) -> DeliveryTask:
    delivery = one(request, number)
    values = _values(delivery, body.model_dump())
    details = operations.TaskDetails(**values)
    return operations.add_task(delivery=delivery, details=details, **who(request))


def _values(delivery: Delivery, given: dict[str, Any]) -> dict[str, Any]:
    """Find the phase, the task before and the person that a body names by their ids."""
    values = {name: value for name, value in given.items() if not name.endswith(("_id", "_ids"))}
    if "phase_id" in given:
        with referring("phase_id"):
            pk = given["phase_id"]
            values["phase"] = queries.get_phase(delivery, pk) if pk else None
    if "after_ids" in given:
        with referring("after_ids"):
            values["after"] = queries.get_tasks(delivery, given["after_ids"])
    if "assignee_id" in given:
        with referring("assignee_id"):
            pk = given["assignee_id"]
            values["assignee"] = get_person(pk) if pk else None
    return values


@router.patch(
    "/deliveries/{number}/tasks/{pk}",
    response=DeliveryTaskOut,
    summary=_("Change a task of a delivery"),
)
def change_task(
    request: ApiRequest, number: str, pk: int, body: DeliveryTaskChangeBody
) -> DeliveryTask:
    """Change the fields that are sent; null takes a phase or an assignee away."""
    delivery = one(request, number)
    return operations.change_task(
        task=queries.get_task(delivery, pk),
        before=_values(delivery, _sent(body.before)),
        values=_values(delivery, _sent(body.values)),
        **who(request),
    )


def _sent(facts: DeliveryTaskFacts) -> dict[str, Any]:
    nothing = {"phase_id", "assignee_id"}
    sent = facts.model_dump(exclude_unset=True)
    return {name: value for name, value in sent.items() if value is not None or name in nothing}


@router.post(
    "/deliveries/{number}/tasks/{pk}/state",
    response=DeliveryTaskOut,
    summary=_("Begin, finish, drop or take up a task of a delivery"),
)
def move_task(
    request: ApiRequest, number: str, pk: int, body: DeliveryTaskStateBody
) -> DeliveryTask:
    task = queries.get_task(one(request, number), pk)
    return operations.move_task(task=task, to=TaskState(body.state), on=body.on, **who(request))


@router.post(
    "/deliveries/{number}/tasks/{pk}/place",
    response=DeliveryTaskOut,
    summary=_("Put a task of a delivery ahead of another one"),
)
def place_task(
    request: ApiRequest, number: str, pk: int, body: DeliveryTaskPlaceBody
) -> DeliveryTask:
    delivery = one(request, number)
    task = queries.get_task(delivery, pk)
    with referring("ahead_of"):
        other = queries.get_task(delivery, body.ahead_of) if body.ahead_of else None
    return operations.place_task(task=task, ahead_of=other, **who(request))


@router.post(
    "/deliveries/{number}/waits",
    response={201: DeliveryWaitOut},
    summary=_("Note that a delivery waits, for whom and why"),
)
def begin_wait(request: ApiRequest, number: str, body: DeliveryWaitBody) -> Wait:
    delivery = one(request, number)
    with referring("task_id"):
        task = queries.get_task(delivery, body.task_id) if body.task_id else None
    details = operations.WaitDetails(**body.model_dump(exclude={"task_id"}), task=task)
    return operations.begin_wait(delivery=delivery, details=details, **who(request))


@router.post(
    "/deliveries/{number}/waits/{pk}/end",
    response=DeliveryWaitOut,
    summary=_("Note that a delivery goes on"),
)
def end_wait(request: ApiRequest, number: str, pk: int, body: DeliveryWaitEndBody) -> Wait:
    wait = queries.get_wait(one(request, number), pk)
    return operations.end_wait(wait=wait, until=body.until, **who(request))
