"""The index follows the ledger."""

from collections import defaultdict
from collections.abc import Sequence

from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.objects.kinds import KindUnknown
from twintrack.foundation.search import operations

# So many are read in one go: most of them are about the same few objects.
AT_ONCE = 100

search = Subscriber("search")


@search.on_everything(at_once=AT_ONCE)
def index(entries: Sequence[Entry]) -> None:
    """Index again what entries are about."""
    told: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        told[entry.about_kind].add(entry.about_id)
    for kind, ids in told.items():
        try:
            operations.index(kind=kind, ids=ids)
        except KindUnknown:
            # Entries of an app that is no longer installed.
            continue
