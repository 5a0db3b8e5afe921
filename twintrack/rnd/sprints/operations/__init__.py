"""What people do with the work in iterations."""

from twintrack.rnd.sprints.operations.boards import LimitReached, set_policy
from twintrack.rnd.sprints.operations.closing import (
    NextMissing,
    Undecided,
    close_iteration,
)
from twintrack.rnd.sprints.operations.looking_back import (
    NotAnAction,
    NotYours,
    ProductMissing,
    TakenUpAlready,
    TextMissing,
    note_review,
    remove_note,
    take_up,
    vote,
    write_note,
)
from twintrack.rnd.sprints.operations.planning import place

__all__ = [
    "LimitReached",
    "NextMissing",
    "NotAnAction",
    "NotYours",
    "ProductMissing",
    "TakenUpAlready",
    "TextMissing",
    "Undecided",
    "close_iteration",
    "note_review",
    "place",
    "remove_note",
    "set_policy",
    "take_up",
    "vote",
    "write_note",
]
