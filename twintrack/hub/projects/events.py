"""What happens to projects and their milestones."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class ProjectOpened(Event):
    """A project was opened."""

    kind: ClassVar[str] = "project.opened"
    project_id: int
    number: str
    name: str


@dataclass(frozen=True, kw_only=True)
class MilestoneAdded(Event):
    """A project got a milestone."""

    kind: ClassVar[str] = "milestone.added"
    milestone_id: int
    number: str
    name: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class MilestoneReached(Event):
    """A milestone was reached."""

    kind: ClassVar[str] = "milestone.reached"
    milestone_id: int
    number: str
    name: str
    reached_on: date


@dataclass(frozen=True, kw_only=True)
class MilestoneReopened(Event):
    """A reached milestone turned out not to be reached."""

    kind: ClassVar[str] = "milestone.reopened"
    milestone_id: int
    number: str
    name: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class MilestoneForecastMoved(Event):
    """A milestone is expected on another day."""

    kind: ClassVar[str] = "milestone.forecast_moved"
    milestone_id: int
    number: str
    name: str
    came_from: date
    to: date


@dataclass(frozen=True, kw_only=True)
class ProjectHandedOver(Event):
    """Somebody else looks after a project."""

    kind: ClassVar[str] = "project.handed_over"
    project_id: int
    name: str
    came_from_id: int
    to_id: int
    to_name: str


@dataclass(frozen=True, kw_only=True)
class ProjectChanged(Event):
    """The name, the owner or the days of a project were written anew."""

    kind: ClassVar[str] = "project.changed"
    project_id: int
    number: str
    name: str
    came_from: dict[str, str]
    to: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class ProjectMoved(Event):
    """A project was put on hold, completed, cancelled or taken up again."""

    kind: ClassVar[str] = "project.moved"
    project_id: int
    number: str
    name: str
    came_from: str
    to: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class MilestoneChanged(Event):
    """The name, the kind or the due day of a milestone was written anew."""

    kind: ClassVar[str] = "milestone.changed"
    milestone_id: int
    number: str
    name: str
    came_from: dict[str, str]
    to: dict[str, str]
