"""What CI reports, what people do with tests, and what gates ask for."""

from twintrack.rnd.quality.operations.facts import (
    AddressImpossible,
    BuildFacts,
    CommitImpossible,
    Given,
    NothingReported,
    Reported,
)
from twintrack.rnd.quality.operations.forgetting import forget_old
from twintrack.rnd.quality.operations.gates import (
    GateElsewhere,
    LimitImpossible,
    Limits,
    set_gate,
)
from twintrack.rnd.quality.operations.joining import join_commits, place_anew
from twintrack.rnd.quality.operations.judging import judge_blockers
from twintrack.rnd.quality.operations.muting import (
    DayImpossible,
    OwnerImpossible,
    assign_test,
    mute_test,
    unmute_test,
)
from twintrack.rnd.quality.operations.reporting import report

__all__ = [
    "AddressImpossible",
    "BuildFacts",
    "CommitImpossible",
    "DayImpossible",
    "GateElsewhere",
    "Given",
    "LimitImpossible",
    "Limits",
    "NothingReported",
    "OwnerImpossible",
    "Reported",
    "assign_test",
    "forget_old",
    "join_commits",
    "judge_blockers",
    "mute_test",
    "place_anew",
    "report",
    "set_gate",
    "unmute_test",
]
