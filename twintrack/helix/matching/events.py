"""What matching learns."""

from dataclasses import dataclass
from typing import ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class MatchingLearned(Event):
    """
    Similarities are told by other weights from now on, learned from what people decided.

    `area`: how often what is the same is told surer than what is not; `error`: how far the
    similarities are from the truth; both on decisions that nothing was learned from.
    """

    kind: ClassVar[str] = "matching.learned"
    decisions: int
    same: int
    area_came_from: float
    area: float
    error_came_from: float
    error: float
