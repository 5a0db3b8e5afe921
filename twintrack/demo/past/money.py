"""Contracts of the past, what was invoiced of them, and when it was paid."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from operator import itemgetter

from django.utils import timezone

from twintrack.demo.past.memory import LAST, Memory
from twintrack.demo.past.offers import Offer
from twintrack.sales.collections import operations as collections
from twintrack.sales.collections.events import InvoiceIssued, ReceiptRecorded
from twintrack.sales.collections.models import Allocation, Invoice, InvoicePart, Receipt
from twintrack.sales.collections.operations import ReceiptDetails, Share
from twintrack.sales.collections.operations.holding import invoice_told, receipt_told
from twintrack.sales.contracts.events import ContractCompleted, ContractSigned
from twintrack.sales.contracts.lifecycle import ContractState, SignedHow, Trigger, VersionState
from twintrack.sales.contracts.models import Contract, ContractVersion, Instalment
from twintrack.sales.contracts.operations.holding import told_of
from twintrack.sales.contracts.terms import Part, to_json

DAYS = timedelta(days=1)
US = ("星衡科技有限公司", "Polaris Motion Co., Ltd.")
THEM = ("采购部", "Purchasing")
# What for, per cent, from when it is due, invoiced so many days after signing, days to pay.
PARTS = (
    (("预付款", "Down payment"), 40, Trigger.SIGNING, (1, 4), 14),
    (("发货款", "Before dispatch"), 60, Trigger.DELIVERY, (28, 62), 30),
)
# Days by which customers pay later than they should.
LATE, LATE_SPREAD, EARLIEST = 7.0, 9.0, -8
# How long a contract runs.
TERM = 150
CENT, TAX = Decimal("0.01"), Decimal(13)
# So many days ago a receipt of a month that was told already was found.
FOUND_AGO = 4
TOLD_AGO = 21


@dataclass(kw_only=True)
class Due:
    """One instalment with its invoice, and the receipt that paid it."""

    instalment: Instalment
    invoice: Invoice | None = None
    part: InvoicePart | None = None
    receipt: Receipt | None = None
    paid: datetime | None = None


@dataclass(kw_only=True)
class Agreed:
    """A contract with its money."""

    offer: Offer
    contract: Contract
    version: ContractVersion
    dues: list[Due] = field(default_factory=list)


def remember(memory: Memory, offers: list[Offer]) -> Callable[[datetime], None] | None:
    """Write the contracts of all deals that were won; gives how to find what came unnoticed."""
    agreed = [_agree(memory, each) for each in offers if each.is_accepted]
    numbers = memory.numbers("C", [each.contract.created_at for each in agreed])
    for each, number in zip(agreed, numbers, strict=True):
        each.contract.number = number
    Contract.objects.bulk_create([each.contract for each in agreed], batch_size=500)
    through = Contract.products.through
    through.objects.bulk_create(
        through(
            contract_id=each.contract.pk,
            product_id=memory.cast.products[each.offer.past.about].pk,
        )
        for each in agreed
    )
    ContractVersion.objects.bulk_create([each.version for each in agreed], batch_size=500)
    dues = [due for each in agreed for due in each.dues]
    Instalment.objects.bulk_create([each.instalment for each in dues], batch_size=500)
    forgotten = _forget(memory, dues)
    _write_invoices(memory, dues)
    _write_receipts(memory, dues)
    for each in agreed:
        _tell(memory, each)
    return forgotten


def _agree(memory: Memory, offer: Offer) -> Agreed:
    past, signed = offer.past, offer.past.ended
    on, amount = timezone.localdate(signed), past.row.amount
    parts = [(amount * share / 100).quantize(CENT) for _label, share, *_rest in PARTS]
    contract = Contract(
        title=past.row.name,
        customer=past.customer,
        opportunity=past.row,
        quote_version=offer.version,
        owner=past.owner,
        our_party=memory.of(US),
        currency=past.row.currency,
        amount=amount,
        starts_on=on,
        ends_on=on + TERM * DAYS,
        signed_on=on,
        created_at=offer.answered,
    )
    found = Agreed(offer=offer, contract=contract, version=ContractVersion(contract=contract))
    found.dues = [
        _due(memory, contract, place, part, signed) for place, part in enumerate(parts, start=1)
    ]
    paid = [each.paid for each in found.dues]
    is_over = all(paid)
    contract.state = ContractState.COMPLETED if is_over else ContractState.ACTIVE
    if is_over:
        contract.ended_at = max(each for each in paid if each)
    _write_version(memory, found, parts)
    return found


def _write_version(memory: Memory, agreed: Agreed, parts: list[Decimal]) -> None:
    contract, version = agreed.contract, agreed.version
    version.state = VersionState.SIGNED
    version.amount, version.starts_on = contract.amount, contract.starts_on
    version.ends_on, version.signed_on = contract.ends_on, contract.signed_on
    version.schedule = to_json(
        tuple(
            Part(label=each.instalment.label, trigger=trigger, days=days, amount=part)
            for each, part, (_label, _share, trigger, _after, days) in zip(
                agreed.dues, parts, PARTS, strict=True
            )
        )
    )
    version.created_by, version.created_at = contract.owner, agreed.offer.answered
    version.signed_by_us, version.signed_by_them = contract.owner.name, memory.of(THEM)
    version.signed_how, version.noted_by = SignedHow.SEAL, contract.owner
    version.noted_at = agreed.offer.past.ended


def _due(memory: Memory, contract: Contract, place: int, amount: Decimal, signed: datetime) -> Due:
    label, _share, trigger, after, days = PARTS[place - 1]
    luck, today = memory.luck, memory.cast.diary.today
    invoiced = memory.after(signed, luck.randint(*after), 14.2)
    late = max(EARLIEST, round(luck.gauss(LATE, LATE_SPREAD)))
    on = timezone.localdate(invoiced)
    is_reached = on < today - LAST * DAYS
    instalment = Instalment(
        contract=contract,
        position=place,
        label=memory.of(label),
        amount=amount,
        trigger=trigger,
        days=days,
        reached_on=on if is_reached else None,
        due_on=on + days * DAYS if is_reached else None,
    )
    due = Due(instalment=instalment)
    if is_reached:
        due.invoice = _invoice(memory, contract, amount, invoiced, days)
        due.part = InvoicePart(invoice=due.invoice, instalment=instalment, amount=amount)
        paid = memory.after(invoiced, days + late, 15.1)
        if timezone.localdate(paid) < today - LAST * DAYS:
            due.paid = paid
    return due


def _invoice(
    memory: Memory, contract: Contract, amount: Decimal, at: datetime, days: int
) -> Invoice:
    on = timezone.localdate(at)
    return Invoice(
        contract=contract,
        customer=contract.customer,
        currency=contract.currency,
        amount=amount,
        tax_rate=TAX,
        tax=amount - (amount * 100 / (100 + TAX)).quantize(CENT),
        issued_on=on,
        due_on=on + days * DAYS,
        created_by=memory.cast.staff["sun"],
        created_at=at,
    )


def _told_month(memory: Memory) -> date:
    """Give the month that was over when months were told for the first time."""
    first = memory.cast.diary.day(-TOLD_AGO).replace(day=1)
    return (first - DAYS).replace(day=1)


def _forget(memory: Memory, dues: list[Due]) -> Callable[[datetime], None] | None:
    """Let the last receipt of a month go unnoticed; gives how it is found."""
    month = _told_month(memory)
    known = [each for each in dues if each.paid and timezone.localdate(each.paid) >= month]
    known = [each for each in known if timezone.localdate(each.paid).replace(day=1) == month]
    if not known:
        return None
    due = max(known, key=lambda each: (each.paid, each.instalment.position))
    paid, due.paid = timezone.localdate(due.paid), None

    def find(at: datetime) -> None:
        assert due.invoice
        due.invoice.refresh_from_db()
        details = ReceiptDetails(
            customer=due.invoice.customer,
            amount=due.invoice.amount,
            currency=due.invoice.currency,
            received_on=paid,
            payer=due.invoice.customer.name,
            bank_reference=f"B{paid:%Y%m%d}{due.invoice.pk:06}",
            note=memory.of(("银行补寄回单", "The bank sent the advice late")),
        )
        by = memory.cast.staff["sun"]
        shares = [Share(invoice=due.invoice)]
        collections.record_receipt(details=details, shares=shares, by=by, at=at)

    return find


def _write_invoices(memory: Memory, dues: list[Due]) -> None:
    asked = sorted(
        (each.invoice for each in dues if each.invoice), key=lambda each: each.created_at
    )
    numbers = memory.numbers("INV", [each.created_at for each in asked])
    for place, (invoice, number) in enumerate(zip(asked, numbers, strict=True)):
        invoice.number, invoice.official_number = number, f"2444{place:08}"
    Invoice.objects.bulk_create(asked, batch_size=500)
    InvoicePart.objects.bulk_create([each.part for each in dues if each.part], batch_size=500)


def _write_receipts(memory: Memory, dues: list[Due]) -> None:
    by = memory.cast.staff["sun"]
    paid = sorted(
        ((each.paid, each.invoice, each) for each in dues if each.paid and each.invoice),
        key=itemgetter(0),
    )
    receipts, allocations = [], []
    for at, invoice, due in paid:
        receipt = due.receipt = Receipt(
            customer=invoice.customer,
            amount=invoice.amount,
            currency=invoice.currency,
            settled_amount=invoice.amount,
            settled_currency=invoice.currency,
            received_on=timezone.localdate(at),
            payer=invoice.customer.name,
            bank_reference=f"B{at:%Y%m%d}{invoice.pk:06}",
            recorded_by=by,
            recorded_at=at,
        )
        receipts.append(receipt)
        allocations.append(
            Allocation(
                receipt=receipt,
                instalment=due.instalment,
                invoice=invoice,
                amount=invoice.amount,
                made_by=by,
                made_at=at,
            )
        )
    numbers = memory.numbers("RCP", [each.recorded_at for each in receipts])
    for receipt, number in zip(receipts, numbers, strict=True):
        receipt.number = number
    Receipt.objects.bulk_create(receipts, batch_size=500)
    Allocation.objects.bulk_create(allocations, batch_size=500)


def _tell(memory: Memory, agreed: Agreed) -> None:
    contract, past, desk = agreed.contract, agreed.offer.past, memory.cast.staff["sun"]
    signed = ContractSigned(
        **told_of(contract),
        opportunity_id=past.row.pk,
        quote_id=agreed.offer.quote.pk,
        signed_on=timezone.localdate(past.ended),
        by_us=agreed.version.signed_by_us,
        by_them=agreed.version.signed_by_them,
        how=agreed.version.signed_how,
        currency=contract.currency,
        amount=contract.amount,
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        state=ContractState.ACTIVE,
    )
    concerned = (past.customer, past.row, agreed.offer.quote)
    memory.tell(signed, contract, *concerned, by=past.owner, at=past.ended)
    for due in agreed.dues:
        _tell_due(memory, due)
    if contract.ended_at:
        done = ContractCompleted(**told_of(contract))
        memory.tell(done, contract, *concerned, by=desk, at=contract.ended_at)


def _tell_due(memory: Memory, due: Due) -> None:
    desk, invoice = memory.cast.staff["sun"], due.invoice
    if invoice is None:
        return
    concerned = (invoice.contract, invoice.customer)
    issued = InvoiceIssued(
        **invoice_told(invoice),
        amount=invoice.amount,
        tax_rate=invoice.tax_rate,
        official_number=invoice.official_number,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        instalment_ids=[due.instalment.pk],
    )
    memory.tell(issued, invoice, *concerned, by=desk, at=invoice.created_at)
    if due.receipt is None:
        return
    receipt = due.receipt
    came = ReceiptRecorded(
        **receipt_told(receipt),
        amount=receipt.amount,
        paid_in=receipt.currency,
        settled=receipt.settled_amount,
        received_on=receipt.received_on,
        payer=receipt.payer,
        bank_reference=receipt.bank_reference,
        allocated=receipt.amount,
        pays=[invoice.number],
    )
    memory.tell(came, receipt, *concerned, invoice, by=desk, at=receipt.recorded_at)
