"""Name, lead, days and members of a delivery while it goes on."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from twintrack.foundation.access.refusals import ReasonMissing, StaleEdit
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import Record, record, record_many, together
from twintrack.foundation.people.models import User
from twintrack.hub.projects import operations as projects
from twintrack.sales.deliveries.events import (
    DeliveryForecastMoved,
    DeliveryMemberSet,
    DeliveryReplanned,
)
from twintrack.sales.deliveries.lifecycle import OPEN_TASKS
from twintrack.sales.deliveries.models import Delivery, DeliveryMember, DeliveryTask
from twintrack.sales.deliveries.operations.beginning import check_fit
from twintrack.sales.deliveries.operations.holding import (
    concerned,
    hold,
    hold_open,
    keep_forecast,
    told_of,
)
from twintrack.sales.deliveries.queries.plan import forecast_of


@transaction.atomic
def rename(
    *,
    delivery: Delivery,
    before: str | None = None,
    name: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Delivery:
    """
    Call a delivery otherwise; `before` is the name that the person saw.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StaleEdit: if somebody renamed it in between.
    """
    check_may(by, Act.MANAGE_DELIVERIES)
    delivery = hold(delivery)
    if before is not None and before != delivery.name:
        raise StaleEdit(field="name", current=delivery.name, attempted=name)
    project = delivery.project
    delivery.project = projects.change_project(
        project=project,
        wording=projects.ProjectWording(
            name=name.strip() or project.name,
            owner=project.owner,
            start_on=project.start_on,
            due_on=project.due_on,
        ),
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return delivery


@transaction.atomic
def give_lead(
    *, delivery: Delivery, to: User, by: User, at: datetime, caused_by: Entry | None = None
) -> Delivery:
    """
    Let somebody else lead a delivery.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises PersonUnfit: if they do not work on deliveries, or may not see it.
    """
    check_may(by, Act.MANAGE_DELIVERIES)
    delivery = hold(delivery)
    check_fit(to, delivery.project.product)
    delivery.project = projects.hand_over(
        project=delivery.project, to=to, by=by, at=at, caused_by=caused_by
    )
    return delivery


@transaction.atomic
def replan(
    *,
    delivery: Delivery,
    due_on: date,
    reason: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Delivery:
    """
    Plan a delivery to be finished on another day; what was planned first is kept beside it.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReasonMissing: if no reason is given.
    :raises NotOpen: if it is completed or cancelled.
    :raises DatesCrossed: if it would be finished before it starts.
    """
    check_may(by, Act.MANAGE_DELIVERIES)
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise ReasonMissing
    delivery = hold_open(delivery)
    came_from, project = delivery.due_on, delivery.project
    if came_from == due_on:
        return delivery
    wording = projects.ProjectWording(
        name=project.name, owner=project.owner, start_on=project.start_on, due_on=due_on
    )
    with together():
        delivery.project = projects.change_project(
            project=project, wording=wording, by=by, at=at, caused_by=caused_by
        )
        keep_forecast(delivery, at)
        event = DeliveryReplanned(
            **told_of(delivery), came_from=came_from, to=due_on, reason=reason
        )
        record(event, about=delivery, by=by, at=at, caused_by=caused_by, also=concerned(delivery))
    return delivery


@transaction.atomic
def set_member(
    *,
    delivery: Delivery,
    role: str,
    person: User,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> DeliveryMember:
    """
    Let somebody do the work of a role: they get its open tasks that nobody else has.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotOpen: if the delivery is completed or cancelled.
    :raises PersonUnfit: if they do not work on deliveries, or may not see it.
    """
    check_may(by, Act.MANAGE_DELIVERIES)
    delivery = hold_open(delivery)
    check_fit(person, delivery.project.product)
    known = delivery.members.filter(role=role).first()
    if known is not None and known.person_id == person.pk:
        return known
    member, came_from, tasks = put_member(delivery, role, person)
    event = DeliveryMemberSet(
        **told_of(delivery),
        role=role,
        came_from_id=came_from,
        to_id=person.pk,
        to_name=person.name,
        task_ids=tasks,
    )
    record(event, about=delivery, by=by, at=at, caused_by=caused_by, also=[person])
    return member


def put_member(
    delivery: Delivery, role: str, person: User
) -> tuple[DeliveryMember, int | None, list[int]]:
    """Let a person do a role, with its tasks that are open and nobody else's; tells who did."""
    member = delivery.members.filter(role=role).first() or DeliveryMember(
        delivery=delivery, role=role
    )
    came_from = member.person_id
    member.person = person
    member.save()
    tasks = DeliveryTask.objects.filter(delivery=delivery, role=role, state__in=OPEN_TASKS)
    given = [
        pk
        for pk, assignee in tasks.order_by("pk").values_list("pk", "assignee_id")
        if assignee in {None, came_from}
    ]
    DeliveryTask.objects.filter(pk__in=given).update(assignee=person)
    return member, came_from, given


@transaction.atomic
def note_forecasts(*, deliveries: list[Delivery], by: User, at: datetime) -> int:
    """Write down which deliveries are expected on another day because time went by; how many."""
    today = timezone.localdate(at)
    records: list[Record] = []
    rows = Delivery.objects.select_for_update(no_key=True, of=("self",))
    held = rows.filter(pk__in=[each.pk for each in deliveries]).order_by("pk")
    for delivery in held.select_related("project").prefetch_related("tasks", "waits"):
        came_from, to = delivery.forecast_on, forecast_of(delivery, today=today).finish_on
        if came_from == to:
            continue
        delivery.forecast_on = to
        delivery.save(update_fields=["forecast_on"])
        event = DeliveryForecastMoved(**told_of(delivery), came_from=came_from, to=to)
        records.append(Record(event=event, about=delivery))
    record_many(records, by=by, at=at)
    return len(records)
