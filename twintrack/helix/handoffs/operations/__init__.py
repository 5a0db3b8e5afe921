"""Hand feedback over to R&D, and move it to where it belongs."""

from twintrack.helix.handoffs.operations.attaching import (
    HandedOverAlready,
    MovedMeanwhile,
    NothingToTakeBack,
    OtherProduct,
    attach,
    separate,
    take_back,
)
from twintrack.helix.handoffs.operations.demand import follow_feedback, recount, recount_customer
from twintrack.helix.handoffs.operations.handing import Asked, SetAside, hand_over, hand_over_all
from twintrack.helix.handoffs.operations.proposals import (
    ProposalSettled,
    accept,
    dismiss,
    keep_as_own,
    reopen,
)
from twintrack.helix.handoffs.operations.thresholds import ThresholdsCrossed, set_thresholds

__all__ = [
    "Asked",
    "HandedOverAlready",
    "MovedMeanwhile",
    "NothingToTakeBack",
    "OtherProduct",
    "ProposalSettled",
    "SetAside",
    "ThresholdsCrossed",
    "accept",
    "attach",
    "dismiss",
    "follow_feedback",
    "hand_over",
    "hand_over_all",
    "keep_as_own",
    "recount",
    "recount_customer",
    "reopen",
    "separate",
    "set_thresholds",
    "take_back",
]
