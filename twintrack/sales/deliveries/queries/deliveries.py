"""Which deliveries there are, as far as a person may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.seeing import tell_seen
from twintrack.foundation.memory.once import once
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.hub.projects.lifecycle import ProjectState
from twintrack.sales.contracts.models import Contract
from twintrack.sales.customers.models import Customer
from twintrack.sales.deliveries.lifecycle import OPEN_TASKS, HandoverState, TaskState
from twintrack.sales.deliveries.models import (
    Delivery,
    DeliveryMember,
    DeliveryTask,
    RoleHandover,
    Wait,
)

OPEN = (ProjectState.ACTIVE, ProjectState.ON_HOLD)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """By what a list is narrowed; `state` is one of projects, `open`, `waiting` or `late`."""

    state: str = ""
    owner: User | None = None
    # Who leads it, does a role in it, or has a task of it.
    works: User | None = None
    customer: Customer | None = None
    contract: Contract | None = None
    text: str = ""


EVERY = Wanted()


def list_deliveries(
    *, for_user: User, wanted: Wanted = EVERY, today: date | None = None
) -> QuerySet[Delivery]:
    """List deliveries, the newest first, with how much of them is done; `today` for late ones."""
    rows: QuerySet[Delivery] = Delivery.objects.visible_to(for_user)
    rows = rows.filter(_in_state(wanted.state, today) & _narrowed(wanted))
    counted = ~Q(tasks__state=TaskState.CANCELLED)
    return (
        rows.select_related("project__owner", "project__product", "customer", "contract")
        .annotate(
            tasks_count=Count("tasks", filter=counted),
            done_count=Count("tasks", filter=Q(tasks__state=TaskState.DONE)),
            is_waiting=Exists(Wait.objects.filter(delivery=OuterRef("pk"), until=None)),
            due_key=Coalesce("project__due_on", Value(date.max)),
        )
        .order_by("-pk")
    )


def _in_state(state: str, today: date | None) -> Q:
    if state == "open":
        return Q(project__state__in=OPEN)
    if state == "waiting":
        waits = Wait.objects.filter(delivery=OuterRef("pk"), until=None)
        return Q(Exists(waits)) & Q(project__state__in=OPEN)
    if state == "late":
        late = Q(forecast_on__gt=F("project__due_on"))
        if today is not None:
            late |= Q(project__due_on__lt=today)
        return late & Q(project__state__in=OPEN, accepted_on=None)
    return Q(project__state=state) if state else Q()


def _narrowed(wanted: Wanted) -> Q:
    named = {
        "customer": wanted.customer,
        "contract": wanted.contract,
        "project__owner": wanted.owner,
    }
    which = Q(**{name: value for name, value in named.items() if value})
    if wanted.works:
        which &= _works_on(wanted.works)
    if wanted.text:
        which &= (
            Q(project__name__icontains=wanted.text)
            | Q(project__number__iexact=wanted.text)
            | Q(customer__name__icontains=wanted.text)
        )
    return which


def _works_on(person: User) -> Q:
    members = DeliveryMember.objects.filter(person=person).values("delivery")
    tasks = DeliveryTask.objects.filter(assignee=person).values("delivery")
    return Q(project__owner=person) | Q(pk__in=members) | Q(pk__in=tasks)


def get_delivery(number: str, *, for_user: User) -> Delivery:
    """
    Find a delivery by the number of its project.

    :raises NotThere: if there is none, or the person may not see it.
    """
    rows = list_deliveries(for_user=for_user).filter(project__number=number)
    # The panels of a page ask for the same one as the page.
    found: Delivery | None = once(("delivery", number, for_user.pk), rows.first)
    if found is None:
        raise NotThere
    tell_seen(found, for_user=for_user)
    return found


def list_members(delivery: Delivery) -> list[DeliveryMember]:
    """List who does which role in a delivery."""
    return list(delivery.members.select_related("person"))


def list_owned_tasks(user: User) -> QuerySet[DeliveryTask]:
    """List the open tasks of a person, whoever asks."""
    rows = DeliveryTask.objects.filter(
        assignee=user, state__in=OPEN_TASKS, delivery__project__state__in=OPEN
    )
    return rows.select_related("delivery__project").order_by("finish_on", "pk")


def list_memberships(user: User) -> QuerySet[DeliveryMember]:
    """List the roles a person does in deliveries that go on, whoever asks."""
    rows = DeliveryMember.objects.filter(person=user, delivery__project__state__in=OPEN)
    return rows.select_related("delivery__project").order_by("pk")


def list_to_take(user: User) -> QuerySet[RoleHandover]:
    """List what a person is to take over of deliveries that go on, whoever asks."""
    rows = RoleHandover.objects.filter(
        taker=user, state=HandoverState.OFFERED, delivery__project__state__in=OPEN
    )
    return rows.select_related("delivery__project", "giver").order_by("pk")


def list_going_on() -> list[Delivery]:
    """List the deliveries that are neither over nor accepted; no person asks."""
    rows = Delivery.objects.filter(project__state__in=OPEN, accepted_on=None)
    return list(rows.only("pk").order_by("pk"))


def product_to_deliver(contract: Contract) -> Product | None:
    """Say what a contract is about: its product, else the first that its quote offers."""
    named = contract.products.order_by("name").first()
    if named is not None or contract.quote_version is None:
        return named
    offered = contract.quote_version.lines.exclude(item__product=None).order_by("position")
    line = offered.select_related("item__product").first()
    return line.item.product if line is not None and line.item is not None else None
