"""What happens to labels, and to the objects that carry them."""

from dataclasses import dataclass
from typing import ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class LabelAdded(Event):
    """The company has another label."""

    kind: ClassVar[str] = "label.added"
    label_id: int
    name: str
    colour: str


@dataclass(frozen=True, kw_only=True)
class LabelChanged(Event):
    """A label has another name or colour."""

    kind: ClassVar[str] = "label.changed"
    label_id: int
    came_from: str
    name: str
    colour: str


@dataclass(frozen=True, kw_only=True)
class LabelRemoved(Event):
    """A label is not used any more."""

    kind: ClassVar[str] = "label.removed"
    label_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class LabelRestored(Event):
    """A removed label is used again, on all that carried it."""

    kind: ClassVar[str] = "label.restored"
    label_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class ObjectLabelled(Event):
    """Labels were put on an object, or taken off; told by their ids and names."""

    kind: ClassVar[str] = "object.labelled"
    put_on_ids: tuple[int, ...]
    put_on: tuple[str, ...]
    taken_off_ids: tuple[int, ...]
    taken_off: tuple[str, ...]
