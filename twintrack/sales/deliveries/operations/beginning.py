"""Begin deliveries from contracts, by a template; replan, hold, complete or cancel them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record, together
from twintrack.foundation.objects.numbering import hold_numbers
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.hub.products.queries import visible_product_ids
from twintrack.hub.projects import operations as projects
from twintrack.hub.projects.lifecycle import ProjectKind, ProjectState
from twintrack.sales.contracts.models import Contract
from twintrack.sales.customers.models import Customer
from twintrack.sales.deliveries.events import DeliveryBegun
from twintrack.sales.deliveries.lifecycle import DeliveryRole
from twintrack.sales.deliveries.models import (
    Deliverable,
    DeliverableCriterion,
    Delivery,
    DeliveryMember,
    DeliveryPhase,
    DeliveryTask,
    DeliveryTemplate,
)
from twintrack.sales.deliveries.operations.holding import (
    PersonUnfit,
    concerned,
    hold,
    keep_forecast,
    told_of,
)
from twintrack.sales.deliveries.plans import Plan, lay_out


class BegunAlready(Refusal):
    """A contract has a delivery of this name already."""

    def __init__(self, delivery: Delivery) -> None:
        said = _("{delivery} delivers this contract under the same name already.")
        super().__init__(format_lazy(said, delivery=delivery.number))


class ContractUnsigned(Refusal):
    """The contract binds nobody yet, or no more, and nobody said why it begins all the same."""

    message = _(
        "This contract is not signed, or has ended. Say why the delivery begins all the same."
    )
    status = 422


class CustomerElsewhere(Refusal):
    """The contract is another customer's."""

    message = _("This contract is another customer's.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class BeginDetails:
    """What a delivery begins with; without `due_on` it is finished when its plan is."""

    name: str
    customer: Customer
    product: Product
    start_on: date
    contract: Contract | None = None
    reason: str = ""
    template: DeliveryTemplate | None = None
    due_on: date | None = None
    lead: User | None = None
    members: Mapping[str, User] = field(default_factory=dict)


@transaction.atomic
def begin(
    *, details: BeginDetails, by: User, at: datetime, caused_by: Entry | None = None
) -> Delivery:
    """
    Begin a delivery: a project of its own, with the plan of a template.

    Several deliveries of a contract differ by their names. Tasks are written in the language of
    whoever begins it, and belong to whoever does their role.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ContractUnsigned: if the contract is not signed, or there is none, and no reason given.
    :raises CustomerElsewhere: if the contract is another customer's.
    :raises BegunAlready: if the contract is delivered under this name already.
    :raises PersonUnfit: if somebody who is to work on it does not, or may not see it.
    :raises DatesCrossed: if it would be finished before it starts.
    """
    check_may(by, Act.MANAGE_DELIVERIES)
    hold_numbers("P")
    reason = _checked_reason(details)
    for person in {details.lead or by, *details.members.values()}:
        check_fit(person, details.product)
    plan = details.template.plan if details.template else Plan()
    days = lay_out(plan.tasks, details.start_on)
    planned_end = max((finish for _start, finish in days), default=details.start_on)
    due_on = details.due_on or max(planned_end, details.start_on)
    with together():
        project = projects.open_project(
            details=projects.ProjectDetails(
                name=details.name.strip(),
                product=details.product,
                kind=ProjectKind.DELIVERY,
                start_on=details.start_on,
                due_on=due_on,
                owner=details.lead,
            ),
            by=by,
            at=at,
            caused_by=caused_by,
        )
        roles = list(details.members)
        turn = DeliveryRole.PRESALES if DeliveryRole.PRESALES in roles else DeliveryRole.IMPLEMENTER
        delivery: Delivery = Delivery.objects.create(
            project=project,
            customer=details.customer,
            contract=details.contract,
            reason=reason,
            template=details.template,
            turn=turn,
            first_due_on=due_on,
            begun_at=at,
        )
        DeliveryMember.objects.bulk_create(
            DeliveryMember(delivery=delivery, role=role, person=person)
            for role, person in details.members.items()
        )
        _put(delivery, plan, days, details.members, by.language)
        keep_forecast(delivery, at)
        event = DeliveryBegun(
            **told_of(delivery),
            name=delivery.name,
            contract_id=delivery.contract_id,
            reason=reason,
            template_id=delivery.template_id,
            lead_id=project.owner_id,
            start_on=details.start_on,
            due_on=due_on,
        )
        record(event, about=delivery, by=by, at=at, caused_by=caused_by, also=concerned(delivery))
    return delivery


def _checked_reason(details: BeginDetails) -> str:
    reason, contract = " ".join(details.reason.split())[:300], details.contract
    if contract is None:
        if not reason:
            raise ContractUnsigned
        return reason
    # Who presses twice waits here, and finds the first one.
    held = Contract.objects.select_for_update(no_key=True).get(pk=contract.pk)
    if held.customer_id != details.customer.pk:
        raise CustomerElsewhere
    same = Delivery.objects.filter(contract=held, project__name=details.name.strip())
    same = same.exclude(project__state=ProjectState.CANCELLED).select_related("project")
    begun = same.first()
    if begun is not None:
        raise BegunAlready(begun)
    if held.is_binding:
        return ""
    if not reason:
        raise ContractUnsigned
    return reason


def check_fit(person: User, product: Product) -> None:
    """
    Refuse who cannot work on a delivery of a product.

    :raises PersonUnfit: if their roles do not allow it, or they may not see the product.
    """
    if not may(person, Act.WORK_ON_DELIVERIES) or product.pk not in visible_product_ids(person):
        raise PersonUnfit


def _put(
    delivery: Delivery,
    plan: Plan,
    days: list[tuple[date, date]],
    members: Mapping[str, User],
    language: str,
) -> None:
    """Write the plan of a template into a delivery; what becomes of the template is no matter."""
    phases = [
        DeliveryPhase.objects.create(
            delivery=delivery, position=place, name=words.read(language)[:80]
        )
        for place, words in enumerate(plan.phases, start=1)
    ]
    tasks: list[DeliveryTask] = []
    for place, planned in enumerate(plan.tasks):
        start_on, finish_on = days[place]
        task = DeliveryTask.objects.create(
            delivery=delivery,
            phase=phases[planned.phase],
            position=place + 1,
            name=planned.name.read(language)[:120],
            role=planned.role,
            assignee=members.get(planned.role),
            start_on=start_on,
            finish_on=finish_on,
            hours=planned.hours,
            is_milestone=planned.is_milestone,
        )
        task.after.set(tasks[before] for before in planned.after)
        tasks.append(task)
    for place, promised in enumerate(plan.deliverables, start=1):
        deliverable = Deliverable.objects.create(
            delivery=delivery,
            phase=phases[promised.phase],
            position=place,
            name=promised.name.read(language)[:120],
        )
        DeliverableCriterion.objects.bulk_create(
            DeliverableCriterion(
                deliverable=deliverable, position=position, text=words.read(language)[:300]
            )
            for position, words in enumerate(promised.criteria, start=1)
        )


@transaction.atomic
def move(
    *,
    delivery: Delivery,
    to: ProjectState,
    reason: str = "",
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Delivery:
    """
    Put a delivery on hold, complete it, cancel it or take it up again.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises Refusal: if it is to be completed without acceptance and without a reason.
    :raises ReasonMissing: if it stops without a reason.
    :raises StateNotReachable: if that state does not follow the present one.
    """
    check_may(by, Act.MANAGE_DELIVERIES)
    delivery = hold(delivery)
    delivery.project = projects.move_project(
        project=delivery.project,
        to=to,
        reason=reason,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return delivery
