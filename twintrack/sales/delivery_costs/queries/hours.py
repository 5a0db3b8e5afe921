"""Hours: one's own week, and what was written on a delivery, as far as a person may see it."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.people.models import User
from twintrack.sales.deliveries.lifecycle import OPEN_TASKS
from twintrack.sales.deliveries.models import Delivery, DeliveryTask
from twintrack.sales.delivery_costs.models import ConfirmedWeek, HourEntry

RELATED = ("task", "person", "delivery__project__owner", "entered_by")
OF_TASK = (
    *("assignee", "delivery__project__owner", "delivery__customer"),
    *("delivery__project__product", "delivery__contract"),
)
WEEK = timedelta(days=7)
OPEN_PROJECTS = ("active", "on_hold")


def list_entries(
    *,
    for_user: User,
    delivery: Delivery | None = None,
    person: User | None = None,
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[HourEntry]:
    """List hours, the latest day first; of others only who leads the delivery sees them."""
    rows: QuerySet[HourEntry] = HourEntry.objects.visible_to(for_user).exclude(minutes=0)
    wanted = {"delivery": delivery, "person": person, "day__gte": since, "day__lte": until}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    return rows.select_related(*RELATED).order_by("-day", "-pk")


def get_entry(pk: int, *, for_user: User) -> HourEntry:
    """
    Find hours that somebody wrote.

    :raises NotThere: if there are none, or the person may not see them.
    """
    rows: QuerySet[HourEntry] = HourEntry.objects.visible_to(for_user)
    found = rows.select_related(*RELATED, "delivery__contract").filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def list_confirmed(
    *,
    for_user: User,
    delivery: Delivery | None = None,
    person: User | None = None,
    monday: date | None = None,
) -> QuerySet[ConfirmedWeek]:
    """List the weeks that are confirmed, the latest first."""
    rows: QuerySet[ConfirmedWeek] = ConfirmedWeek.objects.visible_to(for_user)
    wanted = {"delivery": delivery, "person": person, "monday": monday}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    return rows.select_related("person", "confirmed_by", "delivery__project").order_by(
        "-monday", "pk"
    )


def list_week_tasks(person: User, monday: date, *, also: int | None = None) -> list[DeliveryTask]:
    """List what somebody may have worked on in a week: their open tasks, and where hours stand."""
    written = HourEntry.objects.filter(
        person=person, day__gte=monday, day__lt=monday + WEEK, minutes__gt=0
    ).values("task")
    mine = Q(assignee=person, state__in=OPEN_TASKS, delivery__project__state__in=OPEN_PROJECTS)
    rows = _loggable(person).filter(mine | Q(pk__in=written) | Q(pk=also or 0))
    return list(rows.order_by("delivery_id", "start_on", "position", "pk"))


def list_loggable_tasks(person: User) -> QuerySet[DeliveryTask]:
    """List all tasks that somebody may write hours on, their own first."""
    rows = _loggable(person).filter(delivery__project__state__in=OPEN_PROJECTS)
    return rows.exclude(state="cancelled").order_by("-delivery_id", "position", "pk")


def get_week_task(pk: int, *, for_user: User) -> DeliveryTask:
    """
    Find a task that somebody may write hours on.

    :raises NotThere: if there is none, or the person may not see its delivery.
    """
    found = _loggable(for_user).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def _loggable(person: User) -> QuerySet[DeliveryTask]:
    seen = Delivery.objects.visible_to(person).values("pk")
    rows: QuerySet[DeliveryTask] = DeliveryTask.objects.filter(delivery__in=seen)
    return rows.select_related(*OF_TASK)
