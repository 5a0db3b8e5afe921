"""What happens to requirements."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from twintrack.foundation.ledger.events import Amount, Event


@dataclass(frozen=True, kw_only=True)
class RequirementProposed(Event):
    """A requirement stands in the backlog, with who waits for it from the beginning."""

    kind: ClassVar[str] = "requirement.proposed"
    requirement_id: int
    number: str
    product_id: int
    title: str
    customers: int = 0
    feedbacks: int = 0
    revenue: Amount = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class RequirementReviewed(Event):
    """A review decided: accepted, rejected or deferred, with words a customer may read."""

    kind: ClassVar[str] = "requirement.reviewed"
    requirement_id: int
    number: str
    came_from: str
    decision: str
    reason: str
    customer_wording: str
    revisit_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class RequirementAdvanced(Event):
    """Work on a requirement moved to another state."""

    kind: ClassVar[str] = "requirement.advanced"
    requirement_id: int
    number: str
    came_from: str
    to: str


@dataclass(frozen=True, kw_only=True)
class RequirementDateMoved(Event):
    """R&D plans a requirement for another day."""

    kind: ClassVar[str] = "requirement.date_moved"
    requirement_id: int
    number: str
    came_from: date | None
    to: date | None


@dataclass(frozen=True, kw_only=True)
class RequirementPlanned(Event):
    """A requirement is to be done by a milestone, or by none any more."""

    kind: ClassVar[str] = "requirement.planned"
    requirement_id: int
    number: str
    milestone_id: int | None
    milestone_name: str
    came_from_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class RequirementScoped(Event):
    """
    A requirement is to ship with another release than before, or with none.

    `is_late` says that one of the two was frozen then; `reason` is why, where somebody said so.
    """

    kind: ClassVar[str] = "requirement.scoped"
    requirement_id: int
    number: str
    title: str
    release_id: int | None
    release_name: str
    came_from_id: int | None = None
    came_from_name: str = ""
    reason: str = ""
    is_late: bool = False


@dataclass(frozen=True, kw_only=True)
class RequirementScored(Event):
    """A review estimated the value of a requirement, by RICE or by WSJF."""

    kind: ClassVar[str] = "requirement.scored"
    requirement_id: int
    rice: str
    value: int
    method: str = "rice"
    wsjf: str = ""


@dataclass(frozen=True, kw_only=True)
class ScoringChosen(Event):
    """The requirements of a product are put in order by another method."""

    kind: ClassVar[str] = "product.scoring_chosen"
    product_id: int
    code: str
    came_from: str
    method: str


@dataclass(frozen=True, kw_only=True)
class DemandChanged(Event):
    """Other customers, feedback or open amounts than before stand behind a requirement."""

    kind: ClassVar[str] = "requirement.demand_changed"
    requirement_id: int
    customers: int
    feedbacks: int
    revenue: Amount = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class RequirementRenamed(Event):
    """A requirement has another title."""

    kind: ClassVar[str] = "requirement.renamed"
    requirement_id: int
    number: str
    came_from: str
    to: str


@dataclass(frozen=True, kw_only=True)
class RequirementAssigned(Event):
    """Somebody else looks after a requirement; owners are told by their ids and the new name."""

    kind: ClassVar[str] = "requirement.assigned"
    requirement_id: int
    number: str
    came_from: int
    to: int
    owner_name: str


@dataclass(frozen=True, kw_only=True)
class RequirementPrioritised(Event):
    """A requirement is more or less urgent than before; 1 is urgent, 4 is low."""

    kind: ClassVar[str] = "requirement.prioritised"
    requirement_id: int
    number: str
    came_from: int
    to: int


@dataclass(frozen=True, kw_only=True)
class RequirementRanked(Event):
    """A requirement has another place in the list ordered by hand."""

    kind: ClassVar[str] = "requirement.ranked"
    requirement_id: int
    number: str
    came_from: str
    to: str


@dataclass(frozen=True, kw_only=True)
class ReviewAsked(Event):
    """People are asked for their opinion on a requirement, in a meeting where one is named."""

    kind: ClassVar[str] = "requirement.review_asked"
    requirement_id: int
    number: str
    title: str
    reviewer_ids: tuple[int, ...]
    reviewer_names: tuple[str, ...]
    due_on: date | None
    note: str
    meeting: str = ""


@dataclass(frozen=True, kw_only=True)
class ReviewWithdrawn(Event):
    """Nobody is asked for an opinion any more."""

    kind: ClassVar[str] = "requirement.review_withdrawn"
    requirement_id: int
    number: str
    to: str


@dataclass(frozen=True, kw_only=True)
class OpinionGiven(Event):
    """A reviewer said what they think; `awaited` counts who is still to answer."""

    kind: ClassVar[str] = "requirement.opinion_given"
    requirement_id: int
    number: str
    title: str
    verdict: str
    comment: str
    awaited: int


@dataclass(frozen=True, kw_only=True)
class DecisionTakenBack(Event):
    """A decision does not hold any more; the requirement is open again."""

    kind: ClassVar[str] = "requirement.decision_taken_back"
    requirement_id: int
    number: str
    decision: str
    to: str


@dataclass(frozen=True, kw_only=True)
class RequirementDescribed(Event):
    """The description of a requirement was rewritten."""

    kind: ClassVar[str] = "requirement.described"
    requirement_id: int
    number: str
    came_from: str
    to: str


@dataclass(frozen=True, kw_only=True)
class RequirementClassified(Event):
    """A requirement is of another kind than before."""

    kind: ClassVar[str] = "requirement.classified"
    requirement_id: int
    number: str
    came_from: str
    to: str


@dataclass(frozen=True, kw_only=True)
class CriteriaChanged(Event):
    """An acceptance criterion was added, reworded, met, unmet, moved, removed or restored."""

    kind: ClassVar[str] = "requirement.criteria_changed"
    requirement_id: int
    number: str
    change: str
    text: str


@dataclass(frozen=True, kw_only=True)
class RequirementMerged(Event):
    """A requirement is the same as another one, which stands for both from now on."""

    kind: ClassVar[str] = "requirement.merged"
    requirement_id: int
    number: str
    came_from: str
    target_id: int
    target_number: str


@dataclass(frozen=True, kw_only=True)
class RequirementUnmerged(Event):
    """A requirement stands for itself again."""

    kind: ClassVar[str] = "requirement.unmerged"
    requirement_id: int
    number: str
    to: str
    target_id: int
    target_number: str


@dataclass(frozen=True, kw_only=True)
class RequirementSplit(Event):
    """A requirement was taken apart."""

    kind: ClassVar[str] = "requirement.split"
    requirement_id: int
    number: str
    part_ids: tuple[int, ...]
    part_numbers: tuple[str, ...]
