"""What administrators do to keep the installation going, and what they are told."""

from dataclasses import dataclass
from typing import ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class ParkedEntryReplayed(Event):
    """A parked entry was given to its subscriber again; without an error it took effect."""

    kind: ClassVar[str] = "parked_entry.replayed"
    parked_id: int
    entry_id: int
    subscriber: str
    error: str


@dataclass(frozen=True, kw_only=True)
class ParkedEntryDismissed(Event):
    """Somebody decided that a parked entry shall never take effect."""

    kind: ClassVar[str] = "parked_entry.dismissed"
    parked_id: int
    entry_id: int
    subscriber: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class SubscriberRetried(Event):
    """A subscriber was told to try again now instead of waiting."""

    kind: ClassVar[str] = "subscriber.retried"
    subscriber: str


@dataclass(frozen=True, kw_only=True)
class ScheduleHurried(Event):
    """Scheduled work was asked for now."""

    kind: ClassVar[str] = "schedule.hurried"
    schedule_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class WorkerFellSilent(Event):
    """A worker has given no sign of life for a minute."""

    kind: ClassVar[str] = "worker.fell_silent"
    worker_id: int
    worker: str
    seen_at: str
