"""What happens to contracts."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from twintrack.foundation.ledger.events import Amount, Event, Personal


@dataclass(frozen=True, kw_only=True)
class ContractEvent(Event):
    """What every entry on a contract says: which one, for whom."""

    contract_id: int
    number: str
    customer_id: int


@dataclass(frozen=True, kw_only=True)
class ContractDrafted(ContractEvent):
    """Somebody began to write a contract: from a quote, after another one, or by hand with why."""

    kind: ClassVar[str] = "contract.drafted"
    title: str
    quote: str
    follows: str
    reason: str
    currency: str
    amount: Amount


@dataclass(frozen=True, kw_only=True)
class ContractChanged(ContractEvent):
    """What is known of a contract besides its terms changed; values stand as they are written."""

    kind: ClassVar[str] = "contract.changed"
    fields: list[str]
    came_from: dict[str, str]
    to: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class ContractTermsWritten(ContractEvent):
    """The terms of a draft, or of an amendment that is not signed yet, were written anew."""

    kind: ClassVar[str] = "contract.terms_written"
    ordinal: int
    currency: str
    came_from: Amount
    to: Amount
    starts_on: date
    ends_on: date
    instalments: int


@dataclass(frozen=True, kw_only=True)
class ContractSigned(ContractEvent):
    """Both sides signed a contract."""

    kind: ClassVar[str] = "contract.signed"
    opportunity_id: int | None
    quote_id: int | None
    signed_on: date
    by_us: str
    by_them: Personal
    how: str
    currency: str
    amount: Amount
    starts_on: date
    ends_on: date
    state: str


@dataclass(frozen=True, kw_only=True)
class ContractActivated(ContractEvent):
    """The term of a contract began."""

    kind: ClassVar[str] = "contract.activated"


@dataclass(frozen=True, kw_only=True)
class ContractCompleted(ContractEvent):
    """All that was agreed is done and paid."""

    kind: ClassVar[str] = "contract.completed"


@dataclass(frozen=True, kw_only=True)
class ContractTerminated(ContractEvent):
    """A contract ended before its time, and why; a draft that was given up as well."""

    kind: ClassVar[str] = "contract.terminated"
    came_from: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ContractAmendmentBegun(ContractEvent):
    """Somebody began to write an amendment, and why."""

    kind: ClassVar[str] = "contract.amendment_begun"
    ordinal: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ContractAmended(ContractEvent):
    """Both sides signed an amendment: its terms hold from now on."""

    kind: ClassVar[str] = "contract.amended"
    ordinal: int
    reason: str
    signed_on: date
    by_us: str
    by_them: Personal
    currency: str
    came_from: Amount
    to: Amount
    ended_on: date
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class ContractAmendmentDiscarded(ContractEvent):
    """An amendment is not signed after all."""

    kind: ClassVar[str] = "contract.amendment_discarded"
    ordinal: int


@dataclass(frozen=True, kw_only=True)
class ContractDueReached(ContractEvent):
    """What instalments waited for happened, so they have a due day; or it did not after all."""

    kind: ClassVar[str] = "contract.due_reached"
    trigger: str
    labels: list[str]
    instalment_ids: list[int]
    on: date | None


@dataclass(frozen=True, kw_only=True)
class ContractEnding(ContractEvent):
    """A contract ends soon: somebody should speak with the customer about what follows."""

    kind: ClassVar[str] = "contract.ending"
    ends_on: date
