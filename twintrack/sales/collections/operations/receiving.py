"""Record money that came in, let it pay what is owed, take that back, and give money back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import ReasonMissing, Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.money.currencies import check_currency
from twintrack.foundation.money.formatting import exact
from twintrack.foundation.money.rounding import is_whole, round_amount
from twintrack.foundation.objects.numbering import next_number
from twintrack.foundation.people.models import User
from twintrack.sales.collections.books import credit_of
from twintrack.sales.collections.events import (
    ReceiptAllocated,
    ReceiptAllocationUndone,
    ReceiptRecorded,
    ReceiptRefunded,
    ReceiptVoided,
)
from twintrack.sales.collections.models import Allocation, Receipt, Refund
from twintrack.sales.collections.operations.holding import (
    hold_contracts,
    hold_receipt,
    receipt_told,
)
from twintrack.sales.collections.operations.spreading import (
    OtherCustomer,
    Share,
    TooMuchPaid,
    contracts_of,
    currencies_of,
    spread,
    told_pays,
)
from twintrack.sales.customers.models import Customer

__all__ = ["OtherCustomer", "Share", "TooMuchPaid"]
MOST = Decimal(10) ** 13
EARLIEST = date(1990, 1, 1)


class ReceiptImpossible(Refusal):
    """Money that cannot have come in."""

    message = _(
        "The amount lies above nothing and has no part below the currency's smallest unit; the "
        "day lies not ahead."
    )
    status = 422


class WrongCurrency(Refusal):
    """The money is in another currency than the contract."""

    status = 422

    def __init__(self, wanted: str, found: str) -> None:
        said = _(
            "The contract is in {wanted}, the money in {found}. Note the rate at which it counts."
        )
        super().__init__(format_lazy(said, wanted=wanted, found=found))


class AlreadyRecorded(Refusal):
    """A movement of money is recorded once."""

    def __init__(self, receipt: Receipt) -> None:
        said = _("The bank reference {reference} is {receipt} already, recorded by {who}.")
        super().__init__(
            format_lazy(
                said,
                reference=receipt.bank_reference,
                receipt=receipt.number,
                who=receipt.recorded_by,
            )
        )


class RestUnsaid(Refusal):
    """More came in than it is to pay."""

    status = 422

    def __init__(self, rest: Decimal, currency: str) -> None:
        said = _("{rest} more came in than this pays. Choose to keep the rest as credit.")
        super().__init__(format_lazy(said, rest=exact(rest, currency)))


class CreditTooSmall(Refusal):
    """There is not so much credit."""

    status = 422

    def __init__(self, left: Decimal, currency: str) -> None:
        said = _("Only {left} of this receipt is left as credit.")
        super().__init__(format_lazy(said, left=exact(left, currency)))


class NothingPaid(Refusal):
    """The money would pay nothing."""

    message = _("Nothing of this is open any more.")
    status = 422


class NotAllocated(Refusal):
    """It was taken back before, or never was."""

    message = _("This was taken back already.")


class StillUsed(Refusal):
    """Part of the money pays something, or was given back."""

    message = _("Take back what this receipt pays first; what was given back cannot be undone.")


@dataclass(frozen=True, kw_only=True)
class ReceiptDetails:
    """What is known of money that came in; `rate` counts it in the currency of what it pays."""

    customer: Customer
    amount: Decimal
    currency: str
    received_on: date
    payer: str = ""
    bank_reference: str = ""
    note: str = ""
    rate: Decimal | None = None


@transaction.atomic
def record_receipt(
    *,
    details: ReceiptDetails,
    shares: Sequence[Share] = (),
    keep_rest: bool = False,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Receipt:
    """
    Record money that came in and what it pays; the rest is kept as credit if that is chosen.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReceiptImpossible: if the amount, the rate or the day cannot be.
    :raises CurrencyUnknown: if it is in no currency that is known.
    :raises WrongCurrency: if what it pays is in another one and no rate is noted.
    :raises OtherCustomer: if what it pays is another customer's.
    :raises TooMuchPaid: if a share is more than is open.
    :raises RestUnsaid: if more came in than it pays, and the rest is not to be kept.
    :raises AlreadyRecorded: if its bank reference is recorded.
    """
    check_may(by, Act.RECORD_RECEIPTS)
    check_currency(details.currency)
    hold_contracts(contracts_of(shares))
    receipt = _worth(details, currencies_of(shares), timezone.localdate(at))
    receipt.recorded_by, receipt.recorded_at = by, at
    _keep(receipt)
    made = spread(receipt, shares, receipt.settled_amount, by=by, at=at)
    allocated = sum((each.amount for each in made), Decimal(0))
    rest = receipt.settled_amount - allocated
    if rest and not keep_rest:
        raise RestUnsaid(rest, receipt.settled_currency)
    event = ReceiptRecorded(
        **receipt_told(receipt),
        amount=receipt.amount,
        paid_in=receipt.currency,
        settled=receipt.settled_amount,
        received_on=receipt.received_on,
        payer=receipt.payer,
        bank_reference=receipt.bank_reference,
        allocated=allocated,
        pays=told_pays(made),
    )
    also = _touched(receipt, made)
    record(event, about=receipt, by=by, at=at, caused_by=caused_by, also=also)
    return receipt


def _worth(details: ReceiptDetails, currencies: set[str], today: date) -> Receipt:
    """Make the receipt, counted in the currency of what it pays; it is not saved yet."""
    is_sound = is_whole(details.amount, details.currency) and 0 < details.amount < MOST
    if not is_sound or not EARLIEST <= details.received_on <= today:
        raise ReceiptImpossible
    wanted = next(iter(currencies - {details.currency}), details.currency)
    settled = details.amount
    if len(currencies) > 1:
        raise WrongCurrency(", ".join(sorted(currencies)), details.currency)
    rate = details.rate if wanted != details.currency else None
    if wanted != details.currency:
        if rate is None:
            raise WrongCurrency(wanted, details.currency)
        if not (rate.is_finite() and 0 < rate < 10**6):
            raise ReceiptImpossible
        settled = round_amount(details.amount * rate, wanted)
    if not 0 < settled < MOST:
        raise ReceiptImpossible
    return Receipt(
        customer=details.customer,
        amount=details.amount,
        currency=details.currency,
        rate=rate,
        settled_amount=settled,
        settled_currency=wanted,
        received_on=details.received_on,
        payer=" ".join(details.payer.split())[:160],
        bank_reference=" ".join(details.bank_reference.split())[:80],
        note=details.note.strip()[:300],
    )


def _keep(receipt: Receipt) -> None:
    """Save a receipt; of two that name one bank reference the second finds the first."""
    receipt.number = next_number("RCP")
    try:
        with transaction.atomic():
            receipt.save()
    except IntegrityError:
        known = Receipt.objects.filter(
            bank_reference=receipt.bank_reference, voided_at=None
        ).select_related("recorded_by")
        found = known.first()
        if found is None or not receipt.bank_reference:
            raise
        raise AlreadyRecorded(found) from None


def _touched(receipt: Receipt, made: Sequence[Allocation]) -> list[Model]:
    contracts = {each.instalment.contract_id: each.instalment.contract for each in made}
    invoices = {each.invoice_id: each.invoice for each in made if each.invoice is not None}
    return [receipt.customer, *contracts.values(), *invoices.values()]


@transaction.atomic
def allocate(
    *,
    receipt: Receipt,
    shares: Sequence[Share],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> list[Allocation]:
    """
    Let what is left of a receipt pay something.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises WrongCurrency: if that is in another currency than the receipt counts in.
    :raises OtherCustomer: if it is another customer's.
    :raises TooMuchPaid: if a share is more than is open.
    :raises CreditTooSmall: if there is less left.
    :raises NothingPaid: if nothing of it is open, or nothing is named.
    """
    check_may(by, Act.RECORD_RECEIPTS)
    hold_contracts(contracts_of(shares))
    receipt = hold_receipt(receipt)
    for currency in currencies_of(shares) - {receipt.settled_currency}:
        raise WrongCurrency(currency, receipt.settled_currency)
    left = credit_of(receipt)
    asked = sum((each.amount or Decimal(0) for each in shares), Decimal(0))
    if not left or asked > left:
        raise CreditTooSmall(left, receipt.settled_currency)
    made = spread(receipt, shares, left, by=by, at=at)
    if not made:
        raise NothingPaid
    event = ReceiptAllocated(
        **receipt_told(receipt),
        amount=sum((each.amount for each in made), Decimal(0)),
        pays=told_pays(made),
    )
    record(event, about=receipt, by=by, at=at, caused_by=caused_by, also=_touched(receipt, made))
    return made


@transaction.atomic
def undo_allocations(
    *,
    receipt: Receipt,
    allocation_ids: Collection[int] = (),
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Receipt:
    """
    Take back what a receipt pays, all of it without ids; the money is the customer's credit.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotAllocated: if it was taken back before.
    """
    check_may(by, Act.RECORD_RECEIPTS)
    rows = receipt.allocations.filter(undone_at=None)
    if allocation_ids:
        rows = rows.filter(pk__in=allocation_ids)
    hold_contracts(rows.values_list("instalment__contract_id", flat=True))
    receipt = hold_receipt(receipt)
    found = list(rows.select_related("instalment__contract", "invoice"))
    if not found or (allocation_ids and len(found) < len(set(allocation_ids))):
        raise NotAllocated
    for allocation in found:
        allocation.undone_at = at
        allocation.save(update_fields=["undone_at"])
    event = ReceiptAllocationUndone(
        **receipt_told(receipt),
        amount=sum((each.amount for each in found), Decimal(0)),
        paid=told_pays(found),
    )
    record(event, about=receipt, by=by, at=at, caused_by=caused_by, also=_touched(receipt, found))
    return receipt


@transaction.atomic
def refund(
    *,
    receipt: Receipt,
    amount: Decimal,
    paid_on: date,
    reason: str,
    bank_reference: str = "",
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Refund:
    """
    Note that a customer was given credit back.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReasonMissing: if no reason is given.
    :raises ReceiptImpossible: if the amount or the day cannot be.
    :raises CreditTooSmall: if less of the receipt is left as credit.
    """
    check_may(by, Act.RECORD_RECEIPTS)
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise ReasonMissing
    receipt = hold_receipt(receipt)
    is_sound = is_whole(amount, receipt.settled_currency) and amount > 0
    if not is_sound or not receipt.received_on <= paid_on <= timezone.localdate(at):
        raise ReceiptImpossible
    left = credit_of(receipt)
    if amount > left:
        raise CreditTooSmall(left, receipt.settled_currency)
    made = Refund.objects.create(
        receipt=receipt,
        amount=amount,
        paid_on=paid_on,
        reason=reason,
        bank_reference=" ".join(bank_reference.split())[:80],
        recorded_by=by,
        recorded_at=at,
    )
    event = ReceiptRefunded(**receipt_told(receipt), amount=amount, paid_on=paid_on, reason=reason)
    record(event, about=receipt, by=by, at=at, caused_by=caused_by, also=[receipt.customer])
    return made


@transaction.atomic
def void_receipt(
    *, receipt: Receipt, reason: str, by: User, at: datetime, caused_by: Entry | None = None
) -> Receipt:
    """
    Note that a receipt was recorded by mistake; it stays to be read and counts for nothing.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReasonMissing: if no reason is given.
    :raises StillUsed: if part of it pays something, or was given back.
    :raises NotAllocated: if it counts for nothing already.
    """
    check_may(by, Act.RECORD_RECEIPTS)
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise ReasonMissing
    receipt = hold_receipt(receipt)
    if receipt.voided_at is not None:
        raise NotAllocated
    if receipt.allocations.filter(undone_at=None).exists() or receipt.refunds.exists():
        raise StillUsed
    receipt.voided_at, receipt.void_reason = at, reason
    receipt.save(update_fields=["voided_at", "void_reason"])
    event = ReceiptVoided(**receipt_told(receipt), amount=receipt.settled_amount, reason=reason)
    record(event, about=receipt, by=by, at=at, caused_by=caused_by, also=[receipt.customer])
    return receipt
