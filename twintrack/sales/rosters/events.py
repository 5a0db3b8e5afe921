"""What happens to files of customers."""

from dataclasses import dataclass
from typing import ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class _OfImport(Event):
    import_id: int
    number: str


@dataclass(frozen=True, kw_only=True)
class CustomerFileSent(_OfImport):
    """A file of customers came; its rows are checked, nothing is taken in yet."""

    kind: ClassVar[str] = "customer_import.sent"
    name: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class CustomerFileMapped(_OfImport):
    """Other columns of a file say what of customers; its rows are checked anew."""

    kind: ClassVar[str] = "customer_import.mapped"


@dataclass(frozen=True, kw_only=True)
class CustomerRowDecided(_OfImport):
    """Somebody said what becomes of a row whose customer is known."""

    kind: ClassVar[str] = "customer_import.row_decided"
    line: int
    decision: str


@dataclass(frozen=True, kw_only=True)
class CustomerImportStarted(_OfImport):
    """The rows of a file are taken in from now on."""

    kind: ClassVar[str] = "customer_import.started"
    policy: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class CustomerImportAdvanced(_OfImport):
    """Some rows of a file were handled."""

    kind: ClassVar[str] = "customer_import.advanced"
    state: str
    position: int


@dataclass(frozen=True, kw_only=True)
class CustomerImportFinished(_OfImport):
    """All rows of a file were checked, taken in or taken back; so many of each."""

    kind: ClassVar[str] = "customer_import.finished"
    state: str
    counts: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class CustomerImportUndoStarted(_OfImport):
    """What a file brought is taken back, but for what somebody worked with since."""

    kind: ClassVar[str] = "customer_import.undo_started"
