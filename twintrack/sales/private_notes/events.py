"""What happens to private notes: never what they say, nor on whom."""

from dataclasses import dataclass
from typing import ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class PrivateNoteWritten(Event):
    """Somebody wrote a note for themselves."""

    kind: ClassVar[str] = "private_note.written"
    note_id: int


@dataclass(frozen=True, kw_only=True)
class PrivateNoteChanged(Event):
    """The author changed a note, or who may read it."""

    kind: ClassVar[str] = "private_note.changed"
    note_id: int
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class PrivateNoteRemoved(Event):
    """The author removed a note; its words are gone."""

    kind: ClassVar[str] = "private_note.removed"
    note_id: int
