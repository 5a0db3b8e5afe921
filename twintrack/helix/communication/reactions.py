"""What reached, reopened and moved milestones mean for the talk with customers."""

from twintrack.foundation.access.events import UserDeactivated
from twintrack.foundation.access.handover import pass_on
from twintrack.foundation.access.queries import list_people
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.notifications.operations import notify
from twintrack.foundation.people.models import User
from twintrack.helix.communication import operations, queries
from twintrack.helix.communication.events import (
    PlanMoved,
    PlanPaused,
    PlanResumed,
    PlanStarted,
    PlanStepReassigned,
)
from twintrack.helix.communication.lifecycle import PlanState, StepState
from twintrack.helix.communication.models import CommunicationPlan, PlanStep
from twintrack.hub.projects.events import (
    MilestoneForecastMoved,
    MilestoneReached,
    MilestoneReopened,
)
from twintrack.hub.projects.models import Milestone
from twintrack.rnd.backlog.events import RequirementPlanned

# A plan that moves by less is moved without a word.
WORTH_TELLING = 2

plans = Subscriber("helix.communication")
owners = Subscriber("helix.communication_notices")


@plans.on(MilestoneReached)
def start(event: MilestoneReached, entry: Entry) -> None:
    """Start a plan for each customer who waits for what was built, once per customer."""
    _start_all(Milestone.objects.get(pk=event.milestone_id), entry)


def _start_all(milestone: Milestone, entry: Entry) -> None:
    for customer in queries.list_concerned(milestone):
        operations.start(
            milestone=milestone,
            customer=customer,
            by=entry.actor,
            at=entry.happened_at,
            caused_by=entry,
        )


@plans.on(RequirementPlanned)
def start_late(event: RequirementPlanned, entry: Entry) -> None:
    """Start the plans for what was planned only after the milestone was reached."""
    milestone = Milestone.objects.filter(
        pk=event.milestone_id or 0, reached_on__isnull=False
    ).first()
    if milestone is not None:
        _start_all(milestone, entry)


@plans.on(MilestoneReopened)
def pause(event: MilestoneReopened, entry: Entry) -> None:
    """Pause the plans of a milestone that is not reached after all."""
    for plan in CommunicationPlan.objects.filter(milestone=event.milestone_id):
        operations.pause(plan=plan, by=entry.actor, at=entry.happened_at, caused_by=entry)


@plans.on(MilestoneForecastMoved)
def move(event: MilestoneForecastMoved, entry: Entry) -> None:
    """Move what is due with the milestone."""
    moving = CommunicationPlan.objects.filter(milestone=event.milestone_id)
    for plan in moving.exclude(state=PlanState.COMPLETED):
        operations.move(
            plan=plan,
            to=event.to,
            by=entry.actor,
            at=entry.happened_at,
            caused_by=entry,
        )


@owners.on(PlanStarted)
def tell_started(event: PlanStarted, entry: Entry) -> None:
    """Tell the owners of the steps that the talk begins."""
    _tell(event.plan_id, entry, "communication/started")


@owners.on(PlanPaused)
def tell_paused(event: PlanPaused, entry: Entry) -> None:
    """Tell the owners of the steps to hold back."""
    _tell(event.plan_id, entry, "communication/paused")


@owners.on(PlanResumed)
def tell_resumed(event: PlanResumed, entry: Entry) -> None:
    """Tell the owners of the steps to go on."""
    _tell(event.plan_id, entry, "communication/resumed")


@owners.on(PlanMoved)
def tell_moved(event: PlanMoved, entry: Entry) -> None:
    """Tell the owners of the steps that they are due on other days, where it matters."""
    if abs(event.working_days) >= WORTH_TELLING:
        _tell(event.plan_id, entry, "communication/moved")


@owners.on(PlanStepReassigned)
def tell_reassigned(event: PlanStepReassigned, entry: Entry) -> None:
    """Tell who takes a step now."""
    plan = CommunicationPlan.objects.get(pk=event.plan_id)
    for person in list_people().filter(pk=event.to_id).exclude(pk=entry.actor_id):
        notify(
            recipient=person,
            entry=entry,
            told_by="communication/reassigned",
            about=plan,
            at=entry.happened_at,
        )


def _tell(plan_id: int, entry: Entry, told_by: str) -> None:
    plan = CommunicationPlan.objects.select_related("customer__owner").get(pk=plan_id)
    steps = plan.steps.filter(state=StepState.TODO).select_related("owner")
    owner = plan.customer.owner
    for person in {owner, *(step.owner for step in steps)} - {entry.actor}:
        notify(
            recipient=person,
            entry=entry,
            told_by=told_by,
            about=plan,
            at=entry.happened_at,
            because="communication/owner" if person == owner else "communication/step",
        )


leavers = Subscriber("communication.leavers")


@leavers.on(UserDeactivated)
def hand_over_work(event: UserDeactivated, entry: Entry) -> None:
    """Hand a leaver's open steps over."""

    def give(row: PlanStep, to: User) -> None:
        operations.reassign_step(
            step=row,
            to=to,
            by=entry.actor,
            at=entry.happened_at,
            caused_by=entry,
        )

    leaver = User.objects.get(pk=event.user_id)
    pass_on(queries.list_owned_steps(leaver), event=event, entry=entry, give=give)
