"""The worker handles an import a chunk at a time: each chunk asks for the next one."""

from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.sales.intake import operations
from twintrack.sales.intake.events import (
    ImportAdvanced,
    ImportMapped,
    ImportStarted,
    ImportUndoStarted,
)
from twintrack.sales.intake.models import ImportRun

intake = Subscriber("sales.intake")


@intake.on(ImportMapped, ImportUndoStarted)
def begin(event: ImportMapped | ImportUndoStarted, entry: Entry) -> None:
    """Handle the first chunk."""
    _advance(event.run_id, 0, entry)


@intake.on(ImportStarted, ImportAdvanced)
def go_on(event: ImportStarted | ImportAdvanced, entry: Entry) -> None:
    """
    Handle the chunk behind the one before.

    Its rows, the run's position and this subscriber's cursor move in one transaction, so a worker
    that is killed leaves nothing half done and nothing is done twice.
    """
    _advance(event.run_id, event.position, entry)


def _advance(run_id: int, position: int, entry: Entry) -> None:
    run = ImportRun.objects.select_related("started_by").get(pk=run_id)
    operations.advance(
        run=run,
        position=position,
        by=run.started_by,
        at=entry.happened_at,
        caused_by=entry,
    )
