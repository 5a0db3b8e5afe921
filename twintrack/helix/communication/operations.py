"""Start, pause and work off the talk with customers."""

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
from twintrack.helix.communication.events import (
    PlanMoved,
    PlanPaused,
    PlanResumed,
    PlanStarted,
    PlanStepClosed,
    PlanStepReopened,
    TemplateStepChanged,
)
from twintrack.helix.communication.lifecycle import PlanState, StepState
from twintrack.helix.communication.models import CommunicationPlan, PlanStep, TemplateStep
from twintrack.helix.communication.queries import find_template, list_asked_for
from twintrack.hub.projects.models import Milestone
from twintrack.hub.scheduling.working_days import add_working_days, working_days_between
from twintrack.sales.customers.models import Customer

TEXTS = ("title_zh", "title_en", "body_zh", "body_en")


class PlanPausedNow(Refusal):
    """The plan waits for its milestone."""

    message = _("This plan is paused: its milestone was reopened.")


class StepClosedAlready(Refusal):
    """Somebody closed the step."""

    message = _("This step is closed already.")


class StepOpen(Refusal):
    """The step is not closed."""

    message = _("This step is still open.")


class ReasonMissing(Refusal):
    """A step is skipped without a reason."""

    message = _("Say why this step is skipped.")
    status = 422


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
    plans = CommunicationPlan.objects.select_for_update()
    known: CommunicationPlan | None = plans.filter(milestone=milestone, customer=customer).first()
    if known is not None:
        if known.state == PlanState.PAUSED:
            known.state = PlanState.RUNNING
            known.save(update_fields=["state"])
            _note(PlanResumed(**_names(known)), known, by=by, at=at, caused_by=caused_by)
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
    values = _values(milestone, customer)
    PlanStep.objects.bulk_create(
        _step(plan, step, values) for step in template.steps.order_by("position")
    )
    event = PlanStarted(milestone_id=milestone.pk, customer_id=customer.pk, **_names(plan))
    _note(event, plan, by=by, at=at, caused_by=caused_by)
    return plan


def _step(plan: CommunicationPlan, step: TemplateStep, values: dict[str, str]) -> PlanStep:
    return PlanStep(
        plan=plan,
        position=step.position,
        kind=step.kind,
        owner=_owner(step.role, plan.customer),
        due_on=add_working_days(plan.milestone.expected_on, step.offset_days),
        **{field: fill(getattr(step, field), values) for field in TEXTS},
    )


def _owner(role: str, customer: Customer) -> User:
    """Choose who takes a step: the customer's owner, unless another role is asked for."""
    owner = customer.owner
    if owner.is_active and (role == Role.SALESPERSON or role in owner.roles):
        return owner
    others = User.objects.filter(is_active=True, role_grants__role=role).order_by("pk")
    return others.first() or owner


def _values(milestone: Milestone, customer: Customer) -> dict[str, str]:
    requirements = list(list_asked_for(milestone, customer))
    return {
        "customer": customer.name,
        "milestone": milestone.name,
        "product": milestone.project.product.name,
        "requirement": ", ".join(each.number for each in requirements),
        "what_was_built": "; ".join(each.title for each in requirements),
    }


def _names(plan: CommunicationPlan) -> dict[str, Any]:
    return {
        "plan_id": plan.pk,
        "number": plan.number,
        "customer_name": plan.customer.name,
        "milestone_name": plan.milestone.name,
    }


def _note(
    event: Event, plan: CommunicationPlan, *, by: User, at: datetime, caused_by: Entry | None
) -> None:
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
    plan = _locked(plan)
    if plan.state != PlanState.RUNNING:
        return plan
    plan.state = PlanState.PAUSED
    plan.save(update_fields=["state"])
    _note(PlanPaused(**_names(plan)), plan, by=by, at=at, caused_by=caused_by)
    return plan


def _locked(plan: CommunicationPlan) -> CommunicationPlan:
    found: CommunicationPlan = CommunicationPlan.objects.select_for_update().get(pk=plan.pk)
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
    plan = _locked(plan)
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
    _note(event, plan, by=by, at=at, caused_by=caused_by)
    return plan


@transaction.atomic
def close_step(
    *,
    step: PlanStep,
    state: StepState,
    reason: str = "",
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> PlanStep:
    """
    Note that a step is done, or skipped for a reason; the last one completes the plan.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises PlanPausedNow: if the plan waits for its milestone.
    :raises StepClosedAlready: if it is closed.
    :raises ReasonMissing: if it is skipped without a reason.
    """
    check_may(by, Act.WORK_PLAN_STEP)
    if state == StepState.SKIPPED and not reason.strip():
        raise ReasonMissing
    plan = _locked(step.plan)
    step = plan.steps.get(pk=step.pk)
    if plan.state == PlanState.PAUSED:
        raise PlanPausedNow
    if step.state != StepState.TODO:
        raise StepClosedAlready
    step.state, step.reason, step.closed_by, step.closed_at = state, reason.strip(), by, at
    step.save(update_fields=["state", "reason", "closed_by", "closed_at"])
    if not plan.steps.filter(state=StepState.TODO).exists():
        plan.state = PlanState.COMPLETED
        plan.save(update_fields=["state"])
    event = PlanStepClosed(
        plan_id=plan.pk,
        number=plan.number,
        position=step.position,
        step_kind=step.kind,
        state=step.state,
        reason=step.reason,
    )
    _note(event, plan, by=by, at=at, caused_by=caused_by)
    return step


@transaction.atomic
def reopen_step(
    *, step: PlanStep, by: User, at: datetime, caused_by: Entry | None = None
) -> PlanStep:
    """
    Take back that a step is closed; a completed plan goes on, or waits for its milestone.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises PlanPausedNow: if the plan waits for its milestone.
    :raises StepOpen: if it is not closed.
    """
    check_may(by, Act.WORK_PLAN_STEP)
    plan = _locked(step.plan)
    step = plan.steps.get(pk=step.pk)
    if plan.state == PlanState.PAUSED:
        raise PlanPausedNow
    if step.state == StepState.TODO:
        raise StepOpen
    step.state, step.reason, step.closed_by, step.closed_at = StepState.TODO, "", None, None
    step.save(update_fields=["state", "reason", "closed_by", "closed_at"])
    if plan.state == PlanState.COMPLETED:
        plan.state = PlanState.RUNNING if plan.milestone.is_reached else PlanState.PAUSED
        plan.save(update_fields=["state"])
    event = PlanStepReopened(
        plan_id=plan.pk, number=plan.number, position=step.position, step_kind=step.kind
    )
    _note(event, plan, by=by, at=at, caused_by=caused_by)
    return step


@transaction.atomic
def change_template_step(
    *,
    step: TemplateStep,
    values: dict[str, str | int],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> TemplateStep:
    """
    Write a template's step anew; plans that run keep what they have.

    `values` may hold the texts, `kind`, `role` and `offset_days`.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.MANAGE_PLAN_TEMPLATES)
    step = TemplateStep.objects.select_for_update().get(pk=step.pk)
    for field, value in values.items():
        setattr(step, field, value)
    step.save(update_fields=list(values))
    record(
        TemplateStepChanged(template_id=step.template_id, position=step.position),
        about=step.template,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return step
