"""The tasks of a delivery: add, change, order, begin and finish them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.edits import changes_to_make
from twintrack.foundation.access.refusals import NotThere, Refusal, StateNotReachable
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.deliveries.events import (
    DeliveryPhaseAdded,
    DeliveryTaskAdded,
    DeliveryTaskChanged,
    DeliveryTaskMoved,
    DeliveryTaskPlaced,
)
from twintrack.sales.deliveries.lifecycle import NEXT_TASK, DeliveryRole, TaskState
from twintrack.sales.deliveries.models import Delivery, DeliveryPhase, DeliveryTask
from twintrack.sales.deliveries.operations.beginning import check_fit
from twintrack.sales.deliveries.operations.holding import (
    DayAhead,
    DeliveryFieldUnknown,
    hold_open,
    keep_forecast,
    told_of,
)
from twintrack.sales.deliveries.schedule import runs_in_circle

CHANGEABLE = (
    *("name", "phase", "role", "assignee", "start_on", "finish_on"),
    *("hours", "after", "is_milestone"),
)
MOST_HOURS = Decimal(10_000)


class FinishBeforeStart(Refusal):
    """A task would be finished before it starts."""

    message = _("The task would be finished before it starts.")
    status = 422


class HoursImpossible(Refusal):
    """Hours that nobody can work."""

    message = _("Hours lie between 0 and 10,000.")
    status = 422


class RunsInCircle(Refusal):
    """A task would wait for itself."""

    message = _("These tasks would wait for one another. Choose other tasks before it.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class TaskDetails:
    """What a task begins with; whoever does its role does it if nobody is named."""

    name: str
    start_on: date
    finish_on: date
    phase: DeliveryPhase | None = None
    role: str = DeliveryRole.IMPLEMENTER
    assignee: User | None = None
    hours: Decimal = Decimal(0)
    after: Collection[DeliveryTask] = ()
    is_milestone: bool = False


@transaction.atomic
def add_phase(
    *, delivery: Delivery, name: str, by: User, at: datetime, caused_by: Entry | None = None
) -> DeliveryPhase:
    """
    Put one phase more at the end of a plan.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotOpen: if the delivery is completed or cancelled.
    """
    check_may(by, Act.MANAGE_DELIVERIES)
    delivery = hold_open(delivery)
    phase: DeliveryPhase = delivery.phases.create(
        name=name.strip()[:80], position=delivery.phases.count() + 1
    )
    event = DeliveryPhaseAdded(**told_of(delivery), phase_id=phase.pk, name=phase.name)
    record(event, about=delivery, by=by, at=at, caused_by=caused_by)
    return phase


@transaction.atomic
def add_task(
    *,
    delivery: Delivery,
    details: TaskDetails,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> DeliveryTask:
    """
    Let there be more to do.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotOpen: if the delivery is completed or cancelled.
    :raises FinishBeforeStart: if it would be finished before it starts.
    :raises HoursImpossible: if the hours are below 0 or above 10,000.
    :raises PersonUnfit: if who is to do it does not work on deliveries, or may not see it.
    :raises NotThere: if the phase or a task before is one of another delivery.
    """
    check_may(by, Act.WORK_ON_DELIVERIES)
    delivery = hold_open(delivery)
    values = vars(details) | {"name": details.name.strip()[:120]}
    _check_values(delivery, values)
    if details.assignee is None:
        member = delivery.members.filter(role=details.role).select_related("person").first()
        values["assignee"] = member.person if member else None
    last = delivery.tasks.order_by("-position").values_list("position", flat=True).first() or 0
    after = values.pop("after")
    task: DeliveryTask = delivery.tasks.create(**values, position=last + 1)
    task.after.set(after)
    keep_forecast(delivery, at)
    event = DeliveryTaskAdded(
        **told_of(delivery),
        task_id=task.pk,
        name=task.name,
        start_on=task.start_on,
        finish_on=task.finish_on,
    )
    record(event, about=delivery, by=by, at=at, caused_by=caused_by)
    return task


def _check_values(delivery: Delivery, values: Mapping[str, Any]) -> None:
    start_on, finish_on = values["start_on"], values["finish_on"]
    if finish_on < start_on:
        raise FinishBeforeStart
    if not 0 <= values["hours"] <= MOST_HOURS:
        raise HoursImpossible
    if values["assignee"] is not None:
        check_fit(values["assignee"], delivery.project.product)
    phase = [] if values["phase"] is None else [values["phase"]]
    if any(each.delivery_id != delivery.pk for each in (*phase, *values["after"])):
        raise NotThere


@transaction.atomic
def change_task(
    *,
    task: DeliveryTask,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> DeliveryTask:
    """
    Change what is known of a task; `before` is what the person saw of each field.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises DeliveryFieldUnknown: if a field cannot be changed here.
    :raises StaleEdit: if somebody changed one of the fields in between.
    :raises NotOpen: if the delivery is completed or cancelled.
    :raises FinishBeforeStart: if it would be finished before it starts.
    :raises HoursImpossible: if the hours are below 0 or above 10,000.
    :raises RunsInCircle: if it would wait for itself.
    :raises PersonUnfit: if who is to do it does not work on deliveries, or may not see it.
    :raises NotThere: if the phase or a task before is one of another delivery.
    """
    check_may(by, Act.WORK_ON_DELIVERIES)
    if not set(values) <= set(CHANGEABLE):
        raise DeliveryFieldUnknown
    delivery = hold_open(task.delivery)
    task = _anew(task)
    current = {name: getattr(task, name) for name in CHANGEABLE} | {"after": set(task.after.all())}
    to = changes_to_make(current=current, before=_as_kept(before), values=_as_kept(values))
    if not to:
        return task
    _check_values(delivery, current | {"assignee": None} | to)
    plain = [name for name in to if name != "after"]
    if "after" in to:
        _check_order(delivery, task, to["after"])
        task.after.set(to["after"])
    for name in plain:
        setattr(task, name, to[name])
    task.save(update_fields=plain)
    keep_forecast(delivery, at)
    event = DeliveryTaskChanged(
        **told_of(delivery),
        task_id=task.pk,
        name=task.name,
        fields=sorted(to),
        came_from={name: _written(current[name]) for name in to},
        to={name: _written(value) for name, value in to.items()},
    )
    people = [to["assignee"]] if to.get("assignee") else []
    record(event, about=delivery, by=by, at=at, caused_by=caused_by, also=people)
    return task


def _anew(task: DeliveryTask) -> DeliveryTask:
    related = ("phase", "assignee")
    found: DeliveryTask = DeliveryTask.objects.select_related(*related).get(pk=task.pk)
    return found


def _as_kept(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give values in the form in which a task keeps them: what it follows as a set."""
    kept = dict(values)
    if kept.get("after") is not None:
        kept["after"] = set(kept["after"])
    return kept


