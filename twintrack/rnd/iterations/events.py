"""What happens to iterations."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class IterationPlanned(Event):
    """A team got a new iteration."""

    kind: ClassVar[str] = "iteration.planned"
    iteration_id: int
    number: str
    name: str
    team_id: int
    team_name: str
    start_on: date
    end_on: date


@dataclass(frozen=True, kw_only=True)
class IterationChanged(Event):
    """The name, the goal or the days of an iteration were written anew."""

    kind: ClassVar[str] = "iteration.changed"
    iteration_id: int
    number: str
    name: str
    came_from: dict[str, str]
    to: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class IterationStarted(Event):
    """A team began an iteration, with so much time to work in."""

    kind: ClassVar[str] = "iteration.started"
    iteration_id: int
    number: str
    name: str
    team_id: int
    person_days: Decimal
    hours: Decimal


@dataclass(frozen=True, kw_only=True)
class IterationCompleted(Event):
    """A team ended an iteration."""

    kind: ClassVar[str] = "iteration.completed"
    iteration_id: int
    number: str
    name: str
    team_id: int


@dataclass(frozen=True, kw_only=True)
class IterationCancelled(Event):
    """An iteration does not take place, or not to its end."""

    kind: ClassVar[str] = "iteration.cancelled"
    iteration_id: int
    number: str
    name: str
    team_id: int
    came_from: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class CadenceSet(Event):
    """A team said how long its iterations are and how they are named."""

    kind: ClassVar[str] = "iteration.cadence_set"
    team_id: int
    team_name: str
    weeks: int
    pattern: str
