"""Take a file in, and let its columns be confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.files.operations import FileTooLarge, clean_name
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.objects.numbering import next_number
from twintrack.foundation.people.models import User
from twintrack.sales.intake.events import ImportMapped, ImportUploaded
from twintrack.sales.intake.fields import BY_CODE, REQUIRED
from twintrack.sales.intake.lifecycle import CONFIRMABLE, Outcome, State
from twintrack.sales.intake.mapping import guess
from twintrack.sales.intake.models import ImportRow, ImportRun
from twintrack.sales.intake.problems import problem
from twintrack.sales.intake.queries import known_names, last_mapping
from twintrack.sales.intake.reading import (
    Line,
    Table,
    TooManyRows,
    count_unreadable,
    read_table,
)
from twintrack.sales.intake.values import MONTH_FIRST, day_order

BATCH = 1000


class ColumnMissing(Refusal):
    """A field that feedback needs has neither a column nor a value for all rows."""

    message = _("Choose a column for the customer's words, the customer and the product.")
    status = 422


class ColumnUnknown(Refusal):
    """There is no such field or column."""

    message = _("There is no such field, or the file has no such column.")
    status = 422


class NotConfirmable(Refusal):
    """The rows are being handled already."""

    message = _("This import has gone on already.")


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file as it came, and where its rows come from."""

    data: bytes
    name: str
    source: str = ""


def upload(*, upload: Upload, by: User, at: datetime, caused_by: Entry | None = None) -> ImportRun:
    """
    Read a file into rows, and guess what its columns say.

    Each thousand rows are a transaction of their own, so that others can write in between; an
    import that is not here whole is seen by nobody.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises FileTooLarge: if it is larger than `TWINTRACK_MAX_UPLOAD_BYTES`.
    :raises TooManyRows: if it has more rows than `TWINTRACK_MAX_IMPORT_ROWS`.
    :raises FileEmpty: if there is nothing in it.
    :raises FileNotRead: if it is no table.
    :raises HeaderMissing: if its first line names no columns.
    """
    check_may(by, Act.IMPORT_FEEDBACK)
    if len(upload.data) > int(str(settings.TWINTRACK["max_upload_bytes"])):
        raise FileTooLarge
    table = read_table(upload.data, upload.name)
    run = _open(upload, table, by, at)
    try:
        _keep_rows(run, table)
        return _arrive(run, by, at, caused_by)
    except BaseException:
        with suppress(DatabaseError):
            discard(run)
        raise


@transaction.atomic
def _open(upload: Upload, table: Table, by: User, at: datetime) -> ImportRun:
    name = clean_name(upload.name)
    source = upload.source.strip()[:40] or name.rsplit(".", 1)[0][:40]
    run: ImportRun = ImportRun.objects.create(
        number=next_number("IMP"),
        state=State.ARRIVING,
        name=name,
        source=source,
        form=table.form,
        encoding=table.encoding,
        delimiter=table.delimiter,
        columns=table.columns,
        mapping=_first_mapping(table, source, by),
        started_by=by,
        created_at=at,
    )
    return run


@transaction.atomic
def _arrive(run: ImportRun, by: User, at: datetime, caused_by: Entry | None) -> ImportRun:
    run.state = State.DRAFT
    run.save(update_fields=["state", "total", "month_first", "unreadable"])
    record(
        ImportUploaded(run_id=run.pk, number=run.number, name=run.name, rows=run.total),
        about=run,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return run


def discard(run: ImportRun) -> None:
    """Remove an import that is not here whole, some rows at a time."""
    rows = ImportRow.objects.filter(run=run).order_by("pk")
    while ids := list(rows.values_list("pk", flat=True)[:BATCH]):
        ImportRow.objects.filter(pk__in=ids).delete()
    run.delete()


def _first_mapping(table: Table, source: str, by: User) -> dict[str, str]:
    # What was confirmed for the same source is right again, as far as the columns are there.
    before = last_mapping(source, columns=table.columns, for_user=by)
    rows = [line.values for line in table.sample]
    return before or guess(table.columns, rows, known_names(for_user=by))


def _keep_rows(run: ImportRun, table: Table) -> None:
    most = int(str(settings.TWINTRACK["max_import_rows"]))
    written: dict[str, set[str]] = {}
    run.unreadable = sum(map(count_unreadable, run.columns))
    while chunk := list(islice(table.lines, BATCH)):
        run.total += len(chunk)
        if run.total > most:
            raise TooManyRows
        for line in chunk:
            _note_days(written, line)
            run.unreadable += sum(map(count_unreadable, line.values.values()))
        with transaction.atomic():
            ImportRow.objects.bulk_create([_row(run, line) for line in chunk])
    run.month_first = [name for name in run.columns if written.get(name) == {MONTH_FIRST}]


def _note_days(written: dict[str, set[str]], line: Line) -> None:
    for column, text in line.values.items():
        order = day_order(text)
        if order:
            written.setdefault(column, set()).add(order)


def _row(run: ImportRun, line: Line) -> ImportRow:
    row = ImportRow(run=run, line=line.number, values=line.values)
    if line.problem:
        row.outcome, row.problems = Outcome.REFUSED, [problem(line.problem)]
    return row


@transaction.atomic
def confirm(
    *,
    run: ImportRun,
    mapping: Mapping[str, str],
    defaults: Mapping[str, str],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> ImportRun:
    """
    Confirm which column says what; the rows are checked then, and nothing is recorded yet.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotConfirmable: if the rows are being handled already.
    :raises ColumnUnknown: if there is no such field or column.
    :raises ColumnMissing: if a field that feedback needs is said nowhere.
    """
    check_may(by, Act.IMPORT_FEEDBACK)
    run = ImportRun.objects.select_for_update(no_key=True).get(pk=run.pk)
    if State(run.state) not in CONFIRMABLE:
        raise NotConfirmable
    _check_columns(run.columns, mapping, defaults)
    ImportRow.objects.filter(run=run, outcome=Outcome.REFUSED).exclude(values={}).filter(
        problems__0__code__in=PER_FIELD
    ).update(outcome=Outcome.WAITING, problems=[])
    run.mapping, run.defaults = dict(mapping), dict(defaults)
    ImportRow.objects.filter(run=run, outcome=Outcome.DIFFERING).update(
        outcome=Outcome.WAITING, problems=[]
    )
    run.decisions, run.unknown, run.position = {}, {}, 0
    run.ready = run.known = run.differing = run.held = 0
    run.refused = ImportRow.objects.filter(run=run, outcome=Outcome.REFUSED).count()
    run.state = State.CHECKING
    run.save()
    record(
        ImportMapped(run_id=run.pk, number=run.number),
        about=run,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return run


# Problems that another choice of columns may solve; a line that is damaged stays so.
PER_FIELD = (
    "missing",
    "future",
    "no_moment",
    "too_old",
    "no_address",
    "too_long",
    "repeated",
    "unforeseen",
)


def _check_columns(
    columns: Sequence[str], mapping: Mapping[str, str], defaults: Mapping[str, str]
) -> None:
    if not {*mapping, *defaults} <= set(BY_CODE) or not set(mapping.values()) <= set(columns):
        raise ColumnUnknown
    if any(code not in mapping and not defaults.get(code) for code in REQUIRED):
        raise ColumnMissing
