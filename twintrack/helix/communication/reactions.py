"""What reached, reopened and moved milestones mean for the talk with customers."""

from twintrack.foundation.access.events import UserDeactivated
from twintrack.foundation.access.handover import pass_on
from twintrack.foundation.access.queries import list_people
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.notifications.operations import add_to, notify, settle
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
from twintrack.helix.communication.releases import list_told
from twintrack.hub.projects.events import (
    MilestoneForecastMoved,
    MilestoneReached,
    MilestoneReopened,
)
from twintrack.hub.projects.models import Milestone
from twintrack.rnd.backlog.events import RequirementPlanned
from twintrack.rnd.releases.events import ReleaseWithdrawn
from twintrack.rnd.releases.queries import find_release

# A plan that moves by less is moved without a word.
WORTH_TELLING = 2

plans = Subscriber("helix.communication")
owners = Subscriber("helix.communication_notices")


@plans.on(MilestoneReached)
def start(event: MilestoneReached, entry: Entry) -> None:
    """Start a plan for each customer who waits for what was built, once per customer."""
    _start_all(Milestone.objects.get(pk=event.milestone_id), entry)


def _start_all(milestone: Milestone, entry: Entry) -> None:
    # It may have been reopened since.
    if not milestone.is_reached:
        return
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
    milestone = Milestone.objects.filter(pk=event.milestone_id or 0).first()
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
    """Tell the owners of the steps that the talk begins, and need not be held back any more."""
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
            details={"customer": plan.customer.name, "milestone": plan.milestone.name},
        )


# What does not hold any more once somebody is told the other.
ENDS = {
    "communication/started": ("communication/paused",),
    "communication/resumed": ("communication/paused",),
    "communication/paused": (
        "communication/started",
        "communication/resumed",
        "communication/moved",
    ),
    "communication/moved": ("communication/moved",),
}


def _tell(plan_id: int, entry: Entry, told_by: str) -> None:
    """Tell each person once of what happened to a milestone, naming all plans it means."""
    found = CommunicationPlan.objects.select_related("customer__owner", "milestone")
    plan = found.get(pk=plan_id)
    cause = entry.caused_by or entry
    steps = plan.steps.filter(state=StepState.TODO).select_related("owner")
    owner = plan.customer.owner
    for person in {owner, *(step.owner for step in steps)} - {entry.actor}:
        settle(
            recipient=person,
            about=plan.milestone,
            told_by=ENDS[told_by],
            before=cause,
            at=entry.happened_at,
        )
        told = notify(
            recipient=person,
            entry=cause,
            told_by=told_by,
            about=plan.milestone,
            at=entry.happened_at,
            because="communication/owner" if person == owner else "communication/step",
            details={"milestone": plan.milestone.number, "name": plan.milestone.name},
        )
        if told is not None:
            named = {"number": plan.number, "customer": plan.customer.name}
            add_to(told=told, under="plans", item=named)


@owners.on(ReleaseWithdrawn)
def tell_withdrawn(event: ReleaseWithdrawn, entry: Entry) -> None:
    """Tell whoever talks with customers about a release that it is withdrawn, once each."""
    release = find_release(event.release_id)
    for person, (customers, plans) in list_told(release).items():
        if person == entry.actor:
            continue
        notify(
            recipient=person,
            entry=entry,
            told_by="communication/withdrawn",
            about=release,
            at=entry.happened_at,
            because="communication/owner" if customers else "communication/step",
            details={
                "product": release.product.name,
                "customers": [each.name for each in customers],
                "plans": [
                    {"number": each.number, "customer": each.customer.name} for each in plans
                ],
            },
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
