"""What crosses between the tracks."""

from dataclasses import dataclass
from typing import ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class FeedbackHandedOver(Event):
    """What a customer said stands behind a requirement."""

    kind: ClassVar[str] = "handoff.made"
    feedback_id: int
    feedback_number: str
    requirement_id: int
    requirement_number: str
    way: str


@dataclass(frozen=True, kw_only=True)
class HandoffMoved(Event):
    """What a customer said stands behind another requirement than before."""

    kind: ClassVar[str] = "handoff.moved"
    feedback_id: int
    feedback_number: str
    came_from_number: str
    requirement_id: int
    requirement_number: str
