"""Move requirements through their life."""

from twintrack.rnd.backlog.operations.bulk import (
    MOST,
    Change,
    Outcome,
    ToDay,
    ToMilestone,
    TooMany,
    ToOwner,
    ToPriority,
    ToState,
    change_many,
)
from twintrack.rnd.backlog.operations.demand import set_demand
from twintrack.rnd.backlog.operations.editing import (
    OwnerOutside,
    PriorityUnknown,
    TitleMissing,
    assign,
    prioritise,
    rename,
)
from twintrack.rnd.backlog.operations.ordering import reorder
from twintrack.rnd.backlog.operations.planning import OtherProject, move_date, plan_for
from twintrack.rnd.backlog.operations.progress import NotDecided, StateNotReachable, advance
from twintrack.rnd.backlog.operations.proposals import Proposal, propose
from twintrack.rnd.backlog.operations.reviews import (
    BuiltAlready,
    Decision,
    ReasonMissing,
    decide,
    score,
)
from twintrack.rnd.backlog.operations.undoing import ChangedSince, TooLate, undo

__all__ = [
    "MOST",
    "BuiltAlready",
    "Change",
    "ChangedSince",
    "Decision",
    "NotDecided",
    "OtherProject",
    "Outcome",
    "OwnerOutside",
    "PriorityUnknown",
    "Proposal",
    "ReasonMissing",
    "StateNotReachable",
    "TitleMissing",
    "ToDay",
    "ToMilestone",
    "ToOwner",
    "ToPriority",
    "ToState",
    "TooLate",
    "TooMany",
    "advance",
    "assign",
    "change_many",
    "decide",
    "move_date",
    "plan_for",
    "prioritise",
    "propose",
    "rename",
    "reorder",
    "score",
    "set_demand",
    "undo",
]
