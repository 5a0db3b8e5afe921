"""What happens to quotes, and to the rules of their approval."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from twintrack.foundation.ledger.events import Amount, Event, Personal


@dataclass(frozen=True, kw_only=True)
class QuoteEvent(Event):
    """What every entry on a quote says: which one, in which version, for whom."""

    quote_id: int
    version_id: int
    number: str
    ordinal: int
    opportunity_id: int
    customer_id: int


@dataclass(frozen=True, kw_only=True)
class QuoteDrafted(QuoteEvent):
    """Somebody began to write a quote."""

    kind: ClassVar[str] = "quote.drafted"
    title: str
    currency: str


@dataclass(frozen=True, kw_only=True)
class QuoteChanged(QuoteEvent):
    """The words or the terms of a draft changed; values stand as they are written."""

    kind: ClassVar[str] = "quote.changed"
    fields: list[str]
    came_from: dict[str, str]
    to: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class QuotePriced(QuoteEvent):
    """The lines of a draft changed, and with them what it comes to, tax included."""

    kind: ClassVar[str] = "quote.priced"
    currency: str
    came_from: Amount
    to: Amount
    lines: int


@dataclass(frozen=True, kw_only=True)
class QuotePromised(QuoteEvent):
    """The days that a draft names changed; each needs a commitment."""

    kind: ClassVar[str] = "quote.promised"
    came_from: list[str]
    to: list[str]


@dataclass(frozen=True, kw_only=True)
class QuoteHandedOver(QuoteEvent):
    """A quote got another owner."""

    kind: ClassVar[str] = "quote.handed_over"
    came_from_id: int
    to_id: int


@dataclass(frozen=True, kw_only=True)
class QuoteSubmitted(QuoteEvent):
    """A quote was handed in: these roles are asked one after the other, none where no rule asks."""

    kind: ClassVar[str] = "quote.submitted"
    currency: str
    net: Amount
    discount: Decimal
    roles: list[str]


@dataclass(frozen=True, kw_only=True)
class QuoteStepApproved(QuoteEvent):
    """Somebody approved a quote for their role; the next one is asked."""

    kind: ClassVar[str] = "quote.step_approved"
    role: str
    next_role: str
    note: str


@dataclass(frozen=True, kw_only=True)
class QuoteApproved(QuoteEvent):
    """A quote may go to the customer; without a role no rule asked for an approval."""

    kind: ClassVar[str] = "quote.approved"
    role: str
    note: str


@dataclass(frozen=True, kw_only=True)
class QuoteSentBack(QuoteEvent):
    """Somebody did not approve a quote and said why; it is a draft again."""

    kind: ClassVar[str] = "quote.sent_back"
    role: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class QuoteWithdrawn(QuoteEvent):
    """Its owner took a quote back from approval; it is a draft again."""

    kind: ClassVar[str] = "quote.withdrawn"


@dataclass(frozen=True, kw_only=True)
class QuoteSent(QuoteEvent):
    """A quote went to the customer."""

    kind: ClassVar[str] = "quote.sent"
    sending_id: int
    way: str
    to: Personal
    is_first: bool
    currency: str
    gross: Amount
    valid_until: date
    ground: str = ""


@dataclass(frozen=True, kw_only=True)
class QuoteMailed(QuoteEvent):
    """The mail server took a quote."""

    kind: ClassVar[str] = "quote.mailed"
    sending_id: int
    to: Personal


@dataclass(frozen=True, kw_only=True)
class QuoteMailFailed(QuoteEvent):
    """A quote could not be mailed."""

    kind: ClassVar[str] = "quote.mail_failed"
    sending_id: int
    to: Personal
    error: str


@dataclass(frozen=True, kw_only=True)
class QuoteAccepted(QuoteEvent):
    """The customer accepts a version of a quote; `net` is without tax."""

    kind: ClassVar[str] = "quote.accepted"
    accepted_by: Personal
    accepted_on: date
    currency: str
    net: Amount
    gross: Amount


@dataclass(frozen=True, kw_only=True)
class QuoteDeclined(QuoteEvent):
    """The customer does not accept a quote, and why."""

    kind: ClassVar[str] = "quote.declined"
    reason: str


@dataclass(frozen=True, kw_only=True)
class QuoteExpired(QuoteEvent):
    """The last day on which the customer could accept a quote is over."""

    kind: ClassVar[str] = "quote.expired"
    valid_until: date


@dataclass(frozen=True, kw_only=True)
class QuoteRevised(QuoteEvent):
    """There is another version of a quote: the one before cannot be accepted any more."""

    kind: ClassVar[str] = "quote.revised"
    came_from: str
    note: str


@dataclass(frozen=True, kw_only=True)
class ApprovalRuleAdded(Event):
    """Something more in quotes needs an approval."""

    kind: ClassVar[str] = "approval_rule.added"
    rule_id: int
    name_zh: str
    name_en: str
    to: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class ApprovalRuleChanged(Event):
    """What needs an approval, or whose, changed; values stand as they are written."""

    kind: ClassVar[str] = "approval_rule.changed"
    rule_id: int
    name_zh: str
    name_en: str
    fields: list[str]
    came_from: dict[str, str]
    to: dict[str, str]
