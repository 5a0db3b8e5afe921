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
