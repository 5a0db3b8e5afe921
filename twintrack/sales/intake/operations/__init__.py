"""Let feedback in from files and other systems."""

from twintrack.sales.intake.deciding import DecisionWrong
from twintrack.sales.intake.operations.advancing import advance
from twintrack.sales.intake.operations.held import (
    DecidedAlready,
    FieldUnknown,
    StillUnknown,
    dismiss,
    release,
    wait_again,
)
from twintrack.sales.intake.operations.inbound import (
    SourceNameless,
    SourceNameTaken,
    SourceRevoked,
    Template,
    TemplateWrong,
    add_source,
    change_source,
    rename_source,
    revoke_source,
)
from twintrack.sales.intake.operations.receiving import (
    NotRepeatable,
    dated,
    deliver_again,
    receive,
    unpack,
)
from twintrack.sales.intake.operations.running import (
    NotRunning,
    NotStartable,
    NotUndoable,
    start,
    stop,
    undo,
)
from twintrack.sales.intake.operations.securing import drop_signature, renew_key, want_signature
from twintrack.sales.intake.operations.uploading import (
    ColumnMissing,
    ColumnUnknown,
    NotConfirmable,
    Upload,
    confirm,
    discard,
    upload,
)

__all__ = [
    "ColumnMissing",
    "ColumnUnknown",
    "DecidedAlready",
    "DecisionWrong",
    "FieldUnknown",
    "NotConfirmable",
    "NotRepeatable",
    "NotRunning",
    "NotStartable",
    "NotUndoable",
    "SourceNameTaken",
    "SourceNameless",
    "SourceRevoked",
    "StillUnknown",
    "Template",
    "TemplateWrong",
    "Upload",
    "add_source",
    "advance",
    "change_source",
    "confirm",
    "dated",
    "deliver_again",
    "discard",
    "dismiss",
    "drop_signature",
    "receive",
    "release",
    "rename_source",
    "renew_key",
    "revoke_source",
    "start",
    "stop",
    "undo",
    "unpack",
    "upload",
    "wait_again",
    "want_signature",
]
