"""What crosses between the tracks."""

from dataclasses import dataclass, field
from typing import ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class FeedbackHandedOver(Event):
    """
    What a customer said stands behind a requirement.

    `way`: made for it, matched with one that stood there, or attached by a person.
    """

    kind: ClassVar[str] = "handoff.made"
    feedback_id: int
    feedback_number: str
    requirement_id: int
    requirement_number: str
    way: str
    similarity: float | None = None
    words: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class HandoffMoved(Event):
    """What a customer said stands behind another requirement than before."""

    kind: ClassVar[str] = "handoff.moved"
    feedback_id: int
    feedback_number: str
    came_from_number: str
    requirement_id: int
    requirement_number: str


@dataclass(frozen=True, kw_only=True)
class HandoffTakenBack(Event):
    """What a customer said does not stand behind a requirement after all."""

    kind: ClassVar[str] = "handoff.taken_back"
    feedback_id: int
    feedback_number: str
    requirement_id: int
    requirement_number: str
    # Where it stands again; nothing if nowhere.
    to_number: str = ""


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """A requirement that may be meant, how surely, and the words that say so."""

    requirement_id: int
    requirement_number: str
    similarity: float
    words: list[str]


@dataclass(frozen=True, kw_only=True)
class SimilarProposed(Event):
    """Requirements were found that feedback may belong to: a person is to decide."""

    kind: ClassVar[str] = "handoff.proposed"
    feedback_id: int
    feedback_number: str
    found: list[Likeness]


@dataclass(frozen=True, kw_only=True)
class ProposalAccepted(Event):
    """A person agreed that feedback belongs to the requirement proposed."""

    kind: ClassVar[str] = "handoff.proposal_accepted"
    feedback_id: int
    feedback_number: str
    requirement_id: int
    requirement_number: str
    similarity: float


@dataclass(frozen=True, kw_only=True)
class ProposalsDismissed(Event):
    """A person said that feedback is not the same as the requirements proposed."""

    kind: ClassVar[str] = "handoff.proposals_dismissed"
    feedback_id: int
    feedback_number: str
    requirement_numbers: list[str]


@dataclass(frozen=True, kw_only=True)
class ProposalsReopened(Event):
    """What a person decided on proposals waits for a decision again."""

    kind: ClassVar[str] = "handoff.proposals_reopened"
    feedback_id: int
    feedback_number: str
    requirement_numbers: list[str]


@dataclass(frozen=True, kw_only=True)
class ThresholdsChanged(Event):
    """Feedback is attached by itself, or proposed, from another similarity on."""

    kind: ClassVar[str] = "handoff.thresholds_changed"
    attach_came_from: float
    attach: float
    propose_came_from: float
    propose: float
