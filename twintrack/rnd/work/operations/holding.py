"""Hold work items while they change."""

from collections.abc import Collection

from twintrack.foundation.memory.recalling import hand_on
from twintrack.foundation.objects.places import Places
from twintrack.rnd.work.models import WorkItem
from twintrack.rnd.work.queries import NAMED

places = Places(WorkItem)


def held(item: WorkItem) -> WorkItem:
    """Read a work item again under a lock: two people may drop it at once."""
    found: WorkItem = WorkItem.objects.select_for_update(no_key=True).get(pk=item.pk)
    hand_on(item, found, *NAMED)
    return found


def hold_all(ids: Collection[int]) -> dict[int, WorkItem]:
    """Read work items again under locks, in the order of their ids."""
    if not ids:
        return {}
    found: dict[int, WorkItem] = (
        WorkItem.objects.select_for_update(no_key=True).order_by("pk").in_bulk(list(ids))
    )
    return found
