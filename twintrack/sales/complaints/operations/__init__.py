"""What is done with complaints."""

from twintrack.sales.complaints.causes import Cause
from twintrack.sales.complaints.operations.answering import (
    AnsweredAlready,
    BreachUnexplained,
    NotBroken,
    ReplyMissing,
    ResolvedAlready,
    explain_breach,
    note_answer,
    respond,
)
from twintrack.sales.complaints.operations.clocks import (
    Begun,
    call_again,
    call_off,
    raise_signals,
    retarget,
    start_all,
)
from twintrack.sales.complaints.operations.confirming import SaidLater, ask_to_confirm, confirm
from twintrack.sales.complaints.operations.pausing import (
    NothingRuns,
    NotPaused,
    PausedAlready,
    ReasonUnknown,
    pause,
    resume,
)
from twintrack.sales.complaints.operations.replies import (
    PlaceUnknown,
    ReplyTexts,
    TemplateEmpty,
    add_template,
    change_template,
    restore_template,
    retire_template,
)
from twintrack.sales.complaints.operations.resolving import (
    CauseMissing,
    NotResolved,
    note_reopening,
    note_resolution,
    reopen,
    resolve,
)

__all__ = [
    "AnsweredAlready",
    "Begun",
    "BreachUnexplained",
    "Cause",
    "CauseMissing",
    "NotBroken",
    "NotPaused",
    "NotResolved",
    "NothingRuns",
    "PausedAlready",
    "PlaceUnknown",
    "ReasonUnknown",
    "ReplyMissing",
    "ReplyTexts",
    "ResolvedAlready",
    "SaidLater",
    "TemplateEmpty",
    "add_template",
    "ask_to_confirm",
    "call_again",
    "call_off",
    "change_template",
    "confirm",
    "explain_breach",
    "note_answer",
    "note_reopening",
    "note_resolution",
    "pause",
    "raise_signals",
    "reopen",
    "resolve",
    "respond",
    "restore_template",
    "resume",
    "retarget",
    "retire_template",
    "start_all",
]
