"""What is sent and given of invoices and receipts."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Body, Day, Key, OneOf, Out, PersonOut
from twintrack.sales.collections.lifecycle import LineState, TaskState
from twintrack.sales.customers.models import Ground

router = make_router(tag="collections", label=_("Collections"))
Amount = Annotated[Decimal, Field(gt=0, max_digits=16, decimal_places=2)]
Reason = Annotated[str, Field(min_length=1, max_length=300)]
Reference = Annotated[str, Field(max_length=80)]
Official = Annotated[str, Field(max_length=40)]
Name = Annotated[str, Field(min_length=1, max_length=80)]
Words = Annotated[str, Field(max_length=2000)]


class InvoicePartBody(Body):
    instalment_id: Key
    amount: Amount


class InvoiceBody(Body):
    contract: Annotated[str, Field(max_length=20)]
    parts: list[InvoicePartBody] = Field(min_length=1, max_length=60)
    issued_on: Day
    due_on: Day
    tax_rate: Annotated[Decimal, Field(ge=0, lt=100, decimal_places=2)] = Decimal(13)
    official_number: Official = ""


class InvoiceFacts(Body):
    official_number: Official | None = None
    due_on: Day | None = None


class InvoiceChangeBody(Body):
    before: InvoiceFacts = Field(description="What you saw of the fields you change")
    values: InvoiceFacts


class CreditNoteBody(Body):
    amount: Amount
    reason: Reason
    issued_on: Day
    official_number: Official = ""


class DisputeBody(Body):
    reason: Reason | None = Field(default=None, description="Null where it is settled")


class PaymentPromiseBody(Body):
    promised_on: Day
    by_whom: Name


class ReminderAssigneeBody(Body):
    assignee_id: int = Field(ge=1)


class ReminderBody(Body):
    state: Annotated[str, OneOf(TaskState)]
    note: Annotated[str, Field(max_length=300)] = ""
    ground: Annotated[str, OneOf(Ground)] | Literal[""] = Field(
        default="", description="Where somebody there withdrew the consent to e-mail"
    )


class DunningStepBody(Body):
    days_after: Annotated[int, Field(ge=0, le=730)]
    name_zh: Name
    name_en: Name
    text_zh: Words = ""
    text_en: Words = ""
    is_active: bool = True


class InvoiceOut(Out):
    number: str
    contract: str = Field(alias="contract.number")
    customer: str = Field(alias="customer.number")
    official_number: str
    currency: str
    amount: Decimal
    tax_rate: Decimal
    tax: Decimal
    issued_on: date
    due_on: date
    disputed_at: datetime | None
    dispute_reason: str


class OpenInvoiceOut(InvoiceOut):
    open: Decimal

    @staticmethod
    def resolve_open(invoice: object) -> Decimal:
        return round(Decimal(getattr(invoice, "open", 0)), 2)


class CreditNoteOut(Out):
    ordinal: int
    amount: Decimal
    reason: str
    issued_on: date


class PaymentPromiseOut(Out):
    promised_on: date
    by_whom: str


class DunningStepOut(Out):
    id: int
    days_after: int
    name_zh: str
    name_en: str
    is_active: bool


class DunningTaskOut(Out):
    id: int
    invoice: str = Field(alias="invoice.number")
    step: str = Field(alias="step.name")
    assignee: PersonOut
    state: Annotated[str, OneOf(TaskState)]
    note: str
    ground: str


class AllocationShareBody(Body):
    """So much for an invoice or an instalment of a contract; without amount as much as fits."""

    invoice: Annotated[str, Field(max_length=20)] = ""
    contract: Annotated[str, Field(max_length=20)] = ""
    instalment_id: Key | None = None
    amount: Amount | None = None


class ReceiptBody(Body):
    customer: str = Field(description="The customer's number")
    amount: Amount
    currency: Annotated[str, Field(min_length=3, max_length=3)]
    received_on: Day
    payer: Annotated[str, Field(max_length=160)] = ""
    bank_reference: Reference = ""
    note: Annotated[str, Field(max_length=300)] = ""
    rate: Annotated[Decimal, Field(gt=0, max_digits=18, decimal_places=8)] | None = None
    pays: list[AllocationShareBody] = Field(default=[], max_length=100)
    keep_rest: bool = False


class AllocationBody(Body):
    pays: list[AllocationShareBody] = Field(min_length=1, max_length=100)


class AllocationUndoBody(Body):
    allocation_ids: list[Key] = Field(default=[], max_length=200, description="Empty: all")


class RefundBody(Body):
    amount: Amount
    paid_on: Day
    reason: Reason
    bank_reference: Reference = ""


class ReceiptVoidBody(Body):
    reason: Reason


class AllocationOut(Out):
    id: int
    contract: str = Field(alias="instalment.contract.number")
    instalment_id: int
    invoice: str | None = None
    amount: Decimal
    undone_at: datetime | None

    @staticmethod
    def resolve_invoice(allocation: object) -> str | None:
        invoice = getattr(allocation, "invoice", None)
        return invoice.number if invoice else None


class ReceiptOut(Out):
    number: str
    customer: str = Field(alias="customer.number")
    amount: Decimal
    currency: str
    settled_amount: Decimal
    settled_currency: str
    received_on: date
    payer: str
    bank_reference: str
    voided_at: datetime | None


class RefundOut(Out):
    amount: Decimal
    paid_on: date
    reason: str


class StatementLineOut(Out):
    id: int
    line: int
    paid_on: date
    amount: Decimal
    currency: str
    payer: str
    reference: str
    purpose: str
    state: Annotated[str, OneOf(LineState)]


class StatementOut(Out):
    id: int
    file_name: str
    read_at: datetime
    columns: dict[str, str]
    file_columns: list[str] = Field(description="All columns that stand in its file")

    @staticmethod
    def resolve_file_columns(statement: Any) -> list[str]:
        return list(statement.table.get("columns", ()))


ColumnName = Annotated[str, Field(max_length=200)]


class StatementColumnsBody(Body):
    paid_on: ColumnName
    amount: ColumnName
    payer: ColumnName | None = None
    reference: ColumnName | None = None
    purpose: ColumnName | None = None
    currency: ColumnName | None = None


class LineBookBody(Body):
    customer: Annotated[str, Field(max_length=20)]
    pays: list[AllocationShareBody] = Field(default=[], max_length=100)
    rate: Annotated[Decimal, Field(gt=0, max_digits=18, decimal_places=8)] | None = None
    keep_rest: bool = False


class LineAsideBody(Body):
    is_ignored: bool


class CashWeekOut(Out):
    begins: date
    low: Decimal
    middle: Decimal
    high: Decimal
    due: Decimal
    uninvoiced: Decimal = Field(description="What of it is due as agreed and not invoiced yet")


class CashForecastOut(Out):
    paid: int
    is_enough: bool
    uninvoiced: Decimal = Field(description="Due within the weeks, and not invoiced yet")
    weeks: list[CashWeekOut]
