"""Lists of invoices, receipts, promises, tasks and statements, and single ones."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.access.seeing import tell_seen
from twintrack.foundation.people.models import User
from twintrack.sales.collections.lifecycle import TaskState
from twintrack.sales.collections.models import (
    Allocation,
    CreditNote,
    DunningStep,
    DunningTask,
    Invoice,
    InvoicePart,
    PaymentPromise,
    Receipt,
    Refund,
    Statement,
    StatementLine,
)
from twintrack.sales.contracts.lifecycle import BINDING
from twintrack.sales.contracts.models import Contract, Instalment
from twintrack.sales.customers.models import Customer

MONEY: DecimalField[Decimal, Decimal] = DecimalField(max_digits=16, decimal_places=2)
NONE = Value(Decimal(0), output_field=MONEY)
# Databases may add up inexactly: less than any smallest unit is nothing.
UNIT = Decimal("0.005")
RELATED = ("contract__owner", "customer")
KEPT_WITHIN = timedelta(days=3)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """By what invoices are narrowed; `state` is open, overdue, disputed, paid, or all if empty."""

    state: str = ""
    customer: Customer | None = None
    owner: User | None = None
    contract: Contract | None = None
    currency: str = ""
    text: str = ""


EVERY = Wanted()


def with_figures(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Add what is `owed` and `open` of each invoice, for lists: exact sums are in `books`."""
    parts = InvoicePart.objects.filter(invoice=OuterRef("pk")).order_by().values("invoice")
    paid = Allocation.objects.filter(invoice=OuterRef("pk"), undone_at=None).order_by()
    owed = Coalesce(Subquery(parts.annotate(sum=Sum("amount")).values("sum")), NONE)
    sums = paid.values("invoice").annotate(sum=Sum("amount")).values("sum")
    rows = rows.annotate(owed=owed, paid=Coalesce(Subquery(sums), NONE))
    with_open: QuerySet[Any] = rows.annotate(open=F("owed") - F("paid"))
    return with_open


def list_invoices(*, for_user: User, on: date, wanted: Wanted = EVERY) -> QuerySet[Any]:
    """List invoices with what is open of them, those due first at the beginning."""
    check_may(for_user, Act.SEE_COLLECTIONS)
    rows = with_figures(Invoice.objects.visible_to(for_user))
    rows = rows.filter(_narrowed(wanted, on))
    return rows.select_related(*RELATED).order_by("due_on", "pk")


def _narrowed(wanted: Wanted, on: date) -> Q:
    which = {
        "open": Q(open__gt=UNIT),
        "overdue": Q(open__gt=UNIT, due_on__lt=on),
        "disputed": Q(open__gt=UNIT, disputed_at__isnull=False),
        "paid": Q(open__lte=UNIT),
    }.get(wanted.state, Q())
    for name, value in (
        ("customer", wanted.customer),
        ("contract__owner", wanted.owner),
        ("contract", wanted.contract),
        ("currency", wanted.currency),
    ):
        if value:
            which &= Q(**{name: value})
    if wanted.text:
        which &= (
            Q(number__iexact=wanted.text)
            | Q(official_number__icontains=wanted.text)
            | Q(customer__name__icontains=wanted.text)
            | Q(contract__number__iexact=wanted.text)
        )
    return which


def sees_all_of(customer: Customer, *, for_user: User) -> bool:
    """
    Say whether a person sees every invoice of a customer.

    To whoever does not, that none is seen does not say that there is none.
    """
    return may(for_user, Act.RECORD_RECEIPTS) or for_user.pk == customer.owner_id


def seen_of(contract_ids: Collection[int], for_user: User) -> set[int]:
    """Keep the contracts of which the person sees all that was invoiced and received."""
    if may(for_user, Act.RECORD_RECEIPTS):
        return set(contract_ids)
    if not may(for_user, Act.SEE_COLLECTIONS):
        return set()
    own = Q(owner=for_user) | Q(customer__owner=for_user)
    rows = Contract.objects.filter(own, pk__in=contract_ids)
    return set(rows.values_list("pk", flat=True))


def get_invoice(number: str, *, for_user: User) -> Invoice:
    """
    Find an invoice by its number.

    :raises NotThere: if there is none, or the person may not see it.
    """
    rows: QuerySet[Invoice] = Invoice.objects.visible_to(for_user)
    found = rows.select_related(*RELATED, "created_by").filter(number=number).first()
    if found is None:
        raise NotThere
    tell_seen(found, for_user=for_user)
    return found


