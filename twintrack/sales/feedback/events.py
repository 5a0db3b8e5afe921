"""What happens to what customers said."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class FeedbackRecorded(Event):
    """Somebody wrote down what a customer said."""

    kind: ClassVar[str] = "feedback.recorded"
    feedback_id: int
    number: str
    customer_id: int
    product_id: int
    feedback_kind: str
    severity: str
    title: str
    channel: str = "other"
    source: str = ""
    occurred_at: datetime | None = None
    also_product_ids: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class FeedbackMoved(Event):
    """Feedback came into another state of its life."""

    kind: ClassVar[str] = "feedback.moved"
    feedback_id: int
    number: str
    came_from: str
    to: str


@dataclass(frozen=True, kw_only=True)
class FeedbackTriaged(Event):
    """A person looked at feedback and sent it to R&D (`rnd`) or answered it (`answer`)."""

    kind: ClassVar[str] = "feedback.triaged"
    feedback_id: int
    number: str
    came_from: str
    to: str
    route: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class FeedbackTriageUndone(Event):
    """What triage decided on feedback does not hold any more."""

    kind: ClassVar[str] = "feedback.triage_undone"
    feedback_id: int
    number: str
    came_from: str
    to: str


@dataclass(frozen=True, kw_only=True)
class FeedbackMarkedDuplicate(Event):
    """Feedback says what another one says already."""

    kind: ClassVar[str] = "feedback.marked_duplicate"
    feedback_id: int
    number: str
    came_from: str
    original_id: int
    original_number: str


@dataclass(frozen=True, kw_only=True)
class FeedbackDuplicateUndone(Event):
    """Feedback is no duplicate after all."""

    kind: ClassVar[str] = "feedback.duplicate_undone"
    feedback_id: int
    number: str
    to: str
    original_id: int
    original_number: str


@dataclass(frozen=True, kw_only=True)
class FeedbackWithdrawn(Event):
    """Feedback was taken back: a mistake, or the customer does not mean it any more."""

    kind: ClassVar[str] = "feedback.withdrawn"
    feedback_id: int
    number: str
    came_from: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class FeedbackRestored(Event):
    """Withdrawn feedback counts again."""

    kind: ClassVar[str] = "feedback.restored"
    feedback_id: int
    number: str
    to: str


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """One field before and after: codes of choices, names of modules and versions, or text."""

    field: str
    came_from: str
    to: str


@dataclass(frozen=True, kw_only=True)
class FeedbackReclassified(Event):
    """Feedback is of another kind or severity, or about another part, than was thought."""

    kind: ClassVar[str] = "feedback.reclassified"
    feedback_id: int
    number: str
    changes: list[FieldChange]


@dataclass(frozen=True, kw_only=True)
class FeedbackChanged(Event):
    """What was written down about feedback was corrected; the former text is kept here."""

    kind: ClassVar[str] = "feedback.changed"
    feedback_id: int
    number: str
    changes: list[FieldChange]


@dataclass(frozen=True, kw_only=True)
class FeedbackAssigned(Event):
    """Another person looks after feedback."""

    kind: ClassVar[str] = "feedback.assigned"
    feedback_id: int
    number: str
    came_from_id: int
    came_from: str
    owner_id: int
    owner: str
