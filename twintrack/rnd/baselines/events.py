"""What happens to baselines."""

from dataclasses import dataclass
from typing import ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class BaselineSet(Event):
    """A scope was frozen under a name, with so many requirements."""

    kind: ClassVar[str] = "baseline.set"
    baseline_id: int
    number: str
    name: str
    product_id: int
    scope: str
    size: int


@dataclass(frozen=True, kw_only=True)
class BaselineRetired(Event):
    """Nothing is held against a baseline any more; it can still be read."""

    kind: ClassVar[str] = "baseline.retired"
    baseline_id: int
    number: str
    name: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class BaselineResumed(Event):
    """Requirements are held against a baseline again."""

    kind: ClassVar[str] = "baseline.resumed"
    baseline_id: int
    number: str
    name: str
