"""Work off the rows of a file: check them, record them, take them back; a chunk at a time."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from datetime import datetime

from django.db import OperationalError, transaction
from django.db.models import QuerySet

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record, set_apart
from twintrack.foundation.people.models import User
from twintrack.sales.feedback import operations as feedback_operations
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.feedback.queries import find_external, find_untouched
from twintrack.sales.intake.events import ImportAdvanced, ImportFinished
from twintrack.sales.intake.lifecycle import MOVING, Outcome, State
from twintrack.sales.intake.models import HeldRow, ImportRow, ImportRun
from twintrack.sales.intake.operations.running import locked, stop_for
from twintrack.sales.intake.problems import problem
from twintrack.sales.intake.queries import known_words
from twintrack.sales.intake.resolving import Read, Reader, fingerprint, mapped

logger = logging.getLogger(__name__)

# A chunk is one transaction: on SQLite it keeps other writers out for a fifth of a second.
CHUNK = 250
# Names that are kept for a decision; rows with others are held all the same.
MOST_NAMES = 500
AFTER = {State.CHECKING: State.CHECKED, State.RUNNING: State.DONE, State.UNDOING: State.UNDONE}


@transaction.atomic
def advance(
    *, run: ImportRun, position: int, by: User, at: datetime, caused_by: Entry | None = None
) -> ImportRun:
    """
    Handle the next chunk of rows; nothing if another worker has handled it already.

    :raises NotAllowed: never; whoever lost the right to import stops the run.
    """
    run = locked(run)
    if State(run.state) not in MOVING or run.position != position:
        return run
    if not may(by, Act.IMPORT_FEEDBACK):
        return stop_for(run, "not_allowed", by=by, at=at, caused_by=caused_by)
    state = State(run.state)
    rows = list(_next_rows(run, state))
    if rows:
        run = _handled(run, rows, by, at, caused_by)
        run.position = rows[-1].line
    else:
        run.state = AFTER[state]
    run.save()
    record(_news(run, is_done=not rows), about=run, by=by, at=at)
    return run


def _handled(
    run: ImportRun, rows: Sequence[ImportRow], by: User, at: datetime, caused_by: Entry | None
) -> ImportRun:
    """Handle rows at once; if that fails, each half alone, until the row is found that did it."""
    after = deepcopy(run)
    try:
        with set_apart():
            STEPS[State(run.state)](after, rows, by, at, caused_by)
    except OperationalError:
        # The database is busy or gone: no row's fault, and another try mends it.
        raise
    except Exception:
        rows = _read_again(rows)
        if len(rows) == 1:
            logger.exception("Line %s of import %s cannot be handled.", rows[0].line, run.number)
            return _given_up(run, rows[0])
        middle = len(rows) // 2
        half = _handled(run, rows[:middle], by, at, caused_by)
        return _handled(half, rows[middle:], by, at, caused_by)
    return after


def _read_again(rows: Sequence[ImportRow]) -> list[ImportRow]:
    """Give rows as they are: what failed may have left them as they never became."""
    return list(ImportRow.objects.filter(pk__in=[row.pk for row in rows]).order_by("line"))


def _given_up(run: ImportRun, row: ImportRow) -> ImportRun:
    """Refuse a row that fails in a way that nobody foresaw; the others go on without it."""
    is_undone = run.state == State.UNDOING
    row.outcome = Outcome.KEPT if is_undone else Outcome.REFUSED
    row.problems = [problem("unforeseen")]
    row.save(update_fields=["outcome", "problems"])
    run.kept += is_undone
    run.refused += not is_undone
    return run


def _news(run: ImportRun, *, is_done: bool) -> ImportAdvanced | ImportFinished:
    if not is_done:
        return ImportAdvanced(
            run_id=run.pk,
            number=run.number,
            state=run.state,
            position=run.position,
            done=run.done,
            total=run.total,
        )
    return ImportFinished(
        run_id=run.pk,
        number=run.number,
        state=run.state,
        recorded=run.recorded,
        known=run.known,
        held=run.held,
        refused=run.refused,
        withdrawn=run.withdrawn,
        kept=run.kept,
    )


def _next_rows(run: ImportRun, state: State) -> QuerySet[ImportRow]:
    wanted = Outcome.RECORDED if state == State.UNDOING else Outcome.WAITING
    rows = ImportRow.objects.filter(run=run, outcome=wanted, line__gt=run.position)
    return rows.order_by("line")[:CHUNK]


def _check(
    run: ImportRun, rows: Sequence[ImportRow], by: User, at: datetime, caused_by: Entry | None
) -> None:
    """Say what would become of rows, and note the names that nothing here has."""
    told = _said(run, rows)
    for row, said in told:
        row.external_id = said.get("external_id", "")[:120] or fingerprint(said)
    ImportRow.objects.bulk_update(rows, ["external_id"])
    reader = _reader(run, by, at, is_trial=True)
    found = _read(run, told, reader)
    _tell_apart(run, [(row, read.known_pk) for row, read in found if read.known_pk], by)
    for row, read in found:
        if read.known_pk:
            continue
        if read.refused:
            run.refused += 1
            row.outcome, row.problems = Outcome.REFUSED, read.refused
        elif read.held:
            run.held += 1
            _note_names(run.unknown, read.held)
        else:
            run.ready += 1
    ImportRow.objects.bulk_update(
        [row for row in rows if row.outcome != Outcome.WAITING], ["outcome", "problems"]
    )


def _tell_apart(run: ImportRun, known: Sequence[tuple[ImportRow, int]], by: User) -> None:
    """Count known rows; those with a number there and other words are told of one by one."""
    words = known_words([pk for _row, pk in known], for_user=by)
    for row, pk in known:
        said = mapped(row.values, run.mapping, run.defaults)
        number, before = words.get(pk, ("", ""))
        if not number or not said.get("external_id") or _same(before, said.get("verbatim", "")):
            run.known += 1
        else:
            run.differing += 1
            row.outcome = Outcome.DIFFERING
            row.problems = [problem("other_words", "external_id", number)]


def _same(before: str, now: str) -> bool:
    return before.split() == now.split()


def _reader(run: ImportRun, by: User, at: datetime, *, is_trial: bool = False) -> Reader:
    return Reader(
        by=by,
        at=at,
        decisions=run.decisions,
        source=run.source,
        month_first=run.is_month_first,
        is_trial=is_trial,
    )


def _note_names(unknown: dict[str, dict[str, int]], held: Sequence[Mapping[str, str]]) -> None:
    for each in held:
        names = unknown.setdefault(each["field"], {})
        if each["value"] in names or len(names) < MOST_NAMES:
            names[each["value"]] = names.get(each["value"], 0) + 1


def _said(run: ImportRun, rows: Sequence[ImportRow]) -> list[tuple[ImportRow, dict[str, str]]]:
    return [(row, mapped(row.values, run.mapping, run.defaults)) for row in rows]


def _read(
    run: ImportRun, said: Sequence[tuple[ImportRow, dict[str, str]]], reader: Reader
) -> list[tuple[ImportRow, Read]]:
    """Read what rows say, as far as they are not known already."""
    rows = [row for row, _values in said]
    known = find_external(source=run.source, ids=[row.external_id for row in rows])
    earlier = set(
        ImportRow.objects.filter(run=run, external_id__in=[row.external_id for row in rows])
        .exclude(outcome=Outcome.REFUSED)
        .filter(line__lt=rows[0].line)
        .values_list("external_id", flat=True)
    )
    reader.load_customers(each.get("customer", "") for _row, each in said)
    found: list[tuple[ImportRow, Read]] = []
    for row, values in said:
        if row.external_id in earlier:
            repeated = problem("repeated", "external_id", values.get("external_id", ""))
            found.append((row, Read(refused=[repeated])))
        elif row.external_id in known:
            found.append((row, Read(known_pk=known[row.external_id])))
        else:
            read = reader.read(values, row.external_id)
            found.append((row, read))
            if not read.refused:
                earlier.add(row.external_id)
    return found


def _record(
    run: ImportRun, rows: Sequence[ImportRow], by: User, at: datetime, caused_by: Entry | None
) -> None:
    """Make feedback of rows; those with unknown names are held."""
    reader = _reader(run, by, at)
    good: list[tuple[ImportRow, Read]] = []
    held = []
    for row, read in _read(run, _said(run, rows), reader):
        if read.known_pk:
            row.outcome = Outcome.KNOWN
            run.known += 1
        elif read.refused:
            row.outcome, row.problems = Outcome.REFUSED, read.refused
            run.refused += 1
        elif read.held:
            row.outcome, row.problems = Outcome.HELD, read.held
            held.append(row)
        else:
            good.append((row, read))
    _record_good(good, by, at, caused_by)
    _hold(run, held, at)
    run.recorded += len(good)
    run.held += len(held)
    ImportRow.objects.bulk_update(rows, ["outcome", "problems", "feedback"])


def _record_good(
    good: Sequence[tuple[ImportRow, Read]], by: User, at: datetime, caused_by: Entry | None
) -> None:
    said = [read.said for _row, read in good if read.said is not None]
    if not said:
        return
    made = feedback_operations.record_all(said=said, by=by, at=at, caused_by=caused_by)
    for (row, _read_row), feedback in zip(good, made, strict=True):
        row.outcome, row.feedback = Outcome.RECORDED, feedback


def _hold(run: ImportRun, rows: Sequence[ImportRow], at: datetime) -> None:
    HeldRow.objects.bulk_create(
        HeldRow(
            row=row,
            run=run,
            source=run.source,
            external_id=row.external_id,
            values=mapped(row.values, run.mapping, run.defaults),
            problems=row.problems,
            held_at=at,
        )
        for row in rows
    )


def _take_back(
    run: ImportRun, rows: Sequence[ImportRow], by: User, at: datetime, caused_by: Entry | None
) -> None:
    """Withdraw what rows became, but for what somebody has worked on since."""
    made = {row.feedback_id: row for row in rows if row.feedback_id}
    untouched: list[Feedback] = find_untouched(made)
    feedback_operations.forget_all(feedback=untouched, by=by, at=at, caused_by=caused_by)
    gone = {each.pk for each in untouched}
    for pk, row in made.items():
        row.outcome = Outcome.WITHDRAWN if pk in gone else Outcome.KEPT
        if pk not in gone:
            number = row.feedback.number if row.feedback else ""
            row.problems = [problem("moved_on", "", number)]
    run.withdrawn += len(gone)
    run.kept += len(made) - len(gone)
    ImportRow.objects.bulk_update(rows, ["outcome", "problems"])


Step = Callable[[ImportRun, Sequence[ImportRow], User, datetime, Entry | None], None]
STEPS: dict[State, Step] = {
    State.CHECKING: _check,
    State.RUNNING: _record,
    State.UNDOING: _take_back,
}
