"""What happens to the measures of sales."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class MeasuresFrozen(Event):
    """What measures came to was kept as it was known, so that it never changes."""

    kind: ClassVar[str] = "sales_measures.frozen"
    freeze_id: int
    on: date
    months: int
    days: int


@dataclass(frozen=True, kw_only=True)
class SalesTargetSet(Event):
    """A measure of sales has another target from a day on, or warns otherwise."""

    kind: ClassVar[str] = "sales_target.set"
    target_id: int
    measure: str
    value: float | None
    warn: str
    since: date
    came_from_value: float | None
    came_from_warn: str
    # Whose it is: the company's, or a team's or a person's, and what they are called.
    part_of: str = "company"
    whose: int = 0
    name: str = ""
