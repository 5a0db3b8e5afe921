"""What people do with visits."""

from twintrack.sales.visits.operations.ending import cancel, miss_all, undo
from twintrack.sales.visits.operations.hearing import HeardElsewhere, hear
from twintrack.sales.visits.operations.holding import (
    CheckedInAlready,
    GoesSomebodyElse,
    NotAhead,
    NotBegun,
    NotHeldYet,
)
from twintrack.sales.visits.operations.noting import (
    Noted,
    NoteMissing,
    SectionUnknown,
    finish,
    rewrite,
)
from twintrack.sales.visits.operations.planning import (
    ContactElsewhere,
    EndsTooEarly,
    FieldUnknown,
    OpportunityElsewhere,
    TooLong,
    VisitDetails,
    change,
    move,
    plan,
)
from twintrack.sales.visits.operations.settings import (
    SectionsMissing,
    TargetImpossible,
    TemplateDetails,
    add_template,
    change_template,
    set_target,
)
from twintrack.sales.visits.operations.there import PositionImpossible, check_in

__all__ = [
    "CheckedInAlready",
    "ContactElsewhere",
    "EndsTooEarly",
    "FieldUnknown",
    "GoesSomebodyElse",
    "HeardElsewhere",
    "NotAhead",
    "NotBegun",
    "NotHeldYet",
    "NoteMissing",
    "Noted",
    "OpportunityElsewhere",
    "PositionImpossible",
    "SectionUnknown",
    "SectionsMissing",
    "TargetImpossible",
    "TemplateDetails",
    "TooLong",
    "VisitDetails",
    "add_template",
    "cancel",
    "change",
    "change_template",
    "check_in",
    "finish",
    "hear",
    "miss_all",
    "move",
    "plan",
    "rewrite",
    "set_target",
    "undo",
]
