"""The worker handles a file a chunk at a time: each chunk asks for the next one."""

from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.sales.rosters import operations
from twintrack.sales.rosters.events import (
    CustomerFileMapped,
    CustomerFileSent,
    CustomerImportAdvanced,
    CustomerImportStarted,
    CustomerImportUndoStarted,
)
from twintrack.sales.rosters.models import CustomerImport

rosters = Subscriber("sales.rosters")


@rosters.on(CustomerFileSent, CustomerFileMapped, CustomerImportStarted, CustomerImportUndoStarted)
def begin(
    event: CustomerFileSent
    | CustomerFileMapped
    | CustomerImportStarted
    | CustomerImportUndoStarted,
    entry: Entry,
) -> None:
    """Handle the first rows."""
    run = _run(event.import_id)
    if run is not None:
        _advance(run, run.position, entry)


@rosters.on(CustomerImportAdvanced)
def go_on(event: CustomerImportAdvanced, entry: Entry) -> None:
    """Handle the rows behind the ones before."""
    run = _run(event.import_id)
    if run is not None:
        _advance(run, event.position, entry)


def _run(pk: int) -> CustomerImport | None:
    return CustomerImport.objects.select_related("started_by").filter(pk=pk).first()


def _advance(run: CustomerImport, position: int, entry: Entry) -> None:
    operations.advance(
        run=run, position=position, by=run.started_by, at=entry.happened_at, caused_by=entry
    )
