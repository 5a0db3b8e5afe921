"""What happens to opportunities."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from twintrack.foundation.ledger.events import Amount, Event


@dataclass(frozen=True, kw_only=True)
class OpportunityOpened(Event):
    """A customer may buy something."""

    kind: ClassVar[str] = "opportunity.opened"
    opportunity_id: int
    number: str
    customer_id: int
    name: str
    amount: Amount
    currency: str
    expected_close_on: date


@dataclass(frozen=True, kw_only=True)
class OpportunityChanged(Event):
    """What is known of an opportunity changed; values stand as they were and are written."""

    kind: ClassVar[str] = "opportunity.changed"
    opportunity_id: int
    number: str
    customer_id: int
    fields: list[str]
    came_from: dict[str, str]
    to: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class OpportunityAdvanced(Event):
    """An opportunity moved to another stage."""

    kind: ClassVar[str] = "opportunity.advanced"
    opportunity_id: int
    number: str
    customer_id: int
    came_from: str
    to: str


@dataclass(frozen=True, kw_only=True)
class OpportunityWon(Event):
    """The customer buys."""

    kind: ClassVar[str] = "opportunity.won"
    opportunity_id: int
    number: str
    customer_id: int
    came_from: str


@dataclass(frozen=True, kw_only=True)
class OpportunityLost(Event):
    """The customer does not buy."""

    kind: ClassVar[str] = "opportunity.lost"
    opportunity_id: int
    number: str
    customer_id: int
    came_from: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class OpportunityReopened(Event):
    """A closed opportunity is open again."""

    kind: ClassVar[str] = "opportunity.reopened"
    opportunity_id: int
    number: str
    customer_id: int
    came_from: str
    to: str
    reason: str
