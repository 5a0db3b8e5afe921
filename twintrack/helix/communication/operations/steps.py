"""Work off the steps of a plan."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import ReasonMissing, Refusal
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.helix.communication.events import (
    PlanStepClosed,
    PlanStepReassigned,
    PlanStepReopened,
)
from twintrack.helix.communication.lifecycle import PlanState, StepState
from twintrack.helix.communication.models import CommunicationPlan, PlanStep
from twintrack.helix.communication.operations.plans import locked, note
from twintrack.helix.communication.reaching import CHANNELS
from twintrack.sales.customers.models import Ground
from twintrack.sales.customers.operations import check_ground


class PlanPausedNow(Refusal):
    """The plan waits for its milestone."""

    message = _("This plan is paused: its milestone was reopened.")


class StepClosedAlready(Refusal):
    """Somebody closed the step."""

    message = _("This step is closed already.")


class StepOpen(Refusal):
    """The step is not closed."""

    message = _("This step is still open.")


class CannotTakeStep(Refusal):
    """The person may not see the plan, or may not work on plans."""

    message = _("This person may not see the plan, or may not work on its steps.")
    status = 422


@transaction.atomic
def close_step(
    *,
    step: PlanStep,
    state: StepState,
    reason: str = "",
    ground: str = "",
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
    :raises ConsentWithdrawn: if somebody there wants not to be reached this way, and no ground is
        stated.
    """
    check_may(by, Act.WORK_PLAN_STEP)
    if state == StepState.SKIPPED and not reason.strip():
        raise ReasonMissing(_("Say why this step is skipped."))
    plan = locked(step.plan)
    step = plan.steps.get(pk=step.pk)
    if plan.state == PlanState.PAUSED:
        raise PlanPausedNow
    if step.state != StepState.TODO:
        raise StepClosedAlready
    if state == StepState.DONE:
        step.ground = check_ground(
            plan.customer, ground, of=Ground.values, channels=CHANNELS[step.kind]
        )
    step.state, step.reason, step.closed_by, step.closed_at = state, reason.strip(), by, at
    step.save(update_fields=["state", "reason", "ground", "closed_by", "closed_at"])
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
        ground=step.ground,
    )
    note(event, plan, by=by, at=at, caused_by=caused_by)
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
    plan = locked(step.plan)
    step = plan.steps.get(pk=step.pk)
    if plan.state == PlanState.PAUSED:
        raise PlanPausedNow
    if step.state == StepState.TODO:
        raise StepOpen
    step.state, step.reason, step.ground = StepState.TODO, "", ""
    step.closed_by, step.closed_at = None, None
    step.save(update_fields=["state", "reason", "ground", "closed_by", "closed_at"])
    if plan.state == PlanState.COMPLETED:
        plan.state = PlanState.RUNNING if plan.milestone.is_reached else PlanState.PAUSED
        plan.save(update_fields=["state"])
    event = PlanStepReopened(
        plan_id=plan.pk, number=plan.number, position=step.position, step_kind=step.kind
    )
    note(event, plan, by=by, at=at, caused_by=caused_by)
    return step


@transaction.atomic
def reassign_step(
    *,
    step: PlanStep,
    to: User,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> PlanStep:
    """
    Hand an open step to somebody else, who is told.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises CannotTakeStep: if the other one may not see the plan, or not work on its steps.
    :raises StepClosedAlready: if it is closed.
    """
    check_may(by, Act.WORK_PLAN_STEP)
    plan = locked(step.plan)
    step = plan.steps.select_related("owner").get(pk=step.pk)
    if step.state != StepState.TODO:
        raise StepClosedAlready
    sees = CommunicationPlan.objects.visible_to(to).filter(pk=plan.pk).exists()
    if not sees or not may(to, Act.WORK_PLAN_STEP):
        raise CannotTakeStep
    came_from = step.owner
    if came_from == to:
        return step
    step.owner = to
    step.save(update_fields=["owner"])
    event = PlanStepReassigned(
        plan_id=plan.pk,
        number=plan.number,
        position=step.position,
        came_from=came_from.name,
        to_id=to.pk,
        to=to.name,
    )
    note(event, plan, by=by, at=at, caused_by=caused_by)
    return step
