"""The plan of a delivery: its tasks in order, what it waits for, when it will be finished."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import QuerySet, prefetch_related_objects

from twintrack.foundation.access.refusals import NotThere
from twintrack.sales.deliveries.lifecycle import TaskState
from twintrack.sales.deliveries.models import Delivery, DeliveryPhase, DeliveryTask, Wait
from twintrack.sales.deliveries.schedule import Forecast, TaskDays, WaitDays, reckon


def list_phases(delivery: Delivery) -> list[DeliveryPhase]:
    """List the phases of a delivery in their order."""
    return list(delivery.phases.all())


def list_tasks(delivery: Delivery) -> QuerySet[DeliveryTask]:
    """List the tasks of a delivery in the order of its phases."""
    rows: QuerySet[DeliveryTask] = delivery.tasks.select_related(
        "phase", "assignee", "delivery__project"
    ).prefetch_related("after")
    return rows.order_by("phase__position", "position", "pk")


def get_task(delivery: Delivery, pk: int) -> DeliveryTask:
    """
    Find a task of a delivery.

    :raises NotThere: if there is none.
    """
    found = list_tasks(delivery).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def get_tasks(delivery: Delivery, pks: Iterable[int]) -> list[DeliveryTask]:
    """
    Find tasks of a delivery.

    :raises NotThere: if one of them is none.
    """
    wanted = set(pks)
    found = list(delivery.tasks.filter(pk__in=wanted))
    if len(found) < len(wanted):
        raise NotThere
    return found


def get_phase(delivery: Delivery, pk: int) -> DeliveryPhase:
    """
    Find a phase of a delivery.

    :raises NotThere: if there is none.
    """
    found: DeliveryPhase | None = delivery.phases.filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def list_waits(delivery: Delivery) -> list[Wait]:
    """List what a delivery waited for, the latest first."""
    return list(delivery.waits.select_related("task", "noted_by"))


def get_wait(delivery: Delivery, pk: int) -> Wait:
    """
    Find one time that a delivery waited.

    :raises NotThere: if there is none.
    """
    found: Wait | None = delivery.waits.select_related("task").filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def expect(deliveries: Sequence[Delivery], *, today: date) -> None:
    """Let deliveries of a list say what their pages say today, in three queries for all of them."""
    prefetch_related_objects(deliveries, "tasks__after", "waits")
    for each in deliveries:
        found = forecast_of(each, today=today, tasks=each.tasks.all(), waits=each.waits.all())
        # Kept each morning for sorting; on the day itself it may have moved since.
        each.forecast_on = found.finish_on


def forecast_of(
    delivery: Delivery,
    *,
    today: date,
    tasks: Iterable[DeliveryTask] | None = None,
    waits: Iterable[Wait] | None = None,
) -> Forecast:
    """Say when a delivery will be finished; asks for tasks and waits that are not at hand."""
    return reckon(
        [
            TaskDays(
                pk=each.pk,
                start_on=each.start_on,
                finish_on=each.finish_on,
                after=tuple(other.pk for other in each.after.all()),
                started_on=each.started_on,
                done_on=each.done_on,
            )
            for each in (delivery.tasks.prefetch_related("after") if tasks is None else tasks)
            if each.state != TaskState.CANCELLED
        ],
        [
            WaitDays(whom=each.whom, since=each.since, until=each.until, task=each.task_id)
            for each in (delivery.waits.all() if waits is None else waits)
        ],
        today=today,
        due_on=delivery.due_on,
        accepted_on=delivery.accepted_on,
    )
