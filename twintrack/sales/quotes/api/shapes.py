"""What the REST API tells of quotes."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.api.schemas import OneOf, Out, PersonOut
from twintrack.foundation.mailing.models import SendingState
from twintrack.sales.pricing.models import Unit
from twintrack.sales.quotes.lifecycle import ApprovalState, QuoteState
from twintrack.sales.quotes.models import (
    QuoteApproval,
    QuoteLine,
    QuoteSending,
    QuoteVersion,
    RuleKind,
    SendingWay,
)
from twintrack.sales.quotes.queries.approvals import list_approvals


class QuoteLineOut(Out):
    id: int = Field(alias="pk")
    position: int
    item: str | None
    name: str
    description: str
    quantity: Decimal
    unit: Annotated[str, OneOf(Unit)]
    list_price: Decimal
    discount: Decimal
    tax_rate: Decimal
    amount: Decimal
    net: Decimal
    tax: Decimal

    @staticmethod
    def resolve_item(line: QuoteLine) -> str | None:
        return line.item.code if line.item else None


class QuotePromiseOut(Out):
    id: int = Field(alias="pk")
    text: str
    due_on: date
    commitment: str


class QuoteApprovalOut(Out):
    turn: int
    step: int
    role: str
    reasons: list[dict[str, str | None]] = Field(
        description="What was found is null of a margin that nobody knows or you may not see"
    )
    state: Annotated[str, OneOf(ApprovalState)]
    decided_by: PersonOut | None
    decided_at: datetime | None
    note: str

    @staticmethod
    def resolve_reasons(step: QuoteApproval, context: dict[str, Any]) -> list[dict[str, Any]]:
        if may(context["request"].user, Act.SEE_COSTS):
            return list(step.reasons)
        return [
            each | {"found": None} if each["kind"] == RuleKind.MARGIN_BELOW else each
            for each in step.reasons
        ]


class QuoteSendingOut(Out):
    way: Annotated[str, OneOf(SendingWay)]
    to: str
    ground: str
    state: Annotated[str, OneOf(SendingState)]
    error: str
    sent_by: PersonOut
    sent_at: datetime


class QuoteOut(Out):
    number: str = Field(alias="quote.number")
    version: int = Field(alias="ordinal")
    is_current: bool
    title: str = Field(alias="quote.title")
    opportunity: str = Field(alias="quote.opportunity.number")
    customer: str = Field(alias="quote.customer.number")
    owner: PersonOut = Field(alias="quote.owner")
    state: Annotated[str, OneOf(QuoteState)]
    price_book: int = Field(alias="book_id")
    currency: str
    includes_tax: bool
    discount: Decimal
    valid_until: date
    language: str
    at_list: Decimal
    net: Decimal
    tax: Decimal
    gross: Decimal
    revision: int
    created_at: datetime
    sent_at: datetime | None
    closed_at: datetime | None
    accepted_by: str
    accepted_on: date | None


class QuoteWithLinesOut(QuoteOut):
    payment_terms: str
    delivery_terms: str
    notes: str
    decline_reason: str
    cost: Decimal | None = Field(description="Null where you may not see costs, or nobody knows")
    lines: list[QuoteLineOut]
    promises: list[QuotePromiseOut]
    approvals: list[QuoteApprovalOut]
    sendings: list[QuoteSendingOut]

    @staticmethod
    def resolve_cost(version: QuoteVersion, context: dict[str, Any]) -> Decimal | None:
        return version.cost if may(context["request"].user, Act.SEE_COSTS) else None

    @staticmethod
    def resolve_lines(version: QuoteVersion) -> list[QuoteLine]:
        return list(version.lines.select_related("item"))

    @staticmethod
    def resolve_promises(version: QuoteVersion) -> list[Any]:
        return list(version.promises.all())

    @staticmethod
    def resolve_approvals(version: QuoteVersion) -> list[QuoteApproval]:
        return list(list_approvals(version))

    @staticmethod
    def resolve_sendings(version: QuoteVersion) -> list[QuoteSending]:
        return list(version.sendings.select_related("sent_by"))
