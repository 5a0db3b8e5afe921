"""What happens to imports, to addresses for other systems, and to rows that wait."""

from dataclasses import dataclass
from typing import ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class ImportUploaded(Event):
    """Somebody sent a file of feedback."""

    kind: ClassVar[str] = "import.uploaded"
    run_id: int
    number: str
    name: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class ImportMapped(Event):
    """The columns of a file are confirmed; its rows are checked."""

    kind: ClassVar[str] = "import.mapped"
    run_id: int
    number: str


@dataclass(frozen=True, kw_only=True)
class ImportStarted(Event):
    """The checked rows of a file are to become feedback."""

    kind: ClassVar[str] = "import.started"
    run_id: int
    number: str
    rows: int
    position: int


@dataclass(frozen=True, kw_only=True)
class ImportAdvanced(Event):
    """A chunk of rows was handled; the next one begins behind the position."""

    kind: ClassVar[str] = "import.advanced"
    run_id: int
    number: str
    state: str
    position: int
    done: int
    total: int


@dataclass(frozen=True, kw_only=True)
class ImportFinished(Event):
    """A step of an import is done: its rows are checked, recorded or taken back."""

    kind: ClassVar[str] = "import.finished"
    run_id: int
    number: str
    state: str
    recorded: int
    known: int
    held: int
    refused: int
    withdrawn: int
    kept: int


@dataclass(frozen=True, kw_only=True)
class ImportStopped(Event):
    """An import stopped before its end: a person wished it, or its owner may not go on."""

    kind: ClassVar[str] = "import.stopped"
    run_id: int
    number: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ImportUndoStarted(Event):
    """What an import recorded is taken back."""

    kind: ClassVar[str] = "import.undo_started"
    run_id: int
    number: str


@dataclass(frozen=True, kw_only=True)
class HeldRowRecorded(Event):
    """A row that had waited became feedback."""

    kind: ClassVar[str] = "held_row.recorded"
    held_id: int
    feedback_id: int
    number: str


@dataclass(frozen=True, kw_only=True)
class HeldRowDismissed(Event):
    """A row that had waited is not wanted."""

    kind: ClassVar[str] = "held_row.dismissed"
    held_id: int
    source: str
    external_id: str


@dataclass(frozen=True, kw_only=True)
class HeldRowWaitsAgain(Event):
    """A row that was not wanted waits to be decided on after all."""

    kind: ClassVar[str] = "held_row.waits_again"
    held_id: int
    source: str
    external_id: str


@dataclass(frozen=True, kw_only=True)
class InboundAdded(Event):
    """Another system may send what customers say."""

    kind: ClassVar[str] = "inbound.added"
    source_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class InboundChanged(Event):
    """How an address reads what it is sent is set anew."""

    kind: ClassVar[str] = "inbound.changed"
    source_id: int
    name: str
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class InboundRevoked(Event):
    """An address takes nothing any more."""

    kind: ClassVar[str] = "inbound.revoked"
    source_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class InboundReceived(Event):
    """Another system sent something; the outcome says what became of it."""

    kind: ClassVar[str] = "inbound.received"
    source_id: int
    name: str
    outcome: str
    external_id: str
    delivery_id: int


@dataclass(frozen=True, kw_only=True)
class InboundRenamed(Event):
    """An address is called something else."""

    kind: ClassVar[str] = "inbound.renamed"
    source_id: int
    name: str
    before: str


@dataclass(frozen=True, kw_only=True)
class InboundKeyRenewed(Event):
    """An address has a new key; the old one opens nothing."""

    kind: ClassVar[str] = "inbound.key_renewed"
    source_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class InboundSigned(Event):
    """An address takes only signed deliveries, with a new secret."""

    kind: ClassVar[str] = "inbound.signed"
    source_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class InboundUnsigned(Event):
    """An address takes deliveries that are not signed too."""

    kind: ClassVar[str] = "inbound.unsigned"
    source_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class InboundDeliveredAgain(Event):
    """A person let in once more what was refused or held."""

    kind: ClassVar[str] = "inbound.delivered_again"
    source_id: int
    name: str
    outcome: str
    external_id: str
    delivery_id: int
    again_of: int
