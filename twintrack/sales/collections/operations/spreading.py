"""Spread money over what it is to pay: invoices first, instalments without one after them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.money.formatting import exact
from twintrack.foundation.money.rounding import is_whole
from twintrack.foundation.people.models import User
from twintrack.sales.collections.books import NOTHING, open_parts, standing_of
from twintrack.sales.collections.models import Allocation, Invoice, Receipt
from twintrack.sales.contracts.models import Contract, Instalment
from twintrack.sales.contracts.received import NONE


class TooMuchPaid(Refusal):
    """More than is open."""

    status = 422

    def __init__(self, what: str, left: Decimal, currency: str) -> None:
        said = _("Only {left} of {what} is open. Pay no more, and keep the rest as credit.")
        super().__init__(format_lazy(said, left=exact(left, currency), what=what))


class OtherCustomer(Refusal):
    """The contract is another customer's."""

    message = _("This is another customer's.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class Share:
    """So much for an invoice or an instalment; without an amount, as much as is open and there."""

    invoice: Invoice | None = None
    instalment: Instalment | None = None
    amount: Decimal | None = None


@dataclass
class _Spreading:
    """What one receipt pays, as it is written down."""

    receipt: Receipt
    by: User
    at: datetime
    left: Decimal
    made: list[Allocation]

    def pay(self, instalment: Instalment, invoice: Invoice | None, amount: Decimal) -> None:
        made = Allocation.objects.create(
            receipt=self.receipt,
            instalment=instalment,
            invoice=invoice,
            amount=amount,
            made_by=self.by,
            made_at=self.at,
        )
        self.left -= amount
        self.made.append(made)


def contracts_of(shares: Sequence[Share]) -> set[int]:
    """Give the ids of the contracts that shares pay."""
    return {_contract_of(each).pk for each in shares}


def currencies_of(shares: Sequence[Share]) -> set[str]:
    """Give the currencies of what shares pay."""
    return {_contract_of(each).currency for each in shares}


def _contract_of(share: Share) -> Contract:
    owed = share.invoice or share.instalment
    assert owed is not None
    return owed.contract


def told_pays(made: Sequence[Allocation]) -> list[str]:
    """Name what allocations pay: invoices, else contracts with the instalment."""
    named = [
        each.invoice.number
        if each.invoice is not None
        else f"{each.instalment.contract.number} {each.instalment.label}"
        for each in made
    ]
    return list(dict.fromkeys(named))


def spread(
    receipt: Receipt, shares: Sequence[Share], left: Decimal, *, by: User, at: datetime
) -> list[Allocation]:
    """
    Let up to `left` of a receipt pay what the shares name; its contracts are held.

    :raises OtherCustomer: if a share is another customer's.
    :raises TooMuchPaid: if a share is more than is open, or than is left.
    """
    spreading = _Spreading(receipt, by, at, left, [])
    for share in shares:
        if _contract_of(share).customer_id != receipt.customer_id:
            raise OtherCustomer
        _spread_one(spreading, share)
    return spreading.made


def _spread_one(spreading: _Spreading, share: Share) -> None:
    owed = _owed_by(share)
    is_open = sum((amount for _at, _invoice, amount in owed), NOTHING)
    currency = spreading.receipt.settled_currency
    wanted = min(is_open, spreading.left) if share.amount is None else share.amount
    if not is_whole(wanted, currency) or wanted < 0:
        raise TooMuchPaid(_name_of(share), is_open, currency)
    if wanted > is_open or wanted > spreading.left:
        raise TooMuchPaid(_name_of(share), min(is_open, spreading.left), currency)
    for instalment, invoice, amount in owed:
        paid = min(wanted, amount)
        if paid > 0:
            spreading.pay(instalment, invoice, paid)
            wanted -= paid


def _name_of(share: Share) -> str:
    if share.invoice is not None:
        return share.invoice.number
    assert share.instalment is not None
    return f"{share.instalment.contract.number} {share.instalment.label}"


def _owed_by(share: Share) -> list[tuple[Instalment, Invoice | None, Decimal]]:
    """List what is open of an invoice, or of an instalment: its invoices by due day, the rest."""
    if share.invoice is not None:
        return _of_invoice(share.invoice)
    instalment = share.instalment
    assert instalment is not None
    invoices = Invoice.objects.filter(parts__instalment=instalment).distinct()
    owed = [
        row
        for invoice in invoices.order_by("due_on", "pk")
        for row in _of_invoice(invoice)
        if row[0].pk == instalment.pk
    ]
    fresh = Instalment.objects.select_related("contract").get(pk=instalment.pk)
    standing = standing_of([instalment.pk]).get(instalment.pk, NONE)
    loose = fresh.amount - standing.invoiced - standing.loose
    return [*owed, (fresh, None, loose)]


def _of_invoice(invoice: Invoice) -> list[tuple[Instalment, Invoice | None, Decimal]]:
    parts = open_parts(invoice)
    rows = Instalment.objects.select_related("contract").in_bulk(parts)
    return [(rows[pk], invoice, amount) for pk, amount in parts.items() if amount > 0]
