"""What people do with iterations."""

from twintrack.rnd.iterations.operations.cadences import (
    CadenceMissing,
    PatternAlike,
    plan_next,
    set_cadence,
)
from twintrack.rnd.iterations.operations.planning import (
    DatesCrossed,
    DatesTaken,
    FieldUnknown,
    IterationDetails,
    IterationOver,
    TooLong,
    change_iteration,
    plan_iteration,
)
from twintrack.rnd.iterations.operations.running import (
    AnotherRuns,
    cancel_iteration,
    complete_iteration,
    start_iteration,
)

__all__ = [
    "AnotherRuns",
    "CadenceMissing",
    "DatesCrossed",
    "DatesTaken",
    "FieldUnknown",
    "IterationDetails",
    "IterationOver",
    "PatternAlike",
    "TooLong",
    "cancel_iteration",
    "change_iteration",
    "complete_iteration",
    "plan_iteration",
    "plan_next",
    "set_cadence",
    "start_iteration",
]
