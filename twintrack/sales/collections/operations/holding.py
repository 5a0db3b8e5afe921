"""
Hold what money is allocated to while it is: contracts by id, then the receipt, then invoices.

Whoever allocates, takes back, invoices or amends holds the contract first, so that no two of them
count the same money twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from django.db.models import Model

from twintrack.sales.collections.models import Invoice, Receipt
from twintrack.sales.contracts.models import Contract


class InvoiceTold(TypedDict):
    """What every entry on an invoice says."""

    invoice_id: int
    number: str
    contract_id: int
    contract: str
    customer_id: int
    currency: str


class ReceiptTold(TypedDict):
    """What every entry on a receipt says."""

    receipt_id: int
    number: str
    customer_id: int
    currency: str


def hold_contracts(ids: Iterable[int]) -> None:
    """Let nobody else change what is owed by these contracts until the transaction ends."""
    rows = Contract.objects.select_for_update(no_key=True).filter(pk__in=set(ids)).order_by("pk")
    list(rows.values_list("pk", flat=True))


def hold_receipt(receipt: Receipt) -> Receipt:
    """Read a receipt anew while nobody else can use it."""
    Receipt.objects.select_for_update(no_key=True).get(pk=receipt.pk)
    found: Receipt = Receipt.objects.select_related("customer").get(pk=receipt.pk)
    return found


def hold_invoice(invoice: Invoice) -> Invoice:
    """Read an invoice anew while nobody else can change what is owed by its contract."""
    hold_contracts([invoice.contract_id])
    found: Invoice = Invoice.objects.select_related("contract", "customer").get(pk=invoice.pk)
    return found


def invoice_told(invoice: Invoice) -> InvoiceTold:
    """Give what every entry on an invoice says."""
    return InvoiceTold(
        invoice_id=invoice.pk,
        number=invoice.number,
        contract_id=invoice.contract_id,
        contract=invoice.contract.number,
        customer_id=invoice.customer_id,
        currency=invoice.currency,
    )


def receipt_told(receipt: Receipt) -> ReceiptTold:
    """Give what every entry on a receipt says."""
    return ReceiptTold(
        receipt_id=receipt.pk,
        number=receipt.number,
        customer_id=receipt.customer_id,
        currency=receipt.settled_currency,
    )


def concerned(invoice: Invoice) -> list[Model]:
    """List what an entry on an invoice concerns besides it."""
    return [invoice.contract, invoice.customer]
