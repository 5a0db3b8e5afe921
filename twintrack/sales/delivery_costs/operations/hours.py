"""Write how long one worked, correct what was confirmed, and say how long a task still takes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import NotAllowed, ReasonMissing, Refusal, StaleEdit
from twintrack.foundation.access.roles import INTERNAL, Role
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.deliveries.models import DeliveryTask
from twintrack.sales.delivery_costs.arithmetic import DAY
from twintrack.sales.delivery_costs.durations import written_hours
from twintrack.sales.delivery_costs.events import HoursCorrected, HoursWritten, TaskRemainingSaid
from twintrack.sales.delivery_costs.models import ConfirmedWeek, HourEntry, TaskRemaining
from twintrack.sales.delivery_costs.operations.holding import check_leads, check_open, one_line
from twintrack.sales.delivery_costs.queries.leading import leads

# Nobody has worked later than in a week, or remembers what they did a year ago.
AHEAD, BACK = timedelta(days=7), timedelta(days=366)
MOST_REMAINING = 10_000 * 60


class HoursImpossible(Refusal):
    """Less than nothing, or more than a day has."""

    message = _("Hours lie between 0 and 24 a day.")
    status = 422


class DayTooLong(Refusal):
    """All that somebody wrote on one day would be more than a day."""

    status = 422

    def __init__(self, others: int) -> None:
        said = _("With %(hours)s h elsewhere on that day this would be more than 24 hours.")
        super().__init__(said % {"hours": written_hours(others)})


class DayImpossible(Refusal):
    """Too far ahead, or too long ago."""

    message = _("Hours are written up to a week ahead and a year back.")
    status = 422


class TaskOver(Refusal):
    """Nobody works on a task that was dropped."""

    message = _("This task was cancelled: nobody works on it.")


class WeekConfirmed(Refusal):
    """What was confirmed changes only by a correction."""

    message = _("This week is confirmed. Who leads the delivery can correct its hours.")


class NotConfirmed(Refusal):
    """Nothing needs a correction that the person can still write anew."""

    message = _("This week is not confirmed yet: whoever worked can write it anew.")


def role_of(person: User, task: DeliveryTask) -> str:
    """Give as which somebody does a task: its role if they have it, else the first of theirs."""
    if task.role in person.roles:
        return str(task.role)
    return next((role.value for role in Role if role in person.roles & INTERNAL), str(task.role))


@transaction.atomic
def write_hours(
    *,
    task: DeliveryTask,
    day: date,
    minutes: int,
    note: str | None = None,
    before: int | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> HourEntry | None:
    """
    Write how long one worked on a task on a day, in place of what stood there; 0 takes it away.

    `before` is what the person saw there, in minutes; without a note the one there stays.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises HoursImpossible: if it is less than nothing or more than a day.
    :raises DayImpossible: if the day lies too far ahead or back.
    :raises DeliveryOver: if the delivery is completed or cancelled.
    :raises TaskOver: if the task was cancelled.
    :raises WeekConfirmed: if the week of that day is confirmed.
    :raises DayTooLong: if all hours of that day would be more than 24.
    :raises StaleEdit: if something else stands there than the person saw.
    """
    check_may(by, Act.SEE_DELIVERIES)
    _check_written(task, day, minutes, at)
    _hold_hours(by)
    if _is_confirmed(task, by, day):
        raise WeekConfirmed
    entry: HourEntry | None = HourEntry.objects.filter(
        person=by, task=task, day=day, reverses=None, is_reversed=False
    ).first()
    stands = entry.minutes if entry else 0
    if before is not None and before != stands:
        current, tried = written_hours(stands), written_hours(minutes)
        raise StaleEdit(field="hours", current=current, attempted=tried)
    _check_fits(by, day, minutes, but=stands)
    if entry is None:
        if not minutes:
            return None
        entry = HourEntry(delivery_id=task.delivery_id, task=task, person=by, day=day)
    elif stands == minutes and note in (None, entry.note):
        return entry
    entry.minutes, entry.role = minutes, role_of(by, task)
    entry.note = entry.note if note is None else one_line(note, 200)
    entry.entered_by, entry.entered_at = by, at
    entry.save()
    event = HoursWritten(**_told(entry, task), came_from=stands, to=minutes, note=entry.note)
    record(event, about=entry, by=by, at=at, caused_by=caused_by)
    return entry


@transaction.atomic
def correct_hours(
    *,
    entry: HourEntry,
    minutes: int,
    reason: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> HourEntry:
    """
    Take confirmed hours back by a row of their own, and put the right ones beside them.

    Gives the row that holds now; where nothing was worked, the one that takes back.

    :raises NotTheLead: if the person neither leads the delivery nor is a sales manager.
    :raises NotConfirmed: if the week is not confirmed, so can be written anew.
    :raises ReasonMissing: if no reason is given.
    :raises HoursImpossible: if it is less than nothing, more than a day, or as it was.
    :raises DayTooLong: if all hours of that day would be more than 24.
    """
    check_leads(entry.delivery, by)
    reason = one_line(reason, 300)
    if not reason:
        raise ReasonMissing
    _hold_hours(entry.person)
    entry = HourEntry.objects.select_related("task", "delivery__project").get(pk=entry.pk)
    if not _is_confirmed(entry.task, entry.person, entry.day):
        raise NotConfirmed
    if entry.reverses_id or entry.is_reversed or not 0 <= minutes <= DAY:
        raise HoursImpossible
    if minutes == entry.minutes:
        raise HoursImpossible
    _check_fits(entry.person, entry.day, minutes, but=entry.minutes)
    entry.is_reversed = True
    entry.save(update_fields=["is_reversed"])
    same = {name: getattr(entry, name) for name in ("delivery", "task", "person", "day", "role")}
    written = {"reason": reason, "entered_by": by, "entered_at": at}
    found: HourEntry = HourEntry.objects.create(
        **same, **written, minutes=-entry.minutes, reverses=entry
    )
    if minutes:
        found = HourEntry.objects.create(**same, **written, minutes=minutes, note=entry.note)
    event = HoursCorrected(
        **_told(entry, entry.task), came_from=entry.minutes, to=minutes, reason=reason
    )
    record(event, about=entry, by=by, at=at, caused_by=caused_by)
    return found


@transaction.atomic
def say_remaining(
    *,
    task: DeliveryTask,
    minutes: int,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> TaskRemaining:
    """
    Say how long a task still takes, in minutes.

    :raises NotAllowed: if the person's roles do not allow it, or it is somebody else's task.
    :raises DeliveryOver: if the delivery is completed or cancelled.
    :raises HoursImpossible: if it is less than nothing or more than anybody plans.
    """
    check_may(by, Act.SEE_DELIVERIES)
    if task.assignee_id not in {None, by.pk} and not leads(task.delivery, by):
        raise NotAllowed
    check_open(task.delivery)
    if not 0 <= minutes <= MOST_REMAINING:
        raise HoursImpossible
    DeliveryTask.objects.select_for_update(no_key=True).get(pk=task.pk)
    known = TaskRemaining.objects.filter(task=task).first()
    said = known or TaskRemaining(task=task)
    came_from = known.minutes if known else None
    said.minutes, said.said_by, said.said_at = minutes, by, at
    said.save()
    event = TaskRemainingSaid(
        task_id=task.pk,
        delivery_id=task.delivery_id,
        delivery=task.delivery.number,
        task=task.name,
        came_from=came_from,
        to=minutes,
    )
    record(event, about=task.delivery, by=by, at=at, caused_by=caused_by)
    return said


def _hold_hours(person: User) -> None:
    """Let nobody else write or confirm hours of a person until the transaction ends."""
    User.objects.select_for_update(no_key=True).get(pk=person.pk)


def _check_written(task: DeliveryTask, day: date, minutes: int, at: datetime) -> None:
    if not 0 <= minutes <= DAY:
        raise HoursImpossible
    today = timezone.localdate(at)
    if not today - BACK <= day <= today + AHEAD:
        raise DayImpossible
    check_open(task.delivery)
    if minutes and task.state == "cancelled":
        raise TaskOver


def _check_fits(person: User, day: date, minutes: int, *, but: int) -> None:
    """Make sure that a day does not become longer than days are."""
    rows = HourEntry.objects.filter(person=person, day=day)
    others = (rows.aggregate(sum=Sum("minutes"))["sum"] or 0) - but
    if minutes and others + minutes > DAY:
        raise DayTooLong(others)


def _is_confirmed(task: DeliveryTask, person: User, day: date) -> bool:
    monday = day - timedelta(days=day.weekday())
    weeks = ConfirmedWeek.objects.filter(delivery=task.delivery_id, person=person, monday=monday)
    return bool(weeks.exists())


def _told(entry: HourEntry, task: DeliveryTask) -> dict[str, Any]:
    return {
        "entry_id": entry.pk,
        "delivery_id": entry.delivery_id,
        "delivery": task.delivery.number,
        "person_id": entry.person_id,
        "task": task.name,
        "day": entry.day,
    }
