"""What is done with files of customers."""

from twintrack.sales.rosters.operations.advancing import advance
from twintrack.sales.rosters.operations.sending import (
    ColumnMissing,
    DecisionUnfit,
    FileTooLarge,
    NotChecked,
    NotTakenIn,
    decide,
    remap,
    send,
    start,
    undo,
)

__all__ = [
    "ColumnMissing",
    "DecisionUnfit",
    "FileTooLarge",
    "NotChecked",
    "NotTakenIn",
    "advance",
    "decide",
    "remap",
    "send",
    "start",
    "undo",
]
