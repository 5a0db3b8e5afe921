"""Send a file of customers, choose what its columns say, start it, and let it be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.objects.numbering import next_number
from twintrack.foundation.people.models import User
from twintrack.sales.intake.mapping import guess
from twintrack.sales.intake.reading import TooManyRows, read_table
from twintrack.sales.rosters.columns import CODES, CUSTOMER_TARGETS, REQUIRED
from twintrack.sales.rosters.events import (
    CustomerFileMapped,
    CustomerFileSent,
    CustomerImportStarted,
    CustomerImportUndoStarted,
    CustomerRowDecided,
)
from twintrack.sales.rosters.lifecycle import POLICIES, Decision, Outcome, State
from twintrack.sales.rosters.models import CustomerImport, CustomerImportRow

# Rows are taken back from the last one: no file is longer.
BEHIND_ALL = 2_000_000_000


class FileTooLarge(Refusal):
    """The file is larger than this installation takes."""

    message = _("This file is too large.")
    status = 413


class ColumnMissing(Refusal):
    """No column says which company it is, or a column is named that the file does not have."""

    message = _("Choose the column that names the company.")
    status = 422


class NotChecked(Refusal):
    """The rows are being checked, or were taken in already."""

    message = _("The rows are still being checked, or were taken in already.")


class NotTakenIn(Refusal):
    """There is nothing to be taken back."""

    message = _("Only what was taken in can be taken back.")


class DecisionUnfit(Refusal):
    """There is nothing to decide, or not in this way."""

    message = _("Choose what becomes of a row whose customer is known.")
    status = 422


def _held(run: CustomerImport) -> CustomerImport:
    found: CustomerImport = CustomerImport.objects.select_for_update(no_key=True).get(pk=run.pk)
    return found


@transaction.atomic
def send(
    *, data: bytes, name: str, by: User, at: datetime, caused_by: Entry | None = None
) -> CustomerImport:
    """
    Read a file and guess its columns; the worker checks its rows, nothing is taken in yet.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises FileTooLarge: if it is larger than `TWINTRACK_MAX_UPLOAD_BYTES`.
    :raises TooManyRows: if it has more rows than `TWINTRACK_MAX_IMPORT_ROWS`.
    :raises FileEmpty: if there is nothing in it.
    :raises FileNotRead: if it is no table.
    :raises HeaderMissing: if its first line names no columns.
    """
    check_may(by, Act.IMPORT_CUSTOMERS)
    if len(data) > int(str(settings.TWINTRACK["max_upload_bytes"])):
        raise FileTooLarge
    table = read_table(data, name)
    most = int(str(settings.TWINTRACK["max_import_rows"]))
    lines = list(islice(table.lines, most + 1))
    if len(lines) > most:
        raise TooManyRows
    sample = [line.values for line in lines[:50]]
    run: CustomerImport = CustomerImport.objects.create(
        number=next_number("CIMP"),
        name=name[:160],
        digest=sha256(data).hexdigest(),
        columns=table.columns,
        mapping=guess(table.columns, sample, {}, targets=CUSTOMER_TARGETS),
        total=len(lines),
        started_by=by,
        created_at=at,
    )
    rows = (CustomerImportRow(run=run, line=each.number, values=each.values) for each in lines)
    CustomerImportRow.objects.bulk_create(rows, batch_size=1000)
    record(
        CustomerFileSent(import_id=run.pk, number=run.number, name=run.name, rows=run.total),
        about=run,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return run


@transaction.atomic
def remap(
    *,
    run: CustomerImport,
    mapping: Mapping[str, str],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> CustomerImport:
    """
    Let other columns say what of a customer; the rows are checked anew.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotChecked: if the rows are being checked, or were taken in.
    :raises ColumnMissing: if no column names the company.
    """
    check_may(by, Act.IMPORT_CUSTOMERS)
    run = _held(run)
    if run.state != State.CHECKED:
        raise NotChecked
    is_whole = REQUIRED <= set(mapping) <= CODES
    if not is_whole or not set(mapping.values()) <= set(run.columns):
        raise ColumnMissing
    run.mapping, run.state, run.position = dict(mapping), State.CHECKING, 0
    run.save(update_fields=["mapping", "state", "position"])
    rows = CustomerImportRow.objects.filter(run=run)
    rows.update(outcome=Outcome.WAITING, reason="", problem="", customer=None, core="")
    event = CustomerFileMapped(import_id=run.pk, number=run.number)
    record(event, about=run, by=by, at=at, caused_by=caused_by)
    return run


@transaction.atomic
def decide(
    *,
    row: CustomerImportRow,
    decision: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> CustomerImportRow:
    """
    Say what becomes of a row whose customer is known; nothing says that it goes as for all.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotChecked: if the rows are being checked, or were taken in.
    :raises DecisionUnfit: if its customer is not known, or nothing of that sort can be done.
    """
    check_may(by, Act.IMPORT_CUSTOMERS)
    run = _held(row.run)
    if run.state != State.CHECKED:
        raise NotChecked
    row = CustomerImportRow.objects.select_related("run").get(pk=row.pk)
    if row.outcome != Outcome.MATCHED or decision not in {"", *Decision.values}:
        raise DecisionUnfit
    if row.decision == decision:
        return row
    row.decision = decision
    row.save(update_fields=["decision"])
    event = CustomerRowDecided(
        import_id=run.pk, number=run.number, line=row.line, decision=decision
    )
    record(event, about=run, by=by, at=at, caused_by=caused_by)
    return row


@transaction.atomic
def start(
    *,
    run: CustomerImport,
    policy: str = Decision.ATTACH.value,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> CustomerImport:
    """
    Take the checked rows in; `policy` holds for known customers of which nothing else was said.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotChecked: if the rows are being checked, or were taken in.
    :raises DecisionUnfit: if the policy is none.
    """
    check_may(by, Act.IMPORT_CUSTOMERS)
    run = _held(run)
    if run.state != State.CHECKED:
        raise NotChecked
    if policy not in POLICIES:
        raise DecisionUnfit
    if not set(run.mapping) >= REQUIRED:
        raise ColumnMissing
    run.policy, run.state, run.position, run.started_by = policy, State.RUNNING, 0, by
    run.save(update_fields=["policy", "state", "position", "started_by"])
    event = CustomerImportStarted(
        import_id=run.pk, number=run.number, policy=policy, rows=run.total
    )
    record(event, about=run, by=by, at=at, caused_by=caused_by)
    return run


@transaction.atomic
def undo(
    *, run: CustomerImport, by: User, at: datetime, caused_by: Entry | None = None
) -> CustomerImport:
    """
    Take back what a file brought, but for what somebody worked with since.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotTakenIn: if it was not taken in.
    """
    check_may(by, Act.IMPORT_CUSTOMERS)
    run = _held(run)
    if run.state != State.DONE:
        raise NotTakenIn
    run.state, run.position, run.started_by = State.UNDOING, BEHIND_ALL, by
    run.save(update_fields=["state", "position", "started_by"])
    event = CustomerImportUndoStarted(import_id=run.pk, number=run.number)
    record(event, about=run, by=by, at=at, caused_by=caused_by)
    return run
