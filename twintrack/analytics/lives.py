"""The life of a work item, made of the turns it took."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

UNDER_WAY = frozenset({"in_progress", "in_review", "in_testing"})
ACTIVE, DONE = "in_progress", "done"
CLOSED = frozenset({DONE, "cancelled"})
DAY = 86400.0


@dataclass(frozen=True)
class Turn:
    """
    At a time: another state, or blocked, or free again.

    `reopens` and `takes_back` say by how much it moves the item's own count of reopenings: one
    more, or one less. Taking back a "done" within the hour does neither.
    """

    at: datetime
    state: str = ""
    is_blocked: bool | None = None
    reopens: bool = False
    takes_back: bool = False


@dataclass(frozen=True)
class Stay:
    """A time in a state; without an end it lasts."""

    state: str
    since: datetime
    until: datetime | None


@dataclass
class Life:
    """What measures need to know of an item."""

    started_at: datetime | None = None
    done_at: datetime | None = None
    active_days: float | None = None
    total_days: float | None = None
    stays: list[Stay] = field(default_factory=list)
    reopened: list[datetime] = field(default_factory=list)


def life(created_at: datetime, turns: Sequence[Turn]) -> Life:
    """
    Walk the turns of an item in their order, from its beginning as something to do.

    The first start counts, the last end; what was done and came back is not done. Work that was
    never under way has no cycle. Times that go backwards, as clocks of other systems do, count
    as none.
    """
    found = Life()
    state, since = "todo", created_at
    blocked_at: datetime | None = None
    active = 0.0
    for turn in turns:
        at = max(turn.at, since)
        if turn.is_blocked is not None:
            active -= _blocked(blocked_at, since, at) if state == ACTIVE else 0.0
            blocked_at = at if turn.is_blocked else None
            continue
        active += _days(since, at) - _blocked(blocked_at, since, at) if state == ACTIVE else 0.0
        blocked_at = None if turn.state in CLOSED else (blocked_at and at)
        found.stays.append(Stay(state, since, at))
        if turn.reopens:
            found.reopened.append(at)
        if turn.takes_back and found.reopened:
            found.reopened.pop()
        state, since = turn.state, at
        if state in UNDER_WAY and found.started_at is None:
            found.started_at = at
        found.done_at = at if state == DONE else None
    found.stays.append(Stay(state, since, None))
    if found.done_at and found.started_at:
        found.total_days = _days(found.started_at, found.done_at)
        found.active_days = min(max(active, 0.0), found.total_days)
    return found


def _days(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds() / DAY


def _blocked(blocked_at: datetime | None, since: datetime, until: datetime) -> float:
    """Give the blocked days of a stay that are not counted yet."""
    if blocked_at is None:
        return 0.0
    return max(_days(max(blocked_at, since), until), 0.0)