def list_receipts(
    *, for_user: User, customer: Customer | None = None, text: str = "", view: str = ""
) -> QuerySet[Receipt]:
    """List receipts with the `used` part of each, the newest first; `view` may be `credit`."""
    check_may(for_user, Act.SEE_COLLECTIONS)
    active = Allocation.objects.filter(receipt=OuterRef("pk"), undone_at=None).order_by()
    sums = active.values("receipt").annotate(sum=Sum("amount")).values("sum")
    back = Receipt.objects.filter(pk=OuterRef("pk")).order_by().values("pk")
    given = back.annotate(sum=Sum("refunds__amount")).values("sum")
    rows: QuerySet[Receipt] = Receipt.objects.visible_to(for_user)
    rows = rows.annotate(
        used=Coalesce(Subquery(sums), NONE), refunded=Coalesce(Subquery(given), NONE)
    ).annotate(left=F("settled_amount") - F("used") - F("refunded"))
    if customer is not None:
        rows = rows.filter(customer=customer)
    if view == "credit":
        rows = rows.filter(voided_at=None, left__gt=UNIT)
    if text:
        rows = rows.filter(
            Q(number__iexact=text)
            | Q(payer__icontains=text)
            | Q(bank_reference__icontains=text)
            | Q(customer__name__icontains=text)
        )
    return rows.select_related("customer", "recorded_by").order_by("-received_on", "-pk")


def get_receipt(number: str, *, for_user: User) -> Receipt:
    """
    Find a receipt by its number.

    :raises NotThere: if there is none, or the person may not see it.
    """
    rows: QuerySet[Receipt] = Receipt.objects.visible_to(for_user)
    found = rows.select_related("customer", "recorded_by").filter(number=number).first()
    if found is None:
        raise NotThere
    tell_seen(found, for_user=for_user)
    return found


def owed_by(customer: Customer, *, for_user: User, currency: str = "") -> list[Invoice]:
    """List the open invoices of a customer that a receipt may pay, those due first first."""
    wanted = Wanted(state="open", customer=customer, currency=currency)
    return list(list_invoices(for_user=for_user, on=date.max, wanted=wanted))


def list_open_of(contract: Contract) -> list[Instalment]:
    """List the instalments of a contract that the person was shown."""
    return list(contract.instalments.select_related("contract").order_by("position"))


def list_promises(invoice: Invoice) -> QuerySet[PaymentPromise]:
    """List what the customer said of an invoice, the newest first."""
    return invoice.promises.select_related("noted_by").order_by("-pk")


def list_credit_notes(invoice: Invoice) -> QuerySet[CreditNote]:
    """List the credit notes of an invoice."""
    return invoice.credit_notes.select_related("written_by").order_by("ordinal")


def track_record(customer: Customer, *, on: date) -> tuple[int, int]:
    """Count the promises of a customer that were kept, within three days, and all that ended."""
    promises = PaymentPromise.objects.filter(invoice__customer=customer).order_by("pk")
    # Of several promises for one invoice the last one counts.
    last = {each.invoice_id: each for each in promises}
    if not last:
        return 0, 0
    invoices = with_figures(Invoice.objects.filter(pk__in=last)).in_bulk()
    days = last_payments(list(last))
    kept = ended = 0
    for pk, promise in last.items():
        until = promise.promised_on + KEPT_WITHIN
        is_paid = invoices[pk].open <= UNIT
        if is_paid and pk in days and days[pk] <= until:
            kept, ended = kept + 1, ended + 1
        elif until < on:
            ended += 1
    return kept, ended


def last_payments(invoice_ids: list[int]) -> dict[int, date]:
    """Give the day of the last money that came in for invoices."""
    rows = Allocation.objects.filter(invoice__in=invoice_ids, undone_at=None).order_by(
        "receipt__received_on"
    )
    return {
        pk: day
        for pk, day in rows.values_list("invoice_id", "receipt__received_on")
        if pk is not None
    }


def list_tasks(
    *, for_user: User, mine: bool = False, invoice: Invoice | None = None
) -> QuerySet[DunningTask]:
    """List the steps to take; what was paid or is disputed needs none, of one invoice all."""
    seen = Invoice.objects.visible_to(for_user)
    rows = DunningTask.objects.select_related(
        "step", "assignee", "invoice__customer", "invoice__contract"
    )
    if invoice is not None:
        return rows.filter(invoice=invoice).order_by("pk")
    asked = with_figures(seen).filter(open__gt=UNIT, disputed_at=None)
    # Whoever wrote a letter need not call any more: only the furthest step counts.
    further = DunningTask.objects.filter(invoice=OuterRef("invoice"), pk__gt=OuterRef("pk"))
    rows = rows.filter(state=TaskState.TODO, invoice__in=asked.values("pk"))
    rows = rows.exclude(Exists(further))
    if mine:
        rows = rows.filter(assignee=for_user)
    return rows.order_by("made_at", "pk")


