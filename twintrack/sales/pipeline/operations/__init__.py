"""What people do with opportunities."""

from twintrack.sales.pipeline.operations.details import (
    AmountImpossible,
    FieldUnknown,
    OpportunityDetails,
    change,
    open_opportunity,
)
from twintrack.sales.pipeline.operations.stages import (
    ClosedAlready,
    NotClosed,
    StageNotOpen,
    advance,
    lose,
    reopen,
    win,
)

__all__ = [
    "AmountImpossible",
    "ClosedAlready",
    "FieldUnknown",
    "NotClosed",
    "OpportunityDetails",
    "StageNotOpen",
    "advance",
    "change",
    "lose",
    "open_opportunity",
    "reopen",
    "win",
]
