"""Raise risks, answer them, and set the rules that warn by themselves."""

from twintrack.hub.risks.operations.raising import (
    CHANGEABLE,
    EstimateImpossible,
    FieldUnknown,
    OtherProduct,
    OwnerUnfit,
    RiskDetails,
    WordsMissing,
    change,
    move,
    raise_risk,
)
from twintrack.hub.risks.operations.tuning import (
    MutedAlready,
    MutedBackwards,
    Silence,
    ValueOutside,
    mute,
    tune,
    unmute,
)
from twintrack.hub.risks.operations.warning import clear, judge, warn

__all__ = [
    "CHANGEABLE",
    "EstimateImpossible",
    "FieldUnknown",
    "MutedAlready",
    "MutedBackwards",
    "OtherProduct",
    "OwnerUnfit",
    "RiskDetails",
    "Silence",
    "ValueOutside",
    "WordsMissing",
    "change",
    "clear",
    "judge",
    "move",
    "mute",
    "raise_risk",
    "tune",
    "unmute",
    "warn",
]
