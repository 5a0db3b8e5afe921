"""What deals need of R&D."""

from dataclasses import dataclass
from typing import ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class NeedNoted(Event):
    """A deal needs a requirement: without it the customer does not buy, or would rather have it."""

    kind: ClassVar[str] = "need.noted"
    opportunity_id: int
    opportunity: str
    requirement_id: int
    requirement: str
    is_must: bool


@dataclass(frozen=True, kw_only=True)
class NeedChanged(Event):
    """A deal cannot do without a requirement, or can after all."""

    kind: ClassVar[str] = "need.changed"
    opportunity_id: int
    opportunity: str
    requirement_id: int
    requirement: str
    is_must: bool


@dataclass(frozen=True, kw_only=True)
class NeedDropped(Event):
    """A deal does not need a requirement any more."""

    kind: ClassVar[str] = "need.dropped"
    opportunity_id: int
    opportunity: str
    requirement_id: int
    requirement: str
