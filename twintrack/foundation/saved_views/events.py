"""What happens to saved views."""

from dataclasses import dataclass
from typing import ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class SavedViewAdded(Event):
    """Somebody gave the filters of a list a name."""

    kind: ClassVar[str] = "saved_view.added"
    saved_view_id: int
    place: str
    name: str
    query: str
    is_shared: bool


@dataclass(frozen=True, kw_only=True)
class SavedViewChanged(Event):
    """A saved view was renamed, shared, or got other filters."""

    kind: ClassVar[str] = "saved_view.changed"
    saved_view_id: int
    name: str
    query: str
    is_shared: bool


@dataclass(frozen=True, kw_only=True)
class SavedViewRemoved(Event):
    """A saved view was taken away."""

    kind: ClassVar[str] = "saved_view.removed"
    saved_view_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class SavedViewRestored(Event):
    """A saved view that was taken away came back."""

    kind: ClassVar[str] = "saved_view.restored"
    saved_view_id: int
    name: str
