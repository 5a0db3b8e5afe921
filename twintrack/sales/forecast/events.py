"""What happens to forecasts."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from twintrack.foundation.ledger.events import Amount, Event


@dataclass(frozen=True, kw_only=True)
class ForecastTaken(Event):
    """What a quarter will bring was reckoned from what is known today."""

    kind: ClassVar[str] = "forecast.taken"
    forecast_id: int
    on: date
    team_id: int | None
    expected: Amount
    low: Amount
    high: Amount
    is_replayed: bool
