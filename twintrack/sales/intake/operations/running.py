"""Work off the rows of a file: check them, record them, take them back; a chunk at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may, may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.feedback import operations as feedback_operations
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.feedback.queries import find_external, find_untouched
from twintrack.sales.intake.events import (
    ImportAdvanced,
    ImportFinished,
    ImportStarted,
    ImportStopped,
    ImportUndoStarted,
)
from twintrack.sales.intake.lifecycle import MOVING, STARTABLE, Outcome, State
from twintrack.sales.intake.models import HeldRow, ImportRow, ImportRun
from twintrack.sales.intake.problems import problem
from twintrack.sales.intake.resolving import Decisions, Read, Reader, fingerprint, mapped

# A chunk is one transaction: on SQLite it keeps other writers out for a fifth of a second.
CHUNK = 250
# Names that are kept for a decision; rows with others are held all the same.
MOST_NAMES = 500
AFTER = {State.CHECKING: State.CHECKED, State.RUNNING: State.DONE, State.UNDOING: State.UNDONE}


class NotStartable(Refusal):
    """The rows are not checked yet, or have been recorded already."""

    message = _("This import cannot be started now.")


class NotUndoable(Refusal):
    """There is nothing that could be taken back."""

    message = _("Only a finished or stopped import can be undone.")


class NotRunning(Refusal):
    """There is nothing to stop."""

    message = _("This import is not running.")


def _locked(run: ImportRun) -> ImportRun:
    found: ImportRun = ImportRun.objects.select_for_update().get(pk=run.pk)
    return found


@transaction.atomic
def start(
    *,
    run: ImportRun,
    decisions: Decisions,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> ImportRun:
    """
    Record the checked rows, with what was decided on names that are not known.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotStartable: if the rows are not checked, or recorded already.
    """
    check_may(by, Act.IMPORT_FEEDBACK)
    run = _locked(run)
    if State(run.state) not in STARTABLE:
        raise NotStartable
    if run.state == State.CHECKED:
        run.position = run.known = run.held = 0
    run.decisions = {code: dict(each) for code, each in decisions.items()} or run.decisions
    run.state, run.started_at, run.stop_reason = State.RUNNING, at, ""
    run.save()
    record(
        ImportStarted(run_id=run.pk, number=run.number, rows=run.total, position=run.position),
        about=run,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return run


@transaction.atomic
def stop(*, run: ImportRun, by: User, at: datetime, caused_by: Entry | None = None) -> ImportRun:
    """
    Stop an import between two chunks; it can be started again from there.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotRunning: if it does not run.
    """
    check_may(by, Act.IMPORT_FEEDBACK)
    run = _locked(run)
    if run.state != State.RUNNING:
        raise NotRunning
    return _stop(run, "wished", by=by, at=at, caused_by=caused_by)


def _stop(
    run: ImportRun, reason: str, *, by: User, at: datetime, caused_by: Entry | None
) -> ImportRun:
    run.state, run.stop_reason = State.STOPPED, reason
    run.save(update_fields=["state", "stop_reason"])
    record(
        ImportStopped(run_id=run.pk, number=run.number, reason=reason),
        about=run,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return run


@transaction.atomic
def undo(*, run: ImportRun, by: User, at: datetime, caused_by: Entry | None = None) -> ImportRun:
    """
    Take back what an import recorded, but for what somebody has worked on since.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotUndoable: if it has not ended.
    """
    check_may(by, Act.IMPORT_FEEDBACK)
    run = _locked(run)
    if State(run.state) not in {State.DONE, State.STOPPED}:
        raise NotUndoable
    HeldRow.objects.filter(run=run, outcome=Outcome.HELD).update(
        outcome=Outcome.DISMISSED, decided_by=by, decided_at=at
    )
    run.state, run.position, run.withdrawn, run.kept = State.UNDOING, 0, 0, 0
    run.save(update_fields=["state", "position", "withdrawn", "kept"])
    record(
        ImportUndoStarted(run_id=run.pk, number=run.number),
        about=run,
        by=by,
        at=at,
        caused_by=caused_by,
    )
    return run


@transaction.atomic
def advance(
    *, run: ImportRun, position: int, by: User, at: datetime, caused_by: Entry | None = None
) -> ImportRun:
    """
    Handle the next chunk of rows; nothing if another worker has handled it already.

    :raises NotAllowed: never; whoever lost the right to import stops the run.
    """
    run = _locked(run)
    if State(run.state) not in MOVING or run.position != position:
        return run
    if not may(by, Act.IMPORT_FEEDBACK):
        return _stop(run, "not_allowed", by=by, at=at, caused_by=caused_by)
    state = State(run.state)
    rows = list(_next_rows(run, state))
    if rows:
        STEPS[state](run, rows, by, at, caused_by)
        run.position = rows[-1].line
    else:
        run.state = AFTER[state]
    run.save()
    record(_news(run, is_done=not rows), about=run, by=by, at=at)
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
    for row, said in _said(run, rows):
        row.external_id = said.get("external_id", "")[:120] or fingerprint(said)
    ImportRow.objects.bulk_update(rows, ["external_id"])
    reader = Reader(by=by, at=at, decisions=run.decisions, source=run.source, is_trial=True)
    for row, read in _read(run, rows, reader):
        if read is None:
            run.known += 1
        elif read.refused:
            run.refused += 1
            row.outcome, row.problems = Outcome.REFUSED, read.refused
        elif read.held:
            run.held += 1
            _note_names(run.unknown, read.held)
        else:
            run.ready += 1
    ImportRow.objects.bulk_update(
        [row for row in rows if row.outcome == Outcome.REFUSED], ["outcome", "problems"]
    )


def _note_names(unknown: dict[str, dict[str, int]], held: Sequence[Mapping[str, str]]) -> None:
    for each in held:
        names = unknown.setdefault(each["field"], {})
        if each["value"] in names or len(names) < MOST_NAMES:
            names[each["value"]] = names.get(each["value"], 0) + 1


def _said(run: ImportRun, rows: Sequence[ImportRow]) -> list[tuple[ImportRow, dict[str, str]]]:
    return [(row, mapped(row.values, run.mapping, run.defaults)) for row in rows]


def _read(
    run: ImportRun, rows: Sequence[ImportRow], reader: Reader
) -> list[tuple[ImportRow, Read | None]]:
    """Read rows; nothing stands for one that is known already."""
    known = find_external(source=run.source, ids=[row.external_id for row in rows])
    earlier = set(
        ImportRow.objects.filter(run=run, external_id__in=[row.external_id for row in rows])
        .exclude(outcome=Outcome.REFUSED)
        .filter(line__lt=rows[0].line)
        .values_list("external_id", flat=True)
    )
    said = _said(run, rows)
    reader.load_customers(each.get("customer", "") for _row, each in said)
    found: list[tuple[ImportRow, Read | None]] = []
    for row, values in said:
        if row.external_id in earlier:
            repeated = problem("repeated", "external_id", values.get("external_id", ""))
            found.append((row, Read(refused=[repeated])))
        elif row.external_id in known:
            found.append((row, None))
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
    reader = Reader(by=by, at=at, decisions=run.decisions, source=run.source)
    good: list[tuple[ImportRow, Read]] = []
    held = []
    for row, read in _read(run, rows, reader):
        if read is None:
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