def list_owned_tasks(user: User) -> QuerySet[DunningTask]:
    """List the reminders that a person has still to write, whoever asks."""
    rows = DunningTask.objects.filter(assignee=user, state=TaskState.TODO)
    return rows.select_related("invoice__contract", "invoice__customer").order_by("pk")


def get_task(pk: int, *, for_user: User) -> DunningTask:
    """
    Find a task of dunning.

    :raises NotThere: if there is none, or the person may not see its invoice.
    """
    seen = Invoice.objects.visible_to(for_user)
    rows = DunningTask.objects.filter(pk=pk, invoice__in=seen)
    found = rows.select_related("step", "invoice__contract", "invoice__customer").first()
    if found is None:
        raise NotThere
    return found


def list_steps(*, for_user: User) -> QuerySet[DunningStep]:
    """List the steps of dunning in their order."""
    check_may(for_user, Act.SEE_COLLECTIONS)
    return DunningStep.objects.order_by("days_after")


def get_step(pk: int, *, for_user: User) -> DunningStep:
    """
    Find a step of dunning.

    :raises NotThere: if there is none.
    """
    found = list_steps(for_user=for_user).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def list_statements(*, for_user: User) -> QuerySet[Statement]:
    """List the bank statements, the newest first."""
    check_may(for_user, Act.RECORD_RECEIPTS)
    return Statement.objects.select_related("read_by").order_by("-pk")


def get_statement(pk: int, *, for_user: User) -> Statement:
    """
    Find a bank statement.

    :raises NotThere: if there is none.
    """
    found = list_statements(for_user=for_user).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def overdue_of(user: User, *, on: date) -> QuerySet[Invoice]:
    """List the overdue invoices of the contracts that a person looks after."""
    rows = with_figures(Invoice.objects.filter(contract__owner=user, due_on__lt=on))
    return rows.filter(open__gt=UNIT).select_related("customer").order_by("due_on", "pk")


def instalments_due(*, on: date, owner: User | None = None) -> QuerySet[Instalment]:
    """List instalments that are due and were not invoiced, whoever asks."""
    rows = Instalment.objects.filter(contract__state__in=BINDING, due_on__lte=on)
    if owner is not None:
        rows = rows.filter(contract__owner=owner)
    asked = Exists(InvoicePart.objects.filter(instalment=OuterRef("pk")))
    paid = Exists(Allocation.objects.filter(instalment=OuterRef("pk"), undone_at=None))
    return rows.exclude(asked).exclude(paid).select_related("contract").order_by("due_on", "pk")


def list_overdue(*, on: date) -> list[Invoice]:
    """List what the customer is reminded of: overdue and not disputed, whoever asks."""
    rows = with_figures(Invoice.objects.filter(due_on__lt=on, disputed_at=None))
    return list(rows.filter(open__gt=UNIT).select_related("contract__owner").order_by("pk"))


def list_parts(invoice: Invoice) -> list[tuple[Instalment, Decimal]]:
    """List the instalments that an invoice asks for, each with how much, credit taken off."""
    sums: dict[int, Decimal] = {}
    rows: dict[int, Instalment] = {}
    for part in invoice.parts.select_related("instalment"):
        rows[part.instalment_id] = part.instalment
        sums[part.instalment_id] = sums.get(part.instalment_id, Decimal(0)) + part.amount
    return [(rows[pk], amount) for pk, amount in sums.items()]


def list_payments(invoice: Invoice) -> QuerySet[Allocation]:
    """List what pays an invoice, the newest first."""
    active = invoice.allocations.filter(undone_at=None)
    return active.select_related("receipt", "instalment").order_by("-pk")


def list_allocations(receipt: Receipt) -> QuerySet[Allocation]:
    """List what a receipt pays, and what it was thought to pay, the newest first."""
    related = ("invoice", "instalment__contract", "made_by")
    return receipt.allocations.select_related(*related).order_by("-pk")


def list_refunds(receipt: Receipt) -> QuerySet[Refund]:
    """List what of a receipt was given back."""
    return receipt.refunds.select_related("recorded_by").order_by("-pk")


def list_lines(statement: Statement) -> list[StatementLine]:
    """List the lines of a bank statement."""
    return list(statement.lines.select_related("receipt__customer").order_by("line"))


def get_line(pk: int, *, for_user: User) -> StatementLine:
    """
    Find a line of a bank statement.

    :raises NotThere: if there is none, or the person may not see it.
    """
    check_may(for_user, Act.RECORD_RECEIPTS)
    found = StatementLine.objects.select_related("statement", "receipt").filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found
