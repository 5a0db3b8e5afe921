"""Take a file in, and let its columns be confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.conf import settings
from django.db import transaction
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
from twintrack.sales.intake.reading import Line, Table, TooManyRows, read_table

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


@transaction.atomic
def upload(*, upload: Upload, by: User, at: datetime, caused_by: Entry | None = None) -> ImportRun:
    """
    Read a file into rows, and guess what its columns say.

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
    name = clean_name(upload.name)
    table = read_table(upload.data, name)
    source = upload.source.strip()[:40] or name.rsplit(".", 1)[0][:40]
    run: ImportRun = ImportRun.objects.create(
        number=next_number("IMP"),
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
    run.total = _keep_rows(run, table)
    run.save(update_fields=["total"])
    record(
        ImportUploaded(run_id=run.pk, number=run.number, name=name, rows=run.total),
        about=run,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return run


def _first_mapping(table: Table, source: str, by: User) -> dict[str, str]:
    # What was confirmed for the same source is right again, as far as the columns are there.
    before = last_mapping(source, columns=table.columns, for_user=by)
    rows = [line.values for line in table.sample]
    return before or guess(table.columns, rows, known_names(for_user=by))


def _keep_rows(run: ImportRun, table: Table) -> int:
    most = int(str(settings.TWINTRACK["max_import_rows"]))
    total, lines = 0, table.lines
    while chunk := list(islice(lines, BATCH)):
        total += len(chunk)
        if total > most:
            raise TooManyRows
        ImportRow.objects.bulk_create([_row(run, line) for line in chunk])
    return total


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
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if State(run.state) not in CONFIRMABLE:
        raise NotConfirmable
    _check_columns(run.columns, mapping, defaults)
    ImportRow.objects.filter(run=run, outcome=Outcome.REFUSED).exclude(values={}).filter(
        problems__0__code__in=PER_FIELD
    ).update(outcome=Outcome.WAITING, problems=[])
    run.mapping, run.defaults = dict(mapping), dict(defaults)
    run.decisions, run.unknown, run.position = {}, {}, 0
    run.ready = run.known = run.held = 0
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
