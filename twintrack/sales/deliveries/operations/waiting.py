"""Note that a delivery cannot go on, who it waits for and why, and when it went on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import NotThere, ReasonMissing, Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.deliveries.events import DeliveryWaitBegun, DeliveryWaitEnded
from twintrack.sales.deliveries.lifecycle import TaskState
from twintrack.sales.deliveries.models import Delivery, DeliveryTask, Wait
from twintrack.sales.deliveries.operations.holding import (
    DayAhead,
    concerned,
    hold_open,
    keep_forecast,
    told_of,
)


class WaitsAlready(Refusal):
    """The same waits already."""

    message = _("This waits already. Note first when it went on.")


class WentOnAlready(Refusal):
    """Somebody noted that it went on."""

    message = _("It was noted before that this went on.")


class WentOnTooEarly(Refusal):
    """Work went on before it waited."""

    message = _("Work cannot have gone on before it began to wait.")
    status = 422


class TaskOver(Refusal):
    """The task is done or dropped."""

    message = _("This task is done or dropped: it waits for nothing any more.")


@dataclass(frozen=True, kw_only=True)
class WaitDetails:
    """Who is waited for and why, from when, and up to when if that is over; a task or all."""

    whom: str
    reason: str
    since: date
    until: date | None = None
    task: DeliveryTask | None = None


@transaction.atomic
def begin_wait(
    *,
    delivery: Delivery,
    details: WaitDetails,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Wait:
    """
    Note that a task, or the whole delivery, cannot go on, or could not for some days.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotOpen: if the delivery is completed or cancelled.
    :raises ReasonMissing: if no reason is given.
    :raises DayAhead: if it begins on a day that has not come.
    :raises WentOnTooEarly: if it would end before it began.
    :raises WaitsAlready: if the same waits already.
    :raises TaskOver: if the task is done or dropped.
    :raises NotThere: if the task is one of another delivery.
    """
    check_may(by, Act.WORK_ON_DELIVERIES)
    delivery = hold_open(delivery)
    reason = " ".join(details.reason.split())[:300]
    if not reason:
        raise ReasonMissing
    _check_days(details, timezone.localdate(at))
    task = _task_of(delivery, details)
    if details.until is None and delivery.waits.filter(task=task, until=None).exists():
        raise WaitsAlready
    wait: Wait = delivery.waits.create(
        task=task,
        whom=details.whom,
        reason=reason,
        since=details.since,
        until=details.until,
        noted_by=by,
        noted_at=at,
    )
    if task is not None and details.until is None:
        task.state = TaskState.WAITING
        task.save(update_fields=["state"])
    keep_forecast(delivery, at)
    event = DeliveryWaitBegun(
        **told_of(delivery),
        wait_id=wait.pk,
        task_id=wait.task_id,
        whom=wait.whom,
        reason=wait.reason,
        since=wait.since,
    )
    record(event, about=delivery, by=by, at=at, caused_by=caused_by, also=concerned(delivery))
    return wait


def _check_days(details: WaitDetails, today: date) -> None:
    if max(details.since, details.until or details.since) > today:
        raise DayAhead
    if details.until is not None and details.until < details.since:
        raise WentOnTooEarly


def _task_of(delivery: Delivery, details: WaitDetails) -> DeliveryTask | None:
    if details.task is None:
        return None
    task: DeliveryTask | None = delivery.tasks.filter(pk=details.task.pk).first()
    if task is None:
        raise NotThere
    if details.until is None and not task.is_open:
        raise TaskOver
    return task


@transaction.atomic
def end_wait(
    *,
    wait: Wait,
    until: date | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Wait:
    """
    Note the day on which work went on, today if none is named.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotOpen: if the delivery is completed or cancelled.
    :raises WentOnAlready: if that was noted before.
    :raises DayAhead: if the day has not come.
    :raises WentOnTooEarly: if it lies before the day on which it began to wait.
    """
    check_may(by, Act.WORK_ON_DELIVERIES)
    delivery = hold_open(wait.delivery)
    wait = Wait.objects.select_related("task").get(pk=wait.pk)
    if wait.until is not None:
        raise WentOnAlready
    today = timezone.localdate(at)
    until = until or today
    if until > today:
        raise DayAhead
    if until < wait.since:
        raise WentOnTooEarly
    wait.until = until
    wait.save(update_fields=["until"])
    task = wait.task
    if task is not None and task.state == TaskState.WAITING:
        task.state = TaskState.DOING if task.started_on else TaskState.TODO
        task.save(update_fields=["state"])
    keep_forecast(delivery, at)
    event = DeliveryWaitEnded(
        **told_of(delivery),
        wait_id=wait.pk,
        task_id=wait.task_id,
        whom=wait.whom,
        since=wait.since,
        until=until,
    )
    record(event, about=delivery, by=by, at=at, caused_by=caused_by, also=concerned(delivery))
    return wait
