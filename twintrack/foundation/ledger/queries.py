"""What the ledger holds, and how far its followers have come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import QuerySet

from twintrack.foundation.ledger.models import Cursor, Entry, ParkedEntry, Subject
from twintrack.foundation.ledger.subscribers import all_subscribers
from twintrack.foundation.objects.kinds import kind_of

if TYPE_CHECKING:
    from django.db.models import Model

    from twintrack.foundation.people.models import User


def newest_position() -> int:
    """Give the position of the newest entry."""
    # Every page asks this: written by hand it takes a third of the time.
    with connection.cursor() as cursor:
        cursor.execute("SELECT MAX(id) FROM ledger_entry")
        return cursor.fetchone()[0] or 0


def kinds_since(position: int, limit: int) -> list[tuple[int, str]]:
    """List position and kind of what entries after a position are about, the newest first."""
    rows = Entry.objects.filter(pk__gt=position).order_by("-pk")
    return list(rows.values_list("pk", "about_kind")[:limit])


def list_recent(
    *, kinds: Sequence[str], since: datetime | None = None, limit: int = 50
) -> list[Entry]:
    """List the newest entries of some kinds; whoever shows them asks who may see what."""
    entries = Entry.objects.filter(kind__in=kinds)
    if since is not None:
        entries = entries.filter(happened_at__gte=since)
    return list(entries.select_related("actor", "caused_by").order_by("-pk")[:limit])


def newest_entry(about: Model, *, by: User) -> Entry | None:
    """Find what a person did last that concerns an object."""
    return next(iter(newest_entries(about, by=by)), None)


def newest_entries(about: Model, *, by: User, most: int = 3) -> list[Entry]:
    """List what a person did last that concerns an object: all of it that was one act."""
    mine = Entry.objects.filter(
        subjects__kind=kind_of(about).code, subjects__object_id=about.pk, actor=by
    )
    found = list(mine.order_by("-pk")[:most])
    return [each for each in found if each.happened_at == found[0].happened_at]


def list_about(code: str, pk: int, *, kinds: Sequence[str], limit: int = 50) -> list[Entry]:
    """List the newest entries of some kinds that are about an object."""
    concerning = Subject.objects.filter(kind=code, object_id=pk).values("entry_id")
    entries = Entry.objects.filter(pk__in=concerning, about_kind=code, about_id=pk)
    return list(entries.filter(kind__in=kinds).select_related("actor").order_by("-pk")[:limit])


def list_parked() -> QuerySet[ParkedEntry]:
    """List the entries that wait to be replayed, the oldest first."""
    return ParkedEntry.objects.filter(replayed_at=None).order_by("parked_at", "pk")


def list_behind(*, before: datetime) -> list[str]:
    """Name the followers that have not read what was recorded before a moment."""
    newest = Entry.objects.filter(recorded_at__lt=before).order_by("-pk").first()
    if newest is None:
        return []
    positions = dict(Cursor.objects.values_list("pk", "position"))
    return [each.name for each in all_subscribers() if positions.get(each.name, 0) < newest.pk]


def count_by_kind(kind: str, *, since: datetime, about: QuerySet[Any, Any], **payload: str) -> int:
    """Count the entries of a kind about some objects since a moment, with values of its payload."""
    wanted = {f"payload__{name}": value for name, value in payload.items()}
    entries = Entry.objects.filter(kind=kind, happened_at__gte=since, about_id__in=about)
    return entries.filter(**wanted).count()
