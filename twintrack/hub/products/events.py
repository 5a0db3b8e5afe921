"""What happens to products."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class ProductAdded(Event):
    """A product is looked after from now on."""

    kind: ClassVar[str] = "product.added"
    product_id: int
    code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class ModuleAdded(Event):
    """A product got another module."""

    kind: ClassVar[str] = "product.module_added"
    product_id: int
    module_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class VersionAdded(Event):
    """A product got another version."""

    kind: ClassVar[str] = "product.version_added"
    product_id: int
    version_id: int
    name: str
    released_on: date | None


@dataclass(frozen=True, kw_only=True)
class ProductChanged(Event):
    """A product's name, owner, or who sees it changed; values stand as they were and are."""

    kind: ClassVar[str] = "product.changed"
    product_id: int
    code: str
    name: str
    fields: list[str]
    came_from: dict[str, str]
    to: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class ModuleChanged(Event):
    """A module was renamed, or put at another place in the tree."""

    kind: ClassVar[str] = "product.module_changed"
    product_id: int
    module_id: int
    came_from: str
    name: str
    is_moved: bool
    parent_name: str


@dataclass(frozen=True, kw_only=True)
class ModuleRetired(Event):
    """A module, with those below it, is not offered any more."""

    kind: ClassVar[str] = "product.module_retired"
    product_id: int
    module_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class ModuleRestored(Event):
    """A retired module is offered again."""

    kind: ClassVar[str] = "product.module_restored"
    product_id: int
    module_id: int
    name: str


@dataclass(frozen=True, kw_only=True)
class VersionChanged(Event):
    """A version's name or days changed; the days are those that hold now."""

    kind: ClassVar[str] = "product.version_changed"
    product_id: int
    version_id: int
    name: str
    fields: list[str]
    planned_on: date | None
    released_on: date | None
    withdrawn_on: date | None


@dataclass(frozen=True, kw_only=True)
class ExposureNoted(Event):
    """It was noted how many of a product were in use in some weeks."""

    kind: ClassVar[str] = "product.exposure_noted"
    product_id: int
    rows: int
    first_week: date
    last_week: date
