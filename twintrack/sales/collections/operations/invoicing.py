"""Invoice instalments, note disputes, and write credit notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.edits import changes_to_make
from twintrack.foundation.access.refusals import ReasonMissing, Refusal, StateNotReachable
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.money.formatting import exact
from twintrack.foundation.money.rounding import is_whole, round_amount
from twintrack.foundation.objects.numbering import next_number
from twintrack.foundation.people.models import User
from twintrack.sales.collections.books import figures_of, open_parts, standing_of
from twintrack.sales.collections.events import (
    InvoiceChanged,
    InvoiceCredited,
    InvoiceDisputed,
    InvoiceDisputeSettled,
    InvoiceIssued,
)
from twintrack.sales.collections.models import Allocation, CreditNote, Invoice, InvoicePart
from twintrack.sales.collections.operations.holding import (
    concerned,
    hold_contracts,
    hold_invoice,
    invoice_told,
)
from twintrack.sales.contracts.models import Contract, Instalment
from twintrack.sales.contracts.received import NONE

HUNDRED = Decimal(100)
EARLIEST = date(1990, 1, 1)
CHANGEABLE = ("official_number", "due_on")


class NotSigned(Refusal):
    """Nothing is owed by a draft."""

    message = _("Only instalments of a signed contract are invoiced.")


class InvoiceImpossible(Refusal):
    """An invoice that cannot be."""

    message = _(
        "Say how much of which instalments is invoiced, above nothing, a tax rate below 100 %, "
        "and a due day on or after the day of issue."
    )
    status = 422


class TooMuchInvoiced(Refusal):
    """More than an instalment is."""

    status = 422

    def __init__(self, instalment: Instalment, left: Decimal, currency: str) -> None:
        said = _("Of “{label}” only {left} is not invoiced yet.")
        super().__init__(
            format_lazy(said, label=instalment.label, left=exact(max(left, Decimal(0)), currency))
        )


class NumberTaken(Refusal):
    """An official number stands on one invoice."""

    status = 422

    def __init__(self, invoice: Invoice) -> None:
        said = _("This official number belongs to {invoice} already.")
        super().__init__(format_lazy(said, invoice=invoice.number))


class CreditTooLarge(Refusal):
    """More than is open of the invoice."""

    status = 422

    def __init__(self, left: Decimal, currency: str) -> None:
        said = _(
            "Only {left} of this invoice is open. What was paid is taken back first, and given "
            "back to the customer."
        )
        super().__init__(format_lazy(said, left=exact(left, currency)))


@dataclass(frozen=True, kw_only=True)
class InvoiceDetails:
    """What an invoice asks for: how much of which instalments by their ids, and by when."""

    parts: Mapping[int, Decimal]
    issued_on: date
    due_on: date
    tax_rate: Decimal = Decimal(13)
    official_number: str = ""


@transaction.atomic
def issue_invoice(
    *,
    contract: Contract,
    details: InvoiceDetails,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Invoice:
    """
    Invoice one or several instalments of a contract; what came in for them already pays it.

    :raises NotAllowed: if the person's roles do not allow it, or the contract is another's.
    :raises NotSigned: if the contract is a draft, or an instalment is none of its.
    :raises InvoiceImpossible: if an amount, the rate or a day cannot be.
    :raises TooMuchInvoiced: if more is invoiced than an instalment is.
    :raises NumberTaken: if the official number stands on another invoice.
    """
    check_may(by, Act.RECORD_RECEIPTS)
    hold_contracts([contract.pk])
    contract = Contract.objects.select_related("customer").get(pk=contract.pk)
    known = {each.pk: each for each in contract.instalments.all()}
    if not contract.signed_on or not set(details.parts) <= set(known):
        raise NotSigned
    _check(details, contract.currency, timezone.localdate(at))
    standing = standing_of(details.parts)
    for pk, amount in details.parts.items():
        left = known[pk].amount - standing.get(pk, NONE).invoiced
        if amount > left:
            raise TooMuchInvoiced(known[pk], left, contract.currency)
    number = " ".join(details.official_number.split())[:40]
    _check_number(number)
    amount = sum(details.parts.values(), Decimal(0))
    net = round_amount(amount * HUNDRED / (HUNDRED + details.tax_rate), contract.currency)
    invoice: Invoice = Invoice.objects.create(
        number=next_number("INV"),
        contract=contract,
        customer=contract.customer,
        official_number=number,
        currency=contract.currency,
        amount=amount,
        tax_rate=details.tax_rate,
        tax=amount - net,
        issued_on=details.issued_on,
        due_on=details.due_on,
        created_by=by,
        created_at=at,
    )
    for pk in sorted(details.parts, key=lambda each: known[each].position):
        InvoicePart.objects.create(invoice=invoice, instalment=known[pk], amount=details.parts[pk])
        _take_loose(invoice, pk, details.parts[pk])
    event = InvoiceIssued(
        **invoice_told(invoice),
        amount=amount,
        tax_rate=invoice.tax_rate,
        official_number=number,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        instalment_ids=sorted(details.parts),
    )
    record(event, about=invoice, by=by, at=at, caused_by=caused_by, also=concerned(invoice))
    return invoice


def _check(details: InvoiceDetails, currency: str, today: date) -> None:
    amounts = details.parts.values()
    is_sound = details.parts and all(is_whole(each, currency) and each > 0 for each in amounts)
    is_rate = details.tax_rate.is_finite() and 0 <= details.tax_rate < HUNDRED
    is_dated = EARLIEST <= details.issued_on <= today and details.issued_on <= details.due_on
    if not (is_sound and is_rate and is_dated and (details.due_on - today).days < 3660):
        raise InvoiceImpossible


def _check_number(number: str) -> None:
    taken = Invoice.objects.filter(official_number=number).first() if number else None
    if taken is not None:
        raise NumberTaken(taken)


def _take_loose(invoice: Invoice, instalment_id: int, amount: Decimal) -> None:
    """Let what came in without an invoice pay this one; what is more stays as it is."""
    loose = Allocation.objects.filter(instalment=instalment_id, invoice=None, undone_at=None)
    for allocation in loose.order_by("pk"):
        if not amount:
            return
        taken = min(amount, allocation.amount)
        if taken < allocation.amount:
            rest = Allocation(
                receipt_id=allocation.receipt_id,
                instalment_id=instalment_id,
                amount=allocation.amount - taken,
                made_by_id=allocation.made_by_id,
                made_at=allocation.made_at,
            )
            rest.save()
        allocation.amount, allocation.invoice = taken, invoice
        allocation.save(update_fields=["amount", "invoice"])
        amount -= taken


@transaction.atomic
def change_invoice(
    *,
    invoice: Invoice,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Invoice:
    """
    Change the official number or the due day; `before` is what the person saw of each.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StaleEdit: if somebody changed one of them in between.
    :raises InvoiceImpossible: if it would be due before it was issued.
    :raises NumberTaken: if the official number stands on another invoice.
    """
    check_may(by, Act.RECORD_RECEIPTS)
    invoice = hold_invoice(invoice)
    wanted = {name: value for name, value in values.items() if name in CHANGEABLE}
    current = {name: getattr(invoice, name) for name in wanted}
    to = changes_to_make(current=current, before=before, values=wanted)
    if not to:
        return invoice
    if "official_number" in to:
        to["official_number"] = " ".join(to["official_number"].split())[:40]
        _check_number(to["official_number"])
    if "due_on" in to and not 0 <= (to["due_on"] - invoice.issued_on).days < 3660:
        raise InvoiceImpossible
    for name, value in to.items():
        setattr(invoice, name, value)
    invoice.save(update_fields=list(to))
    event = InvoiceChanged(
        **invoice_told(invoice),
        fields=sorted(to),
        came_from={name: str(current[name]) for name in to},
        to={name: str(value) for name, value in to.items()},
    )
    record(event, about=invoice, by=by, at=at, caused_by=caused_by, also=concerned(invoice))
    return invoice


@transaction.atomic
def dispute(
    *, invoice: Invoice, reason: str, by: User, at: datetime, caused_by: Entry | None = None
) -> Invoice:
    """
    Note that the customer does not agree with an invoice: nobody is reminded of it meanwhile.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReasonMissing: if no reason is given.
    :raises StateNotReachable: if it is disputed already.
    """
    check_may(by, Act.SEE_COLLECTIONS)
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise ReasonMissing
    invoice = hold_invoice(invoice)
    if invoice.disputed_at is not None:
        raise StateNotReachable
    invoice.disputed_at, invoice.dispute_reason = at, reason
    invoice.save(update_fields=["disputed_at", "dispute_reason"])
    event = InvoiceDisputed(**invoice_told(invoice), reason=reason)
    record(event, about=invoice, by=by, at=at, caused_by=caused_by, also=concerned(invoice))
    return invoice


@transaction.atomic
def settle_dispute(
    *, invoice: Invoice, by: User, at: datetime, caused_by: Entry | None = None
) -> Invoice:
    """
    Note that the customer agrees with an invoice again; why it did not stays to be read.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises StateNotReachable: if it is not disputed.
    """
    check_may(by, Act.SEE_COLLECTIONS)
    invoice = hold_invoice(invoice)
    if invoice.disputed_at is None:
        raise StateNotReachable
    invoice.disputed_at = None
    invoice.save(update_fields=["disputed_at"])
    event = InvoiceDisputeSettled(**invoice_told(invoice))
    record(event, about=invoice, by=by, at=at, caused_by=caused_by, also=concerned(invoice))
    return invoice


@transaction.atomic
def credit(
    *,
    invoice: Invoice,
    amount: Decimal,
    reason: str,
    issued_on: date,
    official_number: str = "",
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> CreditNote:
    """
    Write a credit note: that much of the invoice is not asked for; the contract still owes it.

    The last instalments of the invoice are credited first.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ReasonMissing: if no reason is given.
    :raises InvoiceImpossible: if the amount or the day cannot be.
    :raises CreditTooLarge: if it is more than is open of the invoice.
    """
    check_may(by, Act.RECORD_RECEIPTS)
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise ReasonMissing
    invoice = hold_invoice(invoice)
    if not (is_whole(amount, invoice.currency) and amount > 0):
        raise InvoiceImpossible
    if not invoice.issued_on <= issued_on <= timezone.localdate(at):
        raise InvoiceImpossible
    left = figures_of([invoice])[invoice.pk].open
    if amount > left:
        raise CreditTooLarge(left, invoice.currency)
    note = CreditNote.objects.create(
        invoice=invoice,
        ordinal=invoice.credit_notes.count() + 1,
        amount=amount,
        reason=reason,
        official_number=" ".join(official_number.split())[:40],
        issued_on=issued_on,
        written_by=by,
        written_at=at,
    )
    rest = amount
    for instalment_id, is_open in reversed(open_parts(invoice).items()):
        taken = min(rest, is_open)
        if taken > 0:
            InvoicePart.objects.create(
                invoice=invoice, instalment_id=instalment_id, credit_note=note, amount=-taken
            )
            rest -= taken
    event = InvoiceCredited(
        **invoice_told(invoice), ordinal=note.ordinal, amount=amount, reason=reason
    )
    record(event, about=invoice, by=by, at=at, caused_by=caused_by, also=concerned(invoice))
    return note
