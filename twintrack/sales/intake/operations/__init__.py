"""Let feedback in from files and other systems."""

from twintrack.sales.intake.operations.held import DecidedAlready, StillUnknown, dismiss, release
from twintrack.sales.intake.operations.running import (
    NotRunning,
    NotStartable,
    NotUndoable,
    advance,
    start,
    stop,
    undo,
)
from twintrack.sales.intake.operations.uploading import (
    ColumnMissing,
    ColumnUnknown,
    NotConfirmable,
    Upload,
    confirm,
    upload,
)

__all__ = [
    "ColumnMissing",
    "ColumnUnknown",
    "DecidedAlready",
    "NotConfirmable",
    "NotRunning",
    "NotStartable",
    "NotUndoable",
    "StillUnknown",
    "Upload",
    "advance",
    "confirm",
    "dismiss",
    "release",
    "start",
    "stop",
    "undo",
    "upload",
]
