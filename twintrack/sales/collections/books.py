"""
What was invoiced, credited and received, reckoned from single rows and exact to the unit.

Of each instalment: `invoiced` less what was credited, `linked` what pays its invoices, `loose`
what pays it without an invoice. At all times linked <= invoiced and loose + invoiced <= amount:
money fills invoices first, and a new invoice takes what came in loose.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from twintrack.sales.collections.models import Allocation, Invoice, InvoicePart, Receipt
from twintrack.sales.contracts.received import Standing

NOTHING = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What is known of an invoice."""

    amount: Decimal
    credited: Decimal
    paid: Decimal

    @property
    def owed(self) -> Decimal:
        return self.amount - self.credited

    @property
    def open(self) -> Decimal:
        return self.owed - self.paid


def _sums(rows: Iterable[tuple[int, Decimal]]) -> dict[int, Decimal]:
    found: dict[int, Decimal] = defaultdict(lambda: NOTHING)
    for key, amount in rows:
        found[key] += amount
    return found


def standing_of(instalment_ids: Collection[int]) -> dict[int, Standing]:
    """Say what is invoiced and received for instalments, whoever asks."""
    parts = InvoicePart.objects.filter(instalment__in=instalment_ids).order_by()
    invoiced = _sums(parts.values_list("instalment_id", "amount"))
    active = Allocation.objects.filter(instalment__in=instalment_ids, undone_at=None).order_by()
    rows = list(active.values_list("instalment_id", "amount", "invoice_id"))
    received = _sums((pk, amount) for pk, amount, _invoice in rows)
    loose = _sums((pk, amount) for pk, amount, invoice in rows if invoice is None)
    return {
        pk: Standing(invoiced=invoiced[pk], received=received[pk], loose=loose[pk])
        for pk in {*invoiced, *received}
    }


def figures_of(invoices: Collection[Invoice]) -> dict[int, Figures]:
    """Say what was credited and paid of invoices."""
    ids = [each.pk for each in invoices]
    parts = InvoicePart.objects.filter(invoice__in=ids, credit_note__isnull=False).order_by()
    credited = _sums(parts.values_list("invoice_id", "amount"))
    active = Allocation.objects.filter(invoice__in=ids, undone_at=None).order_by()
    paid = _sums((pk, amount) for pk, amount in active.values_list("invoice_id", "amount") if pk)
    return {
        each.pk: Figures(amount=each.amount, credited=-credited[each.pk], paid=paid[each.pk])
        for each in invoices
    }


def open_parts(invoice: Invoice) -> dict[int, Decimal]:
    """Say how much of each instalment is open of an invoice, in the order of its parts."""
    found: dict[int, Decimal] = {}
    for pk, amount in invoice.parts.values_list("instalment_id", "amount"):
        found[pk] = found.get(pk, NOTHING) + amount
    active = invoice.allocations.filter(undone_at=None)
    for pk, amount in active.values_list("instalment_id", "amount"):
        found[pk] -= amount
    return found


def credit_of(receipt: Receipt) -> Decimal:
    """Say how much of a receipt is the customer's credit: neither allocated nor given back."""
    return credits_of([receipt])[receipt.pk]


def credits_of(receipts: Collection[Receipt]) -> dict[int, Decimal]:
    """Say the same of several."""
    ids = [each.pk for each in receipts]
    used = _sums(
        Allocation.objects.filter(receipt__in=ids, undone_at=None)
        .order_by()
        .values_list("receipt_id", "amount")
    )
    refunds = Receipt.objects.filter(pk__in=ids, refunds__isnull=False).order_by()
    back = _sums(refunds.values_list("pk", "refunds__amount"))
    return {
        each.pk: NOTHING if each.voided_at else each.settled_amount - used[each.pk] - back[each.pk]
        for each in receipts
    }
