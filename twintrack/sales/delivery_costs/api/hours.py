"""Hours: written by whoever worked, confirmed and corrected by who leads the delivery."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.queries import get_person
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Body, Day, Key, Limit, Out, Page, PersonOut, referring
from twintrack.sales.deliveries.models import DeliveryTask
from twintrack.sales.deliveries.queries import get_delivery
from twintrack.sales.delivery_costs import operations, queries
from twintrack.sales.delivery_costs.api.router import router, who
from twintrack.sales.delivery_costs.arithmetic import share_of_hours
from twintrack.sales.delivery_costs.durations import read_minutes
from twintrack.sales.delivery_costs.models import ConfirmedWeek, HourEntry, TaskRemaining
from twintrack.ui.paging import KeyPage, key_page

Spent = Annotated[str, Field(max_length=20, description="1.5, 1:30, 1h30 or 90m")]


class HoursBody(Body):
    task_id: Key
    day: Day
    hours: Spent = Field(description="1.5, 1:30, 1h30 or 90m; 0 takes what stands there away")
    note: Annotated[str, Field(max_length=200)] | None = None


class HoursCorrectionBody(Body):
    hours: Spent
    reason: Annotated[str, Field(min_length=1, max_length=300)]


class HoursOut(Out):
    id: int = Field(alias="pk")
    delivery: str = Field(alias="delivery.number")
    task_id: int
    task: str = Field(alias="task.name")
    person: PersonOut
    day: date
    minutes: int = Field(description="Below nothing where it takes another row back")
    hours: Decimal
    note: str
    role: str
    reverses_id: int | None
    reason: str
    entered_at: datetime

    @staticmethod
    def resolve_hours(entry: HourEntry) -> Decimal:
        return share_of_hours(entry.minutes)


class HoursWeekTaskOut(Out):
    task_id: int = Field(alias="pk")
    task: str = Field(alias="name")
    delivery: str = Field(alias="delivery.number")


class HoursWeekOut(Out):
    monday: date
    tasks: list[HoursWeekTaskOut]
    hours: list[HoursOut]


class WeekConfirmationBody(Body):
    person_id: Key
    on: Day = Field(description="Any day of the week")


class ConfirmedWeekOut(Out):
    id: int = Field(alias="pk")
    delivery: str = Field(alias="delivery.number")
    person: PersonOut
    monday: date
    confirmed_by: PersonOut
    confirmed_at: datetime


class RemainingBody(Body):
    hours: Spent


class RemainingOut(Out):
    task_id: int
    minutes: int


@router.get("/delivery-hours", response=Page[HoursOut], summary=_("List hours"))
def list_hours(
    request: ApiRequest,
    *,
    delivery: Annotated[str, Field(max_length=20)] = "",
    person_id: Key | None = None,
    since: Day | None = None,
    until: Day | None = None,
    after: str = "",
    limit: Limit = 50,
) -> KeyPage[HourEntry]:
    """List your own hours, and those on deliveries that you lead."""
    with referring("delivery"):
        found = get_delivery(delivery, for_user=request.user) if delivery else None
    with referring("person_id"):
        person = get_person(person_id) if person_id else None
    rows = queries.list_entries(
        for_user=request.user, delivery=found, person=person, since=since, until=until
    )
    return key_page(rows, order=("-day", "-pk"), after=after, size=limit)


@router.get("/delivery-week", response=HoursWeekOut, summary=_("Read your week"))
def read_week(request: ApiRequest, on: Day | None = None) -> dict[str, object]:
    """Give what you may have worked on in the week of a day, today's without one."""
    check_may(request.user, Act.SEE_DELIVERIES)
    day = on or timezone.localdate()
    first = day - timedelta(days=day.weekday())
    last = first + timedelta(days=6)
    rows = queries.list_entries(for_user=request.user, person=request.user, since=first, until=last)
    tasks = queries.list_week_tasks(request.user, first)
    return {"monday": first, "tasks": tasks, "hours": list(rows)}


@router.post("/delivery-hours", response={201: HoursOut}, summary=_("Write hours"))
def write_hours(request: ApiRequest, body: HoursBody) -> HourEntry | None:
    """Write how long you worked on a task on a day, in place of what stands there."""
    task = _task(request, body.task_id)
    return operations.write_hours(
        task=task,
        day=body.day,
        minutes=read_minutes(body.hours),
        note=body.note,
        **who(request),
    )


def _task(request: ApiRequest, pk: int) -> DeliveryTask:
    with referring("task_id"):
        return queries.get_week_task(pk, for_user=request.user)


@router.post(
    "/delivery-hours/{pk}/correction",
    response={201: HoursOut},
    summary=_("Correct confirmed hours"),
)
def correct_hours(request: ApiRequest, pk: int, body: HoursCorrectionBody) -> HourEntry:
    """Take confirmed hours back by a row of their own, and put the right ones beside them."""
    return operations.correct_hours(
        entry=queries.get_entry(pk, for_user=request.user),
        minutes=read_minutes(body.hours),
        reason=body.reason,
        **who(request),
    )


@router.post(
    "/deliveries/{number}/confirmed-weeks",
    response={201: ConfirmedWeekOut},
    summary=_("Confirm a week"),
)
def confirm_week(request: ApiRequest, number: str, body: WeekConfirmationBody) -> ConfirmedWeek:
    delivery = get_delivery(number, for_user=request.user)
    with referring("person_id"):
        person = get_person(body.person_id)
    return operations.confirm_week(delivery=delivery, person=person, on=body.on, **who(request))


@router.get(
    "/deliveries/{number}/confirmed-weeks",
    response=list[ConfirmedWeekOut],
    summary=_("List confirmed weeks"),
)
def list_weeks(request: ApiRequest, number: str) -> list[ConfirmedWeek]:
    delivery = get_delivery(number, for_user=request.user)
    return list(queries.list_confirmed(for_user=request.user, delivery=delivery)[:200])


@router.post(
    "/delivery-tasks/{pk}/remaining",
    response=RemainingOut,
    summary=_("Say how long a task still takes"),
)
def say_remaining(request: ApiRequest, pk: int, body: RemainingBody) -> TaskRemaining:
    return operations.say_remaining(
        task=queries.get_week_task(pk, for_user=request.user),
        minutes=read_minutes(body.hours),
        **who(request),
    )
