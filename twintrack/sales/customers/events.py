"""What happens to customers."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from twintrack.foundation.ledger.events import Event, Personal


@dataclass(frozen=True, kw_only=True)
class CustomerAdded(Event):
    """A company is a customer, or may become one."""

    kind: ClassVar[str] = "customer.added"
    customer_id: int
    number: str
    name: str


@dataclass(frozen=True, kw_only=True)
class CustomerChanged(Event):
    """What is known of a customer changed; values stand as they were and are written."""

    kind: ClassVar[str] = "customer.changed"
    customer_id: int
    number: str
    name: str
    fields: list[str]
    came_from: dict[str, str]
    to: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class CustomerHandedOver(Event):
    """Somebody else looks after a customer."""

    kind: ClassVar[str] = "customer.handed_over"
    customer_id: int
    number: str
    name: str
    came_from_id: int
    came_from_name: str
    to_id: int
    to_name: str
    note: str


@dataclass(frozen=True, kw_only=True)
class CustomerSegmented(Event):
    """A customer came into another segment."""

    kind: ClassVar[str] = "customer.segmented"
    customer_id: int
    number: str
    name: str
    came_from: str
    to: str


@dataclass(frozen=True, kw_only=True)
class ContactAdded(Event):
    """A person at a customer is known."""

    kind: ClassVar[str] = "customer.contact_added"
    customer_id: int
    contact_id: int
    name: Personal


@dataclass(frozen=True, kw_only=True)
class ContactChanged(Event):
    """What is known of a person at a customer changed."""

    kind: ClassVar[str] = "customer.contact_changed"
    customer_id: int
    contact_id: int
    name: Personal
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class ContactDeactivated(Event):
    """A person is no longer the one to talk to at a customer."""

    kind: ClassVar[str] = "customer.contact_deactivated"
    customer_id: int
    contact_id: int
    name: Personal


@dataclass(frozen=True, kw_only=True)
class ContactReactivated(Event):
    """A person can be talked to at a customer again."""

    kind: ClassVar[str] = "customer.contact_reactivated"
    customer_id: int
    contact_id: int
    name: Personal


@dataclass(frozen=True, kw_only=True)
class ContactConsentNoted(Event):
    """A person at a customer may be reached on a channel from a day on, or may not any more."""

    kind: ClassVar[str] = "customer.contact_consent_noted"
    customer_id: int
    contact_id: int
    name: Personal
    consent_id: int
    channel: str
    state: str
    on: date
    way: str


@dataclass(frozen=True, kw_only=True)
class ContactExported(Event):
    """All that is known of a person at a customer was given out."""

    kind: ClassVar[str] = "customer.contact_exported"
    customer_id: int
    contact_id: int
    name: Personal


@dataclass(frozen=True, kw_only=True)
class ContactErased(Event):
    """A person's values were taken out of so many rows, and of so many entries before this one."""

    kind: ClassVar[str] = "customer.contact_erased"
    customer_id: int
    contact_id: int
    rows: int
    entries: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ProductInstalled(Event):
    """A customer uses a product."""

    kind: ClassVar[str] = "customer.product_installed"
    customer_id: int
    installation_id: int
    product_id: int
    product_name: str
    version_name: str


@dataclass(frozen=True, kw_only=True)
class ProductRemoved(Event):
    """A customer does not use a product any more."""

    kind: ClassVar[str] = "customer.product_removed"
    customer_id: int
    installation_id: int
    product_id: int
    product_name: str
    version_name: str


@dataclass(frozen=True, kw_only=True)
class CustomerMerged(Event):
    """Two customers were one; the kept one has so many things of the other one from now on."""

    kind: ClassVar[str] = "customer.merged"
    customer_id: int
    number: str
    name: str
    merge_id: int
    merged_id: int
    merged_number: str
    merged_name: str
    things: int


@dataclass(frozen=True, kw_only=True)
class CustomerMergeUndone(Event):
    """Two customers were not one after all; each has again what it had."""

    kind: ClassVar[str] = "customer.merge_undone"
    customer_id: int
    number: str
    name: str
    merged_id: int
    merged_number: str
    merged_name: str


@dataclass(frozen=True, kw_only=True)
class CustomerThingsFollowed(Event):
    """So many things that came to a merged customer meanwhile are at the kept one now."""

    kind: ClassVar[str] = "customer.things_followed"
    customer_id: int
    number: str
    name: str
    merged_id: int
    merged_number: str
    merged_name: str
    things: int


@dataclass(frozen=True, kw_only=True)
class PairDismissed(Event):
    """Two customers look alike and are not one; they are not proposed again as they are."""

    kind: ClassVar[str] = "customer.pair_dismissed"
    customer_id: int
    number: str
    name: str
    other_id: int
    other_number: str
    other_name: str


@dataclass(frozen=True, kw_only=True)
class PairDismissalUndone(Event):
    """Two customers may be one after all, and are proposed again."""

    kind: ClassVar[str] = "customer.pair_dismissal_undone"
    customer_id: int
    number: str
    name: str
    other_id: int
    other_number: str
    other_name: str
