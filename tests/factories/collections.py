"""Invoices and receipts, over the same operations as people."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from tests.factories.contracts import make_signed, make_terms
from tests.factories.people import make_user
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.sales.collections import operations
from twintrack.sales.collections.models import Invoice, Receipt
from twintrack.sales.collections.operations import InvoiceDetails, ReceiptDetails, Share
from twintrack.sales.contracts.models import Contract
from twintrack.sales.customers.models import Customer

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
TODAY = date(2026, 11, 24)


def ask(
    contract: Contract, parts: dict[int, str], *, by: User | None = None, **over: object
) -> Invoice:
    """Invoice instalments by their place, from 0 on."""
    rows = list(contract.instalments.order_by("position"))
    given: dict[str, object] = {
        "parts": {rows[place].pk: Decimal(amount) for place, amount in parts.items()},
        "issued_on": TODAY,
        "due_on": TODAY + timedelta(days=30),
    } | over
    by = by or make_user(Role.SALES_MANAGER)
    return operations.issue_invoice(
        contract=contract,
        details=InvoiceDetails(**given),  # type: ignore[arg-type]
        by=by,
        at=AT,
    )


def make_invoice(amount: str = "1000", *, by: User | None = None, **over: object) -> Invoice:
    """Invoice the only instalment of a contract of its own."""
    contract = over.pop("contract", None) or make_signed(
        terms=make_terms(amount), customer=over.pop("customer", None)
    )
    assert isinstance(contract, Contract)
    return ask(contract, {0: amount}, by=by, **over)


def details(customer: Customer, amount: str, **over: object) -> ReceiptDetails:
    given: dict[str, object] = {
        "customer": customer,
        "amount": Decimal(amount),
        "currency": "CNY",
        "received_on": TODAY,
    } | over
    return ReceiptDetails(**given)  # type: ignore[arg-type]


def pay(
    invoice: Invoice | None,
    amount: str,
    *,
    share: str = "",
    keep_rest: bool = False,
    by: User | None = None,
    at: datetime = AT,
    **over: object,
) -> Receipt:
    """Record money, for an invoice as far as it reaches, or as much as is named."""
    customer = over.pop("customer", None) or (invoice and invoice.customer)
    assert isinstance(customer, Customer)
    shares = [Share(invoice=invoice, amount=Decimal(share) if share else None)] if invoice else []
    return operations.record_receipt(
        details=details(customer, amount, **over),
        shares=shares,
        keep_rest=keep_rest,
        by=by or make_user(Role.SALES_MANAGER),
        at=at,
    )
