"""What people do with opportunities."""

from twintrack.sales.pipeline.operations.details import (
    AmountImpossible,
    FieldUnknown,
    OpportunityDetails,
    StepHalf,
    change,
    open_opportunity,
)
from twintrack.sales.pipeline.operations.ending import Loss, lose, reopen, win
from twintrack.sales.pipeline.operations.holding import ClosedAlready, NotClosed, StageNotOpen
from twintrack.sales.pipeline.operations.moving import (
    CriteriaMissing,
    Given,
    StageSkipped,
    advance,
)
from twintrack.sales.pipeline.operations.outcomes import (
    CompetitorKnown,
    add_reason,
    change_reason,
    know_competitor,
    rename_competitor,
)
from twintrack.sales.pipeline.operations.people import (
    CannotJoin,
    ContactElsewhere,
    add_member,
    place_contact,
    remove_contact,
    remove_member,
)
from twintrack.sales.pipeline.operations.settings import (
    CheckUnknown,
    LastStage,
    NumberImpossible,
    PlaceMissing,
    StageDetails,
    StageRetired,
    add_stage,
    change_stage,
    move_stage,
    restore_stage,
    retire_stage,
)
from twintrack.sales.pipeline.operations.undoing import undo_move

__all__ = [
    "AmountImpossible",
    "CannotJoin",
    "CheckUnknown",
    "ClosedAlready",
    "CompetitorKnown",
    "ContactElsewhere",
    "CriteriaMissing",
    "FieldUnknown",
    "Given",
    "LastStage",
    "Loss",
    "NotClosed",
    "NumberImpossible",
    "OpportunityDetails",
    "PlaceMissing",
    "StageDetails",
    "StageNotOpen",
    "StageRetired",
    "StageSkipped",
    "StepHalf",
    "add_member",
    "add_reason",
    "add_stage",
    "advance",
    "change",
    "change_reason",
    "change_stage",
    "know_competitor",
    "lose",
    "move_stage",
    "open_opportunity",
    "place_contact",
    "remove_contact",
    "remove_member",
    "rename_competitor",
    "reopen",
    "restore_stage",
    "retire_stage",
    "undo_move",
    "win",
]
