"""Plan releases, freeze them, ship them and take them back."""

from twintrack.rnd.releases.operations.gating import GateHasNoTarget, GateUnknown, set_gate
from twintrack.rnd.releases.operations.moving import freeze, move
from twintrack.rnd.releases.operations.noting import (
    LanguageUnknown,
    NotesTooLong,
    draft_notes,
    write_notes,
)
from twintrack.rnd.releases.operations.planning import (
    NameMissing,
    NameTaken,
    OwnerUnfit,
    ReleaseDetails,
    ShippedAlready,
    change_release,
    plan_release,
)
from twintrack.rnd.releases.operations.rolling import (
    NotRolling,
    Rollout,
    StepsUnfit,
    pause_rollout,
    plan_rollout,
    resume_rollout,
)
from twintrack.rnd.releases.operations.shipping import (
    GatesNotMet,
    MayNotWaive,
    NotYet,
    Shipment,
    TargetUnfit,
    restore,
    ship,
    withdraw,
)
from twintrack.rnd.releases.operations.watching import note_gates

__all__ = [
    "GateHasNoTarget",
    "GateUnknown",
    "GatesNotMet",
    "LanguageUnknown",
    "MayNotWaive",
    "NameMissing",
    "NameTaken",
    "NotRolling",
    "NotYet",
    "NotesTooLong",
    "OwnerUnfit",
    "ReleaseDetails",
    "Rollout",
    "Shipment",
    "ShippedAlready",
    "StepsUnfit",
    "TargetUnfit",
    "change_release",
    "draft_notes",
    "freeze",
    "move",
    "note_gates",
    "pause_rollout",
    "plan_release",
    "plan_rollout",
    "restore",
    "resume_rollout",
    "set_gate",
    "ship",
    "withdraw",
    "write_notes",
]
