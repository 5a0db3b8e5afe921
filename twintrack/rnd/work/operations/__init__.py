"""Write work items down, move them on, change what they say."""

from twintrack.foundation.access.undoing import ChangedSince, TooLate
from twintrack.rnd.work.fields import (
    AssigneeOutside,
    InCircles,
    IterationOver,
    OtherProduct,
    ReleaseOut,
    TitleMissing,
    ValueUnfit,
)
from twintrack.rnd.work.operations.adding import Work, add, add_all
from twintrack.rnd.work.operations.blocking import NotBlocked, NothingToBlock, block, unblock
from twintrack.rnd.work.operations.bulk import MOST, Outcome, TooMany, change_many
from twintrack.rnd.work.operations.editing import (
    UNSEEN,
    Edit,
    FieldUnknown,
    NotADefect,
    change,
)
from twintrack.rnd.work.operations.linking import LinkUnfit, link, unlink
from twintrack.rnd.work.operations.moving import move, reorder
from twintrack.rnd.work.operations.undoing import undo

__all__ = [
    "MOST",
    "UNSEEN",
    "AssigneeOutside",
    "ChangedSince",
    "Edit",
    "FieldUnknown",
    "InCircles",
    "IterationOver",
    "LinkUnfit",
    "NotADefect",
    "NotBlocked",
    "NothingToBlock",
    "OtherProduct",
    "Outcome",
    "ReleaseOut",
    "TitleMissing",
    "TooLate",
    "TooMany",
    "ValueUnfit",
    "Work",
    "add",
    "add_all",
    "block",
    "change",
    "change_many",
    "link",
    "move",
    "reorder",
    "unblock",
    "undo",
    "unlink",
]
