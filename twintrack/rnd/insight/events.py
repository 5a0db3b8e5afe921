"""What happens to findings, and to what measures should reach."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class FindingMade(Event):
    """A measure left what is ordinary for a product or a module: since a week, seen in a later."""

    kind: ClassVar[str] = "finding.made"
    finding_id: int
    number: str
    measure: str
    product_id: int
    module_id: int | None
    shape: str
    side: int
    since: date
    before: float
    after: float
    count: int
    owner_id: int


@dataclass(frozen=True, kw_only=True)
class FindingMoved(Event):
    """Somebody said what becomes of a finding: seen, dismissed for a reason, or open again."""

    kind: ClassVar[str] = "finding.moved"
    finding_id: int
    number: str
    came_from: str
    to: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class FindingBecameImprovement(Event):
    """A finding is answered by a requirement."""

    kind: ClassVar[str] = "finding.improved"
    finding_id: int
    number: str
    requirement_id: int
    requirement_number: str


@dataclass(frozen=True, kw_only=True)
class FindingAssigned(Event):
    """Somebody else looks after a finding."""

    kind: ClassVar[str] = "finding.assigned"
    finding_id: int
    number: str
    came_from: int
    to: int


@dataclass(frozen=True, kw_only=True)
class MeasureSet(Event):
    """A product's measure has another target, or warns of something else."""

    kind: ClassVar[str] = "measure.set"
    product_id: int
    measure: str
    target: float | None
    watch: str
    came_from_target: float | None
    came_from_watch: str
