"""What happens by itself between the tracks."""

from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.notifications.operations import notify
from twintrack.helix.handoffs import following, operations, queries
from twintrack.rnd.backlog.events import (
    DecisionTakenBack,
    RequirementAdvanced,
    RequirementDateMoved,
    RequirementMerged,
    RequirementReviewed,
    RequirementUnmerged,
)
from twintrack.rnd.backlog.lifecycle import State as RequirementState
from twintrack.rnd.backlog.models import Requirement
from twintrack.sales.feedback import operations as feedback_operations
from twintrack.sales.feedback.events import FeedbackRecorded
from twintrack.sales.feedback.lifecycle import State
from twintrack.sales.feedback.models import Feedback

# Praise and questions ask for an answer, not for something to be built.
ASKS_FOR_SOMETHING = frozenset({"complaint", "request"})

handoffs = Subscriber("helix.handoffs")
way_back = Subscriber("helix.way_back")


@handoffs.on(FeedbackRecorded)
def hand_over(event: FeedbackRecorded, entry: Entry) -> None:
    """Turn what a customer told sales into a requirement for R&D to review."""
    if event.feedback_kind in ASKS_FOR_SOMETHING:
        operations.hand_over(
            feedback=Feedback.objects.get(pk=event.feedback_id),
            by=entry.actor,
            at=entry.happened_at,
            caused_by=entry,
        )


@handoffs.on(RequirementMerged)
def follow_merge(event: RequirementMerged, entry: Entry) -> None:
    """Let what customers said follow its requirement into the one that stands for both."""
    following.follow_merge(
        source=Requirement.objects.get(pk=event.requirement_id),
        target=Requirement.objects.get(pk=event.target_id),
        by=entry.actor,
        at=entry.happened_at,
        caused_by=entry,
    )


@handoffs.on(RequirementUnmerged)
def follow_unmerge(event: RequirementUnmerged, entry: Entry) -> None:
    """Give a requirement that stands for itself again the feedback that had followed it."""
    following.follow_unmerge(
        source=Requirement.objects.get(pk=event.requirement_id),
        by=entry.actor,
        at=entry.happened_at,
        caused_by=entry,
    )


@way_back.on(RequirementReviewed)
def tell_decision(event: RequirementReviewed, entry: Entry) -> None:
    """Tell those whose customers wait what the review decided."""
    _tell(event.requirement_id, entry, "handoffs/decision")


@way_back.on(DecisionTakenBack)
def tell_reopened(event: DecisionTakenBack, entry: Entry) -> None:
    """Tell those whose customers wait that the decision does not hold any more."""
    _tell(event.requirement_id, entry, "handoffs/reopened")


@way_back.on(RequirementDateMoved)
def tell_date(event: RequirementDateMoved, entry: Entry) -> None:
    """Tell those whose customers wait that R&D plans for another day."""
    _tell(event.requirement_id, entry, "handoffs/date")


@way_back.on(RequirementAdvanced)
def tell_release(event: RequirementAdvanced, entry: Entry) -> None:
    """Tell those whose customers wait that it is released; their feedback is resolved."""
    if event.to != RequirementState.RELEASED:
        return
    _tell(event.requirement_id, entry, "handoffs/release")
    requirement = Requirement.objects.get(pk=event.requirement_id)
    for feedback in queries.list_waiting(requirement).filter(state=State.LINKED):
        feedback_operations.move(
            feedback=feedback,
            to=State.RESOLVED,
            by=entry.actor,
            at=entry.happened_at,
            caused_by=entry,
        )


def _tell(requirement_id: int, entry: Entry, told_by: str) -> None:
    requirement = Requirement.objects.get(pk=requirement_id)
    for feedback in queries.list_waiting(requirement):
        for person in {feedback.customer.owner, feedback.recorded_by} - {entry.actor}:
            notify(
                recipient=person,
                entry=entry,
                told_by=told_by,
                about=feedback,
                at=entry.happened_at,
            )
