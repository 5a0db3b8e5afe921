"""What happened to an object, as far as a person may know of it."""

from __future__ import annotations

from collections import defaultdict

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.objects.kinds import KindUnknown, ObjectKind, get_kind
from twintrack.foundation.people.models import User


def check_visible(*, kind: str, pk: int, for_user: User) -> ObjectKind:
    """
    Make sure that a person may see an object.

    :raises NotThere: if there is none, or the person may not see it.
    """
    try:
        found = get_kind(kind)
    except KindUnknown:
        raise NotThere from None
    if not found.visible_ids({pk}, for_user=for_user):
        raise NotThere
    return found


def list_activity(
    *, kind: str, pk: int, for_user: User, before: int | None = None, limit: int = 30
) -> list[Entry]:
    """
    List the entries that concern an object, the newest first; `before` is an entry's id.

    Entries about other objects that the person may not see are left out.

    :raises NotThere: if there is no such object, or the person may not see it.
    """
    check_visible(kind=kind, pk=pk, for_user=for_user)
    entries = Entry.objects.filter(subjects__kind=kind, subjects__object_id=pk)
    if before is not None:
        entries = entries.filter(pk__lt=before)
    found = list(entries.select_related("actor").order_by("-pk")[:limit])
    wanted: dict[str, set[int]] = defaultdict(set)
    for entry in found:
        wanted[entry.about_kind].add(entry.about_id)
    seen = {
        (code, each)
        for code, ids in wanted.items()
        for each in get_kind(code).visible_ids(ids, for_user=for_user)
    }
    return [entry for entry in found if (entry.about_kind, entry.about_id) in seen]
