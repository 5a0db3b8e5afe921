"""Move requirements through their life."""

from twintrack.foundation.access.undoing import ChangedSince, TooLate
from twintrack.rnd.backlog.operations.bulk import (
    MOST,
    Change,
    Outcome,
    ToDay,
    ToMilestone,
    TooMany,
    ToOwner,
    ToPriority,
    ToRelease,
    ToState,
    change_many,
)
from twintrack.rnd.backlog.operations.criteria import (
    CriterionRepeated,
    CriterionUnfit,
    add_criterion,
    move_criterion,
    remove_criterion,
    restore_criterion,
    reword_criterion,
    tick_criterion,
)
from twintrack.rnd.backlog.operations.demand import Demand, set_demand
from twintrack.rnd.backlog.operations.describing import KindUnknown, classify, describe
from twintrack.rnd.backlog.operations.editing import (
    OwnerOutside,
    PriorityUnknown,
    TitleMissing,
    assign,
    prioritise,
    rename,
)
from twintrack.rnd.backlog.operations.locking import Closed
from twintrack.rnd.backlog.operations.merging import (
    NothingToMerge,
    NotMergeable,
    NotMerged,
    OtherProduct,
    merge,
    unmerge,
)
from twintrack.rnd.backlog.operations.opinions import (
    DueBefore,
    NobodyAsked,
    NotAsked,
    Question,
    VerdictMissing,
    View,
    ask_for_review,
    give_opinion,
    withdraw_review,
)
from twintrack.rnd.backlog.operations.ordering import reorder
from twintrack.rnd.backlog.operations.planning import OtherProject, move_date, plan_for
from twintrack.rnd.backlog.operations.progress import NotDecided, advance
from twintrack.rnd.backlog.operations.proposals import Draft, Proposal, propose, propose_all
from twintrack.rnd.backlog.operations.releasing import (
    OtherProductsRelease,
    ReleaseClosed,
    ShippedWithIt,
    plan_into,
)
from twintrack.rnd.backlog.operations.reviews import (
    BuiltAlready,
    ComesBackBefore,
    Decision,
    NothingDecided,
    decide,
    take_back,
)
from twintrack.rnd.backlog.operations.scores import (
    StepUnknown,
    choose_scoring,
    score,
    score_by_wsjf,
)
from twintrack.rnd.backlog.operations.splitting import PartsUnfit, split
from twintrack.rnd.backlog.operations.undoing import undo
from twintrack.rnd.backlog.visibility import PersonCannotSee

__all__ = [
    "MOST",
    "BuiltAlready",
    "Change",
    "ChangedSince",
    "Closed",
    "ComesBackBefore",
    "CriterionRepeated",
    "CriterionUnfit",
    "Decision",
    "Demand",
    "Draft",
    "DueBefore",
    "KindUnknown",
    "NobodyAsked",
    "NotAsked",
    "NotDecided",
    "NotMergeable",
    "NotMerged",
    "NothingDecided",
    "NothingToMerge",
    "OtherProduct",
    "OtherProductsRelease",
    "OtherProject",
    "Outcome",
    "OwnerOutside",
    "PartsUnfit",
    "PersonCannotSee",
    "PriorityUnknown",
    "Proposal",
    "Question",
    "ReleaseClosed",
    "ShippedWithIt",
    "StepUnknown",
    "TitleMissing",
    "ToDay",
    "ToMilestone",
    "ToOwner",
    "ToPriority",
    "ToRelease",
    "ToState",
    "TooLate",
    "TooMany",
    "VerdictMissing",
    "View",
    "add_criterion",
    "advance",
    "ask_for_review",
    "assign",
    "change_many",
    "choose_scoring",
    "classify",
    "decide",
    "describe",
    "give_opinion",
    "merge",
    "move_criterion",
    "move_date",
    "plan_for",
    "plan_into",
    "prioritise",
    "propose",
    "propose_all",
    "remove_criterion",
    "rename",
    "reorder",
    "restore_criterion",
    "reword_criterion",
    "score",
    "score_by_wsjf",
    "set_demand",
    "split",
    "take_back",
    "tick_criterion",
    "undo",
    "unmerge",
    "withdraw_review",
]
