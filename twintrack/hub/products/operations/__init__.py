"""What people do with products, their modules, versions and installed base."""

from twintrack.hub.products.operations.exposure import ExposureRow, WeekImpossible, note_exposure
from twintrack.hub.products.operations.modules import (
    OtherProduct,
    WouldBeInsideItself,
    add_module,
    change_module,
    restore_module,
    retire_module,
)
from twintrack.hub.products.operations.products import (
    FieldUnknown,
    NameMissing,
    NameTaken,
    TeamMissing,
    add_product,
    change_product,
)
from twintrack.hub.products.operations.versions import (
    KeptElsewhere,
    WithdrawnBeforeRelease,
    add_version,
    change_version,
    keep_version,
)

__all__ = [
    "ExposureRow",
    "FieldUnknown",
    "KeptElsewhere",
    "NameMissing",
    "NameTaken",
    "OtherProduct",
    "TeamMissing",
    "WeekImpossible",
    "WithdrawnBeforeRelease",
    "WouldBeInsideItself",
    "add_module",
    "add_product",
    "add_version",
    "change_module",
    "change_product",
    "change_version",
    "keep_version",
    "note_exposure",
    "restore_module",
    "retire_module",
]
