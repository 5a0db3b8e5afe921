"""Start an import, stop it between two chunks of rows, and let it be taken back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import User
from twintrack.sales.intake.deciding import check_decisions
from twintrack.sales.intake.events import (
    ImportStarted,
    ImportStopped,
    ImportUndoStarted,
)
from twintrack.sales.intake.lifecycle import STARTABLE, Outcome, State
from twintrack.sales.intake.models import HeldRow, ImportRun
from twintrack.sales.intake.resolving import Decisions, Reader


class NotStartable(Refusal):
    """The rows are not checked yet, or have been recorded already."""

    message = _("This import cannot be started now.")


class NotUndoable(Refusal):
    """There is nothing that could be taken back."""

    message = _("Only a finished or stopped import can be undone.")


class NotRunning(Refusal):
    """There is nothing to stop."""

    message = _("This import is not running.")


def locked(run: ImportRun) -> ImportRun:
    """Keep a run to oneself until the transaction ends."""
    found: ImportRun = ImportRun.objects.select_for_update(no_key=True).get(pk=run.pk)
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
    :raises DecisionWrong: if a name cannot become what was decided.
    """
    check_may(by, Act.IMPORT_FEEDBACK)
    run = locked(run)
    if State(run.state) not in STARTABLE:
        raise NotStartable
    if decisions:
        reader = Reader(by=by, at=at, decisions={}, source=run.source)
        check_decisions(decisions, reader)
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
    run = locked(run)
    if run.state != State.RUNNING:
        raise NotRunning
    return stop_for(run, "wished", by=by, at=at, caused_by=caused_by)


def stop_for(
    run: ImportRun, reason: str, *, by: User, at: datetime, caused_by: Entry | None
) -> ImportRun:
    """Stop an import, for a reason that its page tells."""
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
    run = locked(run)
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