def _written(value: Any) -> str:
    if isinstance(value, set):
        return ", ".join(each.name for each in sorted(value, key=lambda each: each.position))
    return "" if value is None else str(value)


def _check_order(delivery: Delivery, task: DeliveryTask, after: Collection[DeliveryTask]) -> None:
    known = {
        each.pk: {other.pk for other in each.after.all()}
        for each in delivery.tasks.prefetch_related("after")
    }
    if runs_in_circle(known | {task.pk: {each.pk for each in after}}, task.pk):
        raise RunsInCircle


@transaction.atomic
def move_task(
    *,
    task: DeliveryTask,
    to: TaskState,
    on: date | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> DeliveryTask:
    """
    Begin, finish, drop or take up a task again, today or on an earlier day.

    Whoever begins a task that nobody has does it. Finishing it ends what it waited for.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotOpen: if the delivery is completed or cancelled.
    :raises StateNotReachable: if that state does not follow the present one.
    :raises DayAhead: if the day has not come.
    """
    check_may(by, Act.WORK_ON_DELIVERIES)
    delivery = hold_open(task.delivery)
    task = _anew(task)
    came_from = TaskState(task.state)
    if came_from == to:
        return task
    if to not in NEXT_TASK[came_from]:
        raise StateNotReachable
    today = timezone.localdate(at)
    on = on or today
    if on > today:
        raise DayAhead
    _put_state(task, to, on)
    if to == TaskState.DOING and task.assignee_id is None:
        task.assignee = by
    task.save()
    for wait in task.waits.filter(until=None):
        wait.until = max(on, wait.since)
        wait.save(update_fields=["until"])
    keep_forecast(delivery, at)
    event = DeliveryTaskMoved(
        **told_of(delivery),
        task_id=task.pk,
        name=task.name,
        came_from=came_from.value,
        to=to.value,
    )
    record(event, about=delivery, by=by, at=at, caused_by=caused_by)
    return task


def _put_state(task: DeliveryTask, to: TaskState, on: date) -> None:
    task.state = to
    task.done_on = on if to == TaskState.DONE else None
    if to == TaskState.TODO:
        task.started_on = None
    elif to == TaskState.DOING:
        task.started_on = task.started_on or on
    elif to == TaskState.DONE:
        task.started_on = min(task.started_on or on, on)


@transaction.atomic
def place_task(
    *,
    task: DeliveryTask,
    ahead_of: DeliveryTask | None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> DeliveryTask:
    """
    Put a task ahead of another one in the list, or at its end; its days stay as they are.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotOpen: if the delivery is completed or cancelled.
    :raises NotThere: if the other one belongs to another delivery.
    """
    check_may(by, Act.WORK_ON_DELIVERIES)
    delivery = hold_open(task.delivery)
    if ahead_of is not None and ahead_of.delivery_id != delivery.pk:
        raise NotThere
    rows = [each for each in delivery.tasks.all() if each.pk != task.pk]
    task = _anew(task)
    place = next((at for at, each in enumerate(rows) if each == ahead_of), len(rows))
    rows.insert(place, task)
    for position, each in enumerate(rows, start=1):
        each.position = position
    DeliveryTask.objects.bulk_update(rows, ["position"])
    event = DeliveryTaskPlaced(
        **told_of(delivery), task_id=task.pk, name=task.name, position=task.position
    )
    record(event, about=delivery, by=by, at=at, caused_by=caused_by)
    return task
