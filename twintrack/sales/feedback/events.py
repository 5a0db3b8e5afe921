"""What happens to what customers said."""

from dataclasses import dataclass
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


@dataclass(frozen=True, kw_only=True)
class FeedbackMoved(Event):
    """Feedback came into another state of its life."""

    kind: ClassVar[str] = "feedback.moved"
    feedback_id: int
    number: str
    came_from: str
    to: str
