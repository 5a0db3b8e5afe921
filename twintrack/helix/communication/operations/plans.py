"""Start, pause and move the talk with customers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.roles import Role
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.events import Event
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.objects.numbering import next_number
from twintrack.foundation.people.models import User
from twintrack.helix.communication.drafts import fill
from twintrack.helix.communication.events import PlanMoved, PlanPaused, PlanResumed, PlanStarted
from twintrack.helix.communication.lifecycle import PlanState, StepState
from twintrack.helix.communication.models import CommunicationPlan, PlanStep, TemplateStep
from twintrack.helix.communication.queries import find_template, values_for
from twintrack.hub.projects.models import Milestone
from twintrack.hub.scheduling.working_days import add_working_days, working_days_between
from twintrack.sales.customers.models import Customer


class MilestoneAhead(Refusal):
    """The milestone is not reached."""

    message = _("This milestone is not reached yet: the plan starts automatically when it is.")


class TemplateMissing(Refusal):
    """No template fits."""

    message = _("There is no template for this kind of milestone: write one first.")


TEXTS = ("title_zh", "title_en", "body_zh", "body_en")


@transaction.atomic
def start(
    *,
    milestone: Milestone,
    customer: Customer,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> CommunicationPlan | None:
    """
    Start the talk with a customer about a reached milestone; a paused plan goes on instead.

    Gives nothing where no template fits the kind of milestone.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.USE)
    plans = CommunicationPlan.objects.select_for_update(no_key=True)
    known: CommunicationPlan | None = plans.filter(milestone=milestone, customer=customer).first()
    if known is not None:
        if known.state == PlanState.PAUSED:
            known.state = PlanState.RUNNING
            known.save(update_fields=["state"])
            note(PlanResumed(**names_of(known)), known, by=by, at=at, caused_by=caused_by)
            move(plan=known, to=milestone.expected_on, by=by, at=at, caused_by=caused_by)
        return known
    template = find_template(milestone.kind, customer.segment)
    if template is None:
        return None
    plan = CommunicationPlan.objects.create(
        number=next_number("CP"),
        milestone=milestone,
        customer=customer,
        started_at=at,
        counted_from=milestone.expected_on,
    )
    values = values_for(milestone, customer)
    PlanStep.objects.bulk_create(
        _step(plan, step, values) for step in template.steps.order_by("position")
    )
    event = PlanStarted(milestone_id=milestone.pk, customer_id=customer.pk, **names_of(plan))
    note(event, plan, by=by, at=at, caused_by=caused_by)
    return plan


@transaction.atomic
def start_missing(
    *,
    milestone: Milestone,
    customer: Customer,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> CommunicationPlan:
    """
    Start by hand what a reached milestone did not start, for want of a template.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises MilestoneAhead: if the milestone is not reached.
    :raises TemplateMissing: if no template fits.
    """
    check_may(by, Act.WORK_PLAN_STEP)
    if not milestone.is_reached:
        raise MilestoneAhead
    plan = start(milestone=milestone, customer=customer, by=by, at=at, caused_by=caused_by)
    if plan is None:
        raise TemplateMissing
    return plan


def _step(plan: CommunicationPlan, step: TemplateStep, values: dict[str, list[str]]) -> PlanStep:
    return PlanStep(
        plan=plan,
        position=step.position,
        kind=step.kind,
        owner=owner_for(step.role, plan.customer),
        due_on=add_working_days(plan.milestone.expected_on, step.offset_days),
        **{field: fill(getattr(step, field), values) for field in TEXTS},
    )


def owner_for(role: str, customer: Customer) -> User:
    """Choose who takes a step: the customer's owner, unless another role is asked for."""
    owner = customer.owner
    if owner.is_active and (role == Role.SALESPERSON or role in owner.roles):
        return owner
    others = User.objects.filter(is_active=True, role_grants__role=role).order_by("pk")
    return others.first() or owner


def names_of(plan: CommunicationPlan) -> dict[str, Any]:
    """Give what every event of a plan says of it."""
    return {
        "plan_id": plan.pk,
        "number": plan.number,
        "customer_name": plan.customer.name,
        "milestone_name": plan.milestone.name,
    }


def note(
    event: Event, plan: CommunicationPlan, *, by: User, at: datetime, caused_by: Entry | None
) -> None:
    """Write down what happened to a plan, for its customer and its milestone too."""
    also = [plan.customer, plan.milestone]
    record(event, about=plan, by=by, at=at, caused_by=caused_by, also=also)


@transaction.atomic
def pause(
    *, plan: CommunicationPlan, by: User, at: datetime, caused_by: Entry | None = None
) -> CommunicationPlan:
    """
    Pause a running plan, because its milestone was reopened; others stay as they are.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.USE)
    plan = locked(plan)
    if plan.state != PlanState.RUNNING:
        return plan
    plan.state = PlanState.PAUSED
    plan.save(update_fields=["state"])
    note(PlanPaused(**names_of(plan)), plan, by=by, at=at, caused_by=caused_by)
    return plan


def locked(plan: CommunicationPlan) -> CommunicationPlan:
    """Read a plan again under a lock."""
    found: CommunicationPlan = CommunicationPlan.objects.select_for_update(no_key=True).get(
        pk=plan.pk
    )
    return found


@transaction.atomic
def move(
    *,
    plan: CommunicationPlan,
    to: date,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> CommunicationPlan:
    """
    Count the open steps of a plan from another day of its milestone.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.USE)
    plan = locked(plan)
    came_from = plan.counted_from
    plan.counted_from = to
    plan.save(update_fields=["counted_from"])
    days = working_days_between(came_from, to)
    steps = list(plan.steps.filter(state=StepState.TODO))
    if not days or not steps:
        return plan
    for step in steps:
        step.due_on = add_working_days(step.due_on, days)
    PlanStep.objects.bulk_update(steps, ["due_on"])
    event = PlanMoved(
        plan_id=plan.pk,
        number=plan.number,
        customer_name=plan.customer.name,
        working_days=days,
        came_from=came_from,
        to=to,
    )
    note(event, plan, by=by, at=at, caused_by=caused_by)
    return plan
