"""Let feedback in from files and other systems."""

from twintrack.sales.intake.operations.held import DecidedAlready, StillUnknown, dismiss, release
from twintrack.sales.intake.operations.inbound import (
    SourceNameTaken,
    SourceRevoked,
    Template,
    TemplateWrong,
    add_source,
    change_source,
    revoke_source,
)
from twintrack.sales.intake.operations.receiving import receive, unpack
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
    "SourceNameTaken",
    "SourceRevoked",
    "StillUnknown",
    "Template",
    "TemplateWrong",
    "Upload",
    "add_source",
    "advance",
    "change_source",
    "confirm",
    "dismiss",
    "receive",
    "release",
    "revoke_source",
    "start",
    "stop",
    "undo",
    "unpack",
    "upload",
]
