"""What happens to invoices and receipts."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from twintrack.foundation.ledger.events import Amount, Event, Personal


@dataclass(frozen=True, kw_only=True)
class InvoiceEvent(Event):
    """What every entry on an invoice says: which one, of which contract, for whom."""

    invoice_id: int
    number: str
    contract_id: int
    contract: str
    customer_id: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class InvoiceIssued(InvoiceEvent):
    """Instalments of a contract were invoiced."""

    kind: ClassVar[str] = "invoice.issued"
    amount: Amount
    tax_rate: Decimal
    official_number: str
    issued_on: date
    due_on: date
    instalment_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class InvoiceChanged(InvoiceEvent):
    """The official number or the due day of an invoice changed."""

    kind: ClassVar[str] = "invoice.changed"
    fields: list[str]
    came_from: dict[str, str]
    to: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class InvoiceDisputed(InvoiceEvent):
    """The customer does not agree with an invoice, and why."""

    kind: ClassVar[str] = "invoice.disputed"
    reason: str


@dataclass(frozen=True, kw_only=True)
class InvoiceDisputeSettled(InvoiceEvent):
    """The customer agrees with an invoice again."""

    kind: ClassVar[str] = "invoice.dispute_settled"


@dataclass(frozen=True, kw_only=True)
class InvoiceCredited(InvoiceEvent):
    """Part of an invoice is not asked for any more, and why."""

    kind: ClassVar[str] = "invoice.credited"
    ordinal: int
    amount: Amount
    reason: str


@dataclass(frozen=True, kw_only=True)
class InvoicePromised(InvoiceEvent):
    """Somebody at the customer said when an invoice will be paid."""

    kind: ClassVar[str] = "invoice.promised"
    promised_on: date
    by_whom: Personal


@dataclass(frozen=True, kw_only=True)
class InvoiceReminderDue(InvoiceEvent):
    """An invoice is so long overdue that the customer has to be reminded."""

    kind: ClassVar[str] = "invoice.reminder_due"
    task_id: int
    step_zh: str
    step_en: str
    days_after: int
    assignee_id: int


@dataclass(frozen=True, kw_only=True)
class InvoiceReminderPassedOn(InvoiceEvent):
    """Somebody else is to remind the customer."""

    kind: ClassVar[str] = "invoice.reminder_passed_on"
    task_id: int
    step_zh: str
    step_en: str
    came_from: str
    to_id: int
    to: str


@dataclass(frozen=True, kw_only=True)
class InvoiceReminderEnded(InvoiceEvent):
    """The customer was reminded, or somebody said why not."""

    kind: ClassVar[str] = "invoice.reminder_ended"
    task_id: int
    step_zh: str
    step_en: str
    to: str
    note: str
    ground: str = ""


@dataclass(frozen=True, kw_only=True)
class ReceiptEvent(Event):
    """What every entry on a receipt says: which one, from whom."""

    receipt_id: int
    number: str
    customer_id: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class ReceiptRecorded(ReceiptEvent):
    """Money came in; `settled` is what it is worth in the `currency` of what it pays."""

    kind: ClassVar[str] = "receipt.recorded"
    amount: Amount
    paid_in: str
    settled: Amount
    received_on: date
    payer: str
    bank_reference: str
    allocated: Amount
    pays: list[str]


@dataclass(frozen=True, kw_only=True)
class ReceiptAllocated(ReceiptEvent):
    """A customer's credit pays something."""

    kind: ClassVar[str] = "receipt.allocated"
    amount: Amount
    pays: list[str]


@dataclass(frozen=True, kw_only=True)
class ReceiptAllocationUndone(ReceiptEvent):
    """Money does not pay what it was thought to pay; it is the customer's credit again."""

    kind: ClassVar[str] = "receipt.allocation_undone"
    amount: Amount
    paid: list[str]


@dataclass(frozen=True, kw_only=True)
class ReceiptVoided(ReceiptEvent):
    """A receipt was recorded by mistake: no money came in."""

    kind: ClassVar[str] = "receipt.voided"
    amount: Amount
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReceiptRefunded(ReceiptEvent):
    """A customer was given credit back."""

    kind: ClassVar[str] = "receipt.refunded"
    amount: Amount
    paid_on: date
    reason: str


@dataclass(frozen=True, kw_only=True)
class DunningStepSet(Event):
    """What is done so many days after invoices were due was set; values stand as written."""

    kind: ClassVar[str] = "dunning_step.set"
    step_id: int
    days_after: int
    name_zh: str
    name_en: str
    came_from: dict[str, str]
    to: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class StatementRead(Event):
    """A bank statement was read in."""

    kind: ClassVar[str] = "statement.read"
    statement_id: int
    file_name: str
    lines: int
    known: int
    left_out: int


@dataclass(frozen=True, kw_only=True)
class StatementLineSetAside(Event):
    """A line of a bank statement is no payment of an invoice; or it waits again."""

    kind: ClassVar[str] = "statement.line_set_aside"
    statement_id: int
    line: int
    to: str
