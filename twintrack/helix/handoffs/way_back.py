"""What R&D does returns to those whose customers wait, once each, in words customers may read."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.notifications.operations import notify
from twintrack.foundation.people.automation import automation
from twintrack.foundation.people.models import User
from twintrack.helix.handoffs import queries
from twintrack.rnd.backlog.events import (
    DecisionTakenBack,
    RequirementAdvanced,
    RequirementDateMoved,
    RequirementMerged,
    RequirementPlanned,
    RequirementReviewed,
)
from twintrack.rnd.backlog.lifecycle import State as RequirementState
from twintrack.rnd.backlog.models import Requirement
from twintrack.sales.feedback import operations as feedback_operations
from twintrack.sales.feedback.lifecycle import State
from twintrack.sales.feedback.models import Feedback

way_back = Subscriber("helix.way_back")


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


@way_back.on(RequirementPlanned)
def tell_planned(event: RequirementPlanned, entry: Entry) -> None:
    """Tell those whose customers wait by which milestone it is to be done, or that by none."""
    _tell(event.requirement_id, entry, "handoffs/planned")


@way_back.on(RequirementMerged)
def tell_merged(event: RequirementMerged, entry: Entry) -> None:
    """Tell those whose customers wait that another requirement stands for theirs."""
    _tell(event.requirement_id, entry, "handoffs/merged")


@way_back.on(RequirementAdvanced)
def tell_release(event: RequirementAdvanced, entry: Entry) -> None:
    """Tell those whose customers wait that it is released; their feedback is resolved."""
    if event.to != RequirementState.RELEASED:
        return
    _tell(event.requirement_id, entry, "handoffs/release")
    requirement = Requirement.objects.get(pk=event.requirement_id)
    for feedback in queries.list_waiting(requirement).filter(state=State.LINKED):
        if not _waits_elsewhere(feedback, requirement):
            feedback_operations.move(
                feedback=feedback,
                to=State.RESOLVED,
                by=automation(),
                at=entry.happened_at,
                caused_by=entry,
            )


def _waits_elsewhere(feedback: Feedback, requirement: Requirement) -> bool:
    """Say whether feedback on several products waits for another requirement still."""
    others = feedback.handoffs.exclude(requirement=requirement)
    done = (RequirementState.RELEASED, RequirementState.VALIDATED, RequirementState.REJECTED)
    return others.exclude(requirement__state__in=done).exists()


def _tell(requirement_id: int, entry: Entry, told_by: str) -> None:
    """Tell each person once, naming all their customers who wait."""
    requirement = Requirement.objects.get(pk=requirement_id)
    concerned: dict[User, list[Feedback]] = defaultdict(list)
    for feedback in _who_waited(requirement, entry):
        for person in {feedback.customer.owner, feedback.recorded_by} - {entry.actor}:
            concerned[person].append(feedback)
    for person, waiting in concerned.items():
        owns = any(feedback.customer.owner == person for feedback in waiting)
        notify(
            recipient=person,
            entry=entry,
            told_by=told_by,
            about=requirement,
            at=entry.happened_at,
            because="handoffs/owner" if owns else "handoffs/recorder",
            details=_details(requirement, waiting),
        )


def _who_waited(requirement: Requirement, entry: Entry) -> list[Feedback]:
    waiting = list(queries.list_waiting(requirement))
    if entry.kind == RequirementMerged.kind and not waiting:
        # Their feedback may have followed into the other one already.
        waiting = list(queries.list_followed(requirement))
    return waiting


def _details(requirement: Requirement, waiting: list[Feedback]) -> dict[str, Any]:
    customers = dict.fromkeys(feedback.customer.name for feedback in waiting)
    return {
        "title": requirement.title,
        "customers": list(customers),
        "feedback": [feedback.number for feedback in waiting],
    }
