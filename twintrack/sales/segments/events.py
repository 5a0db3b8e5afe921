"""What happens to the rules of segments, and to segments set by hand."""

from dataclasses import dataclass
from typing import ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class SegmentRuleAdded(Event):
    """Customers get points for something more; so many came into another segment by it."""

    kind: ClassVar[str] = "segment_rule.added"
    rule_id: int
    name_zh: str
    name_en: str
    moved: int


@dataclass(frozen=True, kw_only=True)
class SegmentRuleChanged(Event):
    """What customers get points for changed; so many came into another segment by it."""

    kind: ClassVar[str] = "segment_rule.changed"
    rule_id: int
    name_zh: str
    name_en: str
    fields: list[str]
    moved: int


@dataclass(frozen=True, kw_only=True)
class SegmentBoundsChanged(Event):
    """How many points make which segment changed; so many customers moved by it."""

    kind: ClassVar[str] = "segment_bounds.changed"
    points_a: int
    points_b: int
    moved: int


@dataclass(frozen=True, kw_only=True)
class SegmentPinned(Event):
    """Somebody set a customer's segment by hand, and why; rules leave it from now on."""

    kind: ClassVar[str] = "customer.segment_pinned"
    customer_id: int
    number: str
    name: str
    segment: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class SegmentUnpinned(Event):
    """Rules decide on a customer's segment again."""

    kind: ClassVar[str] = "customer.segment_unpinned"
    customer_id: int
    number: str
    name: str
    segment: str
