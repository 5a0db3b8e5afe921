"""What happens to customers."""

from dataclasses import dataclass
from typing import ClassVar

from twintrack.foundation.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class CustomerAdded(Event):
    """A company is a customer, or may become one."""

    kind: ClassVar[str] = "customer.added"
    customer_id: int
    number: str
    name: str


@dataclass(frozen=True, kw_only=True)
class ContactAdded(Event):
    """A person at a customer is known."""

    kind: ClassVar[str] = "customer.contact_added"
    customer_id: int
    contact_id: int
    name: str
