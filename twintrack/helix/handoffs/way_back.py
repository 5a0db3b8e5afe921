"""What R&D does returns to those whose customers wait, once each, in words customers may read."""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import Any

from django.db.models import Q

from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.notifications.operations import notify
from twintrack.foundation.people.automation import automation
from twintrack.foundation.people.models import User
from twintrack.helix.handoffs import queries
from twintrack.hub.projects.events import MilestoneForecastMoved
from twintrack.hub.scheduling.working_days import working_days_between
from twintrack.rnd.backlog.events import (
    DecisionTakenBack,
    RequirementAdvanced,
    RequirementDateMoved,
    RequirementMerged,
    RequirementPlanned,
    RequirementReviewed,
    RequirementScoped,
)
from twintrack.rnd.backlog.lifecycle import OPEN
from twintrack.rnd.backlog.lifecycle import State as RequirementState
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.releases.events import ReleaseChanged
from twintrack.sales.feedback import operations as feedback_operations
from twintrack.sales.feedback.lifecycle import State
from twintrack.sales.feedback.models import Feedback

# In working days; a forecast that moves by less is moved without a word.
WORTH_TELLING = 2

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


@way_back.on(MilestoneForecastMoved)
def tell_forecast(event: MilestoneForecastMoved, entry: Entry) -> None:
    """
    Tell those whose customers wait for what has no day of its own that its milestone moved.

    Each is told once, of everything they wait for, and only where it matters.
    """
    if abs(working_days_between(event.came_from, event.to)) >= WORTH_TELLING:
        _tell_moved(Q(milestone=event.milestone_id), entry, "handoffs/forecast")


@way_back.on(ReleaseChanged)
def tell_release_moved(event: ReleaseChanged, entry: Entry) -> None:
    """Tell those whose customers wait for what has no other day that its release moved."""
    before, after = event.expected_before, event.expected_on
    if before == after:
        return
    if before and after and abs(working_days_between(before, after)) < WORTH_TELLING:
        return
    with_it = Q(release=event.release_id, milestone=None)
    _tell_moved(with_it, entry, "handoffs/release_moved")


def _tell_moved(which: Q, entry: Entry, told_by: str) -> None:
    """Tell each once, of everything they wait for among what has no day of its own."""
    waited_for = Requirement.objects.filter(
        which, planned_on=None, state__in=OPEN, customers_count__gt=0
    )
    concerned: dict[User, list[Feedback]] = defaultdict(list)
    asked: dict[User, dict[str, list[str]]] = defaultdict(dict)
    first: dict[User, Requirement] = {}
    for requirement in waited_for.order_by("pk"):
        for person, waiting in _concerned(requirement, entry).items():
            concerned[person] += waiting
            first.setdefault(person, requirement)
            for customer in _customers(waiting):
                asked[person].setdefault(customer, []).append(requirement.title)
    for person, waiting in concerned.items():
        notify(
            recipient=person,
            entry=entry,
            told_by=told_by,
            about=first[person],
            at=entry.happened_at,
            because=_because(person, waiting),
            details={
                "titles": list(dict.fromkeys(chain.from_iterable(asked[person].values()))),
                "words": _by_what_they_asked(asked[person]),
            },
        )


def _by_what_they_asked(asked: dict[str, list[str]]) -> list[dict[str, list[str]]]:
    """Put customers together who are told the same words, for they asked for the same."""
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for customer, titles in asked.items():
        groups[tuple(titles)].append(customer)
    return [{"titles": list(titles), "customers": names} for titles, names in groups.items()]


@way_back.on(RequirementPlanned)
def tell_planned(event: RequirementPlanned, entry: Entry) -> None:
    """Tell those whose customers wait by which milestone it is to be done, or that by none."""
    _tell(event.requirement_id, entry, "handoffs/planned")


@way_back.on(RequirementScoped)
def tell_scoped(event: RequirementScoped, entry: Entry) -> None:
    """
    Tell those whose customers wait with which release it is to ship, or that with none.

    Who was told a day or a milestone already learns nothing by the first release.
    """
    requirement = Requirement.objects.get(pk=event.requirement_id)
    if not event.came_from_id and (requirement.planned_on or requirement.milestone_id):
        return
    _tell(event.requirement_id, entry, "handoffs/scoped")


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
    for person, waiting in _concerned(requirement, entry).items():
        notify(
            recipient=person,
            entry=entry,
            told_by=told_by,
            about=requirement,
            at=entry.happened_at,
            because=_because(person, waiting),
            details=_details(requirement, waiting),
        )


def _concerned(requirement: Requirement, entry: Entry) -> dict[User, list[Feedback]]:
    """Give what waits for a requirement by who is told of it."""
    concerned: dict[User, list[Feedback]] = defaultdict(list)
    for feedback in _who_waited(requirement, entry):
        for person in {feedback.customer.owner, feedback.recorded_by} - {entry.actor}:
            concerned[person].append(feedback)
    return concerned


def _because(person: User, waiting: list[Feedback]) -> str:
    owns = any(feedback.customer.owner == person for feedback in waiting)
    return "handoffs/owner" if owns else "handoffs/recorder"


def _customers(waiting: list[Feedback]) -> list[str]:
    return list(dict.fromkeys(feedback.customer.name for feedback in waiting))


def _who_waited(requirement: Requirement, entry: Entry) -> list[Feedback]:
    waiting = list(queries.list_waiting(requirement))
    if entry.kind == RequirementMerged.kind and not waiting:
        # Their feedback may have followed into the other one already.
        waiting = list(queries.list_followed(requirement))
    return waiting


def _details(requirement: Requirement, waiting: list[Feedback]) -> dict[str, Any]:
    return {
        "title": requirement.title,
        "customers": _customers(waiting),
        "feedback": [feedback.number for feedback in waiting],
    }
