"""Plan releases, freeze them, ship them and take them back."""

from twintrack.rnd.releases.operations.gating import GateHasNoTarget, GateUnknown, set_gate
from twintrack.rnd.releases.operations.moving import freeze, move
from twintrack.rnd.releases.operations.planning import (
    NameMissing,
    NameTaken,
    OwnerUnfit,
    ReleaseDetails,
    ShippedAlready,
    change_release,
    plan_release,
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

__all__ = [
    "GateHasNoTarget",
    "GateUnknown",
    "GatesNotMet",
    "MayNotWaive",
    "NameMissing",
    "NameTaken",
    "NotYet",
    "OwnerUnfit",
    "ReleaseDetails",
    "Shipment",
    "ShippedAlready",
    "TargetUnfit",
    "change_release",
    "freeze",
    "move",
    "plan_release",
    "restore",
    "set_gate",
    "ship",
    "withdraw",
]
