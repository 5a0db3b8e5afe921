"""Keep bank statements, and let their lines become receipts; nothing is taken in twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as words
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.files.operations import clean_name
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record, together
from twintrack.foundation.objects.numbering import hold_numbers
from twintrack.foundation.people.models import User
from twintrack.sales.collections.events import StatementLineSetAside, StatementRead
from twintrack.sales.collections.lifecycle import LineState
from twintrack.sales.collections.models import Receipt, Statement, StatementLine
from twintrack.sales.collections.operations.receiving import (
    ReceiptDetails,
    record_receipt,
    undo_allocations,
    void_receipt,
)
from twintrack.sales.collections.operations.spreading import Share
from twintrack.sales.customers.models import Customer


class NothingRead(Refusal):
    """No line of the file says that money came in."""

    message = _("No line of this file says that money came in. Look at which columns were read.")
    status = 422


class ColumnsImpossible(Refusal):
    """Columns that are not there, or no day and amount."""

    message = _("Choose columns of this file; at least those of the day and of the amount.")
    status = 422


class StatementUsed(Refusal):
    """Lines of it were booked or set aside."""

    message = _("Lines of this statement were booked or set aside: take that back first.")


class LineBooked(Refusal):
    """It was booked or set aside before."""

    message = _("Somebody booked this line or set it aside before.")


@dataclass(frozen=True, kw_only=True)
class Movement:
    """Money that came in, as a line of a statement says it."""

    line: int
    paid_on: date
    amount: Decimal
    currency: str
    payer: str = ""
    reference: str = ""
    purpose: str = ""

    def fingerprint(self, turn: int) -> str:
        """Name the movement the same in whichever file it stands; `turn` tells equal ones apart."""
        said: tuple[str, ...]
        if self.reference:
            said = ("reference", self.reference)
        else:
            said = (
                *(self.paid_on.isoformat(), str(self.amount), self.currency),
                *(self.payer.casefold(), self.purpose.casefold(), str(turn)),
            )
        return sha256("\0".join(said).encode()).hexdigest()


@transaction.atomic
def keep_statement(
    *,
    name: str,
    columns: Mapping[str, str],
    movements: Sequence[Movement],
    left_out: int = 0,
    currency: str = "",
    table: Mapping[str, Any] | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Statement:
    """
    Keep what a bank statement says; lines that are known from before are marked.

    With the `table` that stands in it, other columns can be chosen later.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NothingRead: if no money came in by it, and nothing else stands in it.
    """
    check_may(by, Act.RECORD_RECEIPTS)
    if not movements and not (table and table["lines"]):
        raise NothingRead
    # Whoever reads the same file at once waits, and finds its lines known.
    hold_numbers("BANK")
    statement = Statement.objects.create(
        file_name=clean_name(name),
        read_by=by,
        read_at=at,
        columns=dict(columns),
        currency=currency,
        table=dict(table or {}),
    )
    rows = _lines_of(statement, movements)
    event = _told(statement, rows, left_out)
    record(event, about=statement, by=by, at=at, caused_by=caused_by)
    return statement


@transaction.atomic
def choose_columns(
    *,
    statement: Statement,
    columns: Mapping[str, str],
    movements: Sequence[Movement],
    left_out: int = 0,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Statement:
    """
    Keep what a bank statement says by other columns, instead of what it said by the former.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises ColumnsImpossible: if its file has no such columns, or day and amount have none.
    :raises NothingRead: if no money came in by them.
    :raises StatementUsed: if one of its lines was booked or set aside.
    """
    check_may(by, Act.RECORD_RECEIPTS)
    known = set(statement.table.get("columns", ()))
    if not set(columns.values()) <= known or not {"paid_on", "amount"} <= set(columns):
        raise ColumnsImpossible
    if not movements:
        raise NothingRead
    hold_numbers("BANK")
    statement = Statement.objects.select_for_update(no_key=True).get(pk=statement.pk)
    if statement.lines.exclude(state__in=(LineState.WAITING, LineState.KNOWN)).exists():
        raise StatementUsed
    statement.lines.all().delete()
    statement.columns = dict(columns)
    statement.save(update_fields=["columns"])
    rows = _lines_of(statement, movements)
    event = _told(statement, rows, left_out)
    record(event, about=statement, by=by, at=at, caused_by=caused_by)
    return statement


def _lines_of(statement: Statement, movements: Sequence[Movement]) -> list[StatementLine]:
    turns: Counter[str] = Counter()
    prints = []
    for each in movements:
        plain = each.fingerprint(0)
        # The second movement with one reference in a file is the same one.
        prints.append(each.fingerprint(0 if each.reference else turns[plain]))
        turns[plain] += 1
    seen = set(
        StatementLine.objects.filter(fingerprint__in=prints)
        .exclude(state=LineState.KNOWN)
        .values_list("fingerprint", flat=True)
    )
    references = [each.reference for each in movements if each.reference]
    booked = set(
        Receipt.objects.filter(bank_reference__in=references, voided_at=None).values_list(
            "bank_reference", flat=True
        )
    )
    rows = []
    for each, fingerprint in zip(movements, prints, strict=True):
        is_known = fingerprint in seen or (each.reference in booked if each.reference else False)
        seen.add(fingerprint)
        rows.append(
            StatementLine(
                statement=statement,
                fingerprint=fingerprint,
                state=LineState.KNOWN if is_known else LineState.WAITING,
                **vars(each),
            )
        )
    return StatementLine.objects.bulk_create(rows)


def _told(statement: Statement, rows: list[StatementLine], left_out: int) -> StatementRead:
    return StatementRead(
        statement_id=statement.pk,
        file_name=statement.file_name,
        lines=len(rows),
        known=sum(row.state == LineState.KNOWN for row in rows),
        left_out=left_out,
    )


def _hold(line: StatementLine, *states: str) -> StatementLine:
    found = StatementLine.objects.select_for_update(no_key=True).get(pk=line.pk)
    if found.state not in states:
        raise LineBooked
    return found


@transaction.atomic
def book_line(
    *,
    line: StatementLine,
    customer: Customer,
    shares: Sequence[Share] = (),
    keep_rest: bool = False,
    rate: Decimal | None = None,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Receipt:
    """
    Record the receipt that a line of a bank statement tells of, and what it pays.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises LineBooked: if it was booked or set aside before.
    """
    check_may(by, Act.RECORD_RECEIPTS)
    with together():
        line = _hold(line, LineState.WAITING)
        details = ReceiptDetails(
            customer=customer,
            amount=line.amount,
            currency=line.currency,
            received_on=line.paid_on,
            payer=line.payer,
            bank_reference=line.reference,
            note=line.purpose,
            rate=rate,
        )
        receipt = record_receipt(
            details=details, shares=shares, keep_rest=keep_rest, by=by, at=at, caused_by=caused_by
        )
        line.state, line.receipt = LineState.BOOKED, receipt
        line.save(update_fields=["state", "receipt"])
    return receipt


@transaction.atomic
def unbook_line(
    *, line: StatementLine, by: User, at: datetime, caused_by: Entry | None = None
) -> StatementLine:
    """
    Take back that a line was booked: its receipt pays nothing and counts for nothing.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises LineBooked: if it is not booked.
    :raises StillUsed: if part of the money was given back.
    """
    check_may(by, Act.RECORD_RECEIPTS)
    with together():
        line = _hold(line, LineState.BOOKED)
        receipt = line.receipt
        if receipt is not None and receipt.voided_at is None:
            if receipt.allocations.filter(undone_at=None).exists():
                undo_allocations(receipt=receipt, by=by, at=at, caused_by=caused_by)
            reason = words("Taken back from the bank statement")
            void_receipt(receipt=receipt, reason=reason, by=by, at=at, caused_by=caused_by)
        line.state, line.receipt = LineState.WAITING, None
        line.save(update_fields=["state", "receipt"])
    return line


@transaction.atomic
def set_aside(
    *,
    line: StatementLine,
    is_ignored: bool,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> StatementLine:
    """
    Note that a line is no payment of a customer, or that it is one after all.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises LineBooked: if it was booked before, or is so already.
    """
    check_may(by, Act.RECORD_RECEIPTS)
    line = _hold(line, LineState.WAITING if is_ignored else LineState.IGNORED)
    line.state = LineState.IGNORED if is_ignored else LineState.WAITING
    line.save(update_fields=["state"])
    event = StatementLineSetAside(statement_id=line.statement_id, line=line.line, to=line.state)
    record(event, about=line.statement, by=by, at=at, caused_by=caused_by)
    return line
