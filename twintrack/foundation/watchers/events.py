"""What happens to who watches an object."""

from dataclasses import dataclass
from typing import ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class WatchStarted(Event):
    """Somebody wants to be told of what happens to an object."""

    kind: ClassVar[str] = "watch.started"
    user_id: int


@dataclass(frozen=True, kw_only=True)
class WatchStopped(Event):
    """Somebody does not want to be told any more."""

    kind: ClassVar[str] = "watch.stopped"
    user_id: int
