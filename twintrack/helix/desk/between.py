"""What happens between the tracks, told from the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from twintrack.foundation.ledger.events import Event
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.queries import list_recent
from twintrack.foundation.people.models import User
from twintrack.helix.communication.events import PlanMoved, PlanPaused, PlanResumed, PlanStarted
from twintrack.helix.communication.models import CommunicationPlan
from twintrack.helix.communication.queries import list_plans
from twintrack.helix.handoffs.events import FeedbackHandedOver, HandoffMoved
from twintrack.rnd.backlog.events import (
    RequirementAdvanced,
    RequirementDateMoved,
    RequirementReviewed,
)
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.queries import list_requirements
from twintrack.sales.feedback.events import FeedbackMoved
from twintrack.sales.feedback.lifecycle import State as FeedbackState
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.feedback.queries import list_feedback

KINDS = tuple(
    event.kind
    for event in (
        FeedbackHandedOver,
        HandoffMoved,
        RequirementReviewed,
        RequirementDateMoved,
        RequirementAdvanced,
        FeedbackMoved,
        PlanStarted,
        PlanPaused,
        PlanResumed,
        PlanMoved,
    )
)
TO_SALES, TO_RND = "to-sales", "to-rnd"
SHOWN = 8
# How far back the ledger is read to find those: most entries cross no bar, or nobody waits.
READ = 120


@dataclass(kw_only=True)
class Crossing:
    """Something that went from one track to the other; alike ones of one cause are one."""

    entry: Entry
    flow: str
    about: Any
    others: list[Any] = field(default_factory=list)

    @property
    def template(self) -> str:
        return f"desk/between/{self.entry.kind.replace('.', '_')}.html"

    @property
    def at(self) -> datetime:
        return self.entry.happened_at

    @property
    def everybody(self) -> list[Any]:
        return [self.about, *self.others]


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """The objects that the entries speak of, as far as the person may see them."""

    feedback: dict[int, Feedback]
    requirements: dict[int, Requirement]
    plans: dict[int, CommunicationPlan]


def list_crossings(*, for_user: User) -> list[Crossing]:
    """List what went between the tracks, the newest first."""
    entries = list_recent(kinds=KINDS, limit=READ)
    seen = _look_up(entries, for_user)
    found: list[Crossing] = []
    for entry in entries:
        crossing = _crossing(entry, seen)
        if crossing is None:
            continue
        alike = next((each for each in found if _is_alike(each.entry, entry)), None)
        if alike is not None:
            alike.others.append(crossing.about)
        elif len(found) < SHOWN:
            found.append(crossing)
    return found


def _is_alike(one: Entry, other: Entry) -> bool:
    # A reached milestone starts many plans: that is one piece of news.
    return (
        one.caused_by_id is not None
        and one.kind == other.kind
        and one.kind.startswith("communication_plan.")
        and one.caused_by_id == other.caused_by_id
    )


def _look_up(entries: Iterable[Entry], user: User) -> _Seen:
    events = [entry.event for entry in entries]

    def ids(name: str) -> set[int]:
        return {getattr(event, name) for event in events if hasattr(event, name)}

    feedback = list_feedback(for_user=user).filter(pk__in=ids("feedback_id"))
    requirements = list_requirements(for_user=user).filter(pk__in=ids("requirement_id"))
    plans = list_plans(for_user=user).filter(pk__in=ids("plan_id"))
    return _Seen(
        feedback={each.pk: each for each in feedback},
        requirements={each.pk: each for each in requirements},
        plans={each.pk: each for each in plans},
    )


def _crossing(entry: Entry, seen: _Seen) -> Crossing | None:
    event = entry.event
    about: Any = None
    flow = TO_SALES
    if isinstance(event, FeedbackHandedOver | HandoffMoved):
        about, flow = seen.feedback.get(event.feedback_id), TO_RND
    elif isinstance(event, FeedbackMoved):
        if event.to == FeedbackState.CONFIRMED:
            about, flow = seen.feedback.get(event.feedback_id), TO_RND
    elif isinstance(event, PlanStarted | PlanPaused | PlanResumed | PlanMoved):
        about = seen.plans.get(event.plan_id)
    else:
        about = _waited_for(event, seen)
    return Crossing(entry=entry, flow=flow, about=about) if about else None


def _waited_for(event: Event, seen: _Seen) -> Requirement | None:
    """Give the requirement of an answer that a customer waits for."""
    if not isinstance(event, RequirementReviewed | RequirementDateMoved | RequirementAdvanced):
        return None
    if isinstance(event, RequirementAdvanced) and event.to != State.RELEASED:
        return None
    requirement = seen.requirements.get(event.requirement_id)
    return requirement if requirement and requirement.customers_count else None
