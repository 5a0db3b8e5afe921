"""What happens to exchange rates."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class RateEntered(Event):
    """A currency is worth so much in the base currency from a day on."""

    kind: ClassVar[str] = "exchange_rate.entered"
    currency: str
    base: str
    on: date
    came_from: Decimal | None
    to: Decimal
