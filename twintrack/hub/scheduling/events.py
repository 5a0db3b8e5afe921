"""What happens to calendars and leave; the kind of leave is never told here."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class LeaveEntered(Event):
    """Somebody will be away."""

    kind: ClassVar[str] = "leave.entered"
    leave_id: int
    person_id: int
    name: str
    start_on: date
    end_on: date


@dataclass(frozen=True, kw_only=True)
class LeaveChanged(Event):
    """Somebody will be away on other days."""

    kind: ClassVar[str] = "leave.changed"
    leave_id: int
    person_id: int
    name: str
    start_on: date
    end_on: date


@dataclass(frozen=True, kw_only=True)
class LeaveWithdrawn(Event):
    """Somebody will be there after all."""

    kind: ClassVar[str] = "leave.withdrawn"
    leave_id: int
    person_id: int
    name: str
    start_on: date
    end_on: date


@dataclass(frozen=True, kw_only=True)
class TeamCalendarSet(Event):
    """A team said on which days and how long it works."""

    kind: ClassVar[str] = "calendar.team_set"
    team_id: int
    team_name: str
    weekdays: str
    hours: Decimal
    keeps_holidays: bool


@dataclass(frozen=True, kw_only=True)
class PersonCalendarSet(Event):
    """Somebody works on other days or for other hours than the team."""

    kind: ClassVar[str] = "calendar.person_set"
    person_id: int
    name: str
    weekdays: str
    hours: Decimal
    keeps_holidays: bool


@dataclass(frozen=True, kw_only=True)
class PersonCalendarDropped(Event):
    """Somebody works again as their team does."""

    kind: ClassVar[str] = "calendar.person_dropped"
    person_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class SpecialDaySet(Event):
    """A team is free on a day, or works on it, other than the calendar says."""

    kind: ClassVar[str] = "calendar.day_set"
    team_id: int
    team_name: str
    day: date
    name: str
    is_working: bool


@dataclass(frozen=True, kw_only=True)
class SpecialDayDropped(Event):
    """A day of a team is again as the calendar says."""

    kind: ClassVar[str] = "calendar.day_dropped"
    team_id: int
    team_name: str
    day: date
    name: str


@dataclass(frozen=True, kw_only=True)
class TimeShareSet(Event):
    """Somebody has another part of their time for a team."""

    kind: ClassVar[str] = "calendar.share_set"
    team_id: int
    team_name: str
    person_id: int
    name: str
    came_from: int
    to: int
