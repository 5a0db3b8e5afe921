"""What happens to the catalogue, to prices and to costs."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from twintrack.foundation.ledger.events import Amount, Event


@dataclass(frozen=True, kw_only=True)
class ItemAdded(Event):
    """Something more is sold."""

    kind: ClassVar[str] = "catalogue_item.added"
    item_id: int
    code: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, kw_only=True)
class ItemChanged(Event):
    """What is known of something that is sold changed; values stand as they are written."""

    kind: ClassVar[str] = "catalogue_item.changed"
    item_id: int
    code: str
    fields: list[str]
    came_from: dict[str, str]
    to: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class CostSet(Event):
    """What an item costs the company was written down; how much stands with the item alone."""

    kind: ClassVar[str] = "catalogue_item.cost_set"
    item_id: int
    code: str


@dataclass(frozen=True, kw_only=True)
class BookOpened(Event):
    """There is another price book."""

    kind: ClassVar[str] = "price_book.opened"
    book_id: int
    name_zh: str
    name_en: str
    currency: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, kw_only=True)
class BookChanged(Event):
    """When or for whom a price book holds changed; values stand as they are written."""

    kind: ClassVar[str] = "price_book.changed"
    book_id: int
    name_zh: str
    name_en: str
    fields: list[str]
    came_from: dict[str, str]
    to: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class PricesSet(Event):
    """An item has other prices in a price book: per quantity from which on each holds."""

    kind: ClassVar[str] = "price_book.priced"
    book_id: int
    name_zh: str
    name_en: str
    version: int
    item_id: int
    code: str
    currency: str
    came_from: dict[str, Amount]
    to: dict[str, Amount]
