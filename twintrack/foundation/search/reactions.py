"""The index follows the ledger."""

from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.objects.kinds import KindUnknown
from twintrack.foundation.search import operations

search = Subscriber("search")


@search.on_any
def index(entry: Entry) -> None:
    """Index again what an entry is about."""
    try:
        operations.index(kind=entry.about_kind, pk=entry.about_id)
    except KindUnknown:
        # An entry of an app that is no longer installed.
        return
