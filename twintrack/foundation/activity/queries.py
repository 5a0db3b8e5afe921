"""What happened to an object, as far as a person may know of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args, get_type_hints

from django.db.models import Q, QuerySet

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.access.seeing import see
from twintrack.foundation.ledger.events import AMOUNT, EventUnknown, event_class
from twintrack.foundation.ledger.models import Entry, Subject
from twintrack.foundation.memory.once import once
from twintrack.foundation.memory.recalling import recall_related
from twintrack.foundation.objects.kinds import KindUnknown, ObjectKind, all_kinds, get_kind
from twintrack.foundation.objects.links import Ref, echoes_for, parts_of
from twintrack.foundation.people.models import User


def list_activity(
    *,
    kind: str,
    pk: int,
    for_user: User,
    about: Collection[str] = (),
    before: int | None = None,
    limit: int = 30,
) -> list[Entry]:
    """
    List the entries that concern an object, the newest first; `before` is an entry's id.

    What happened to the objects that it leads to is among them where that matters to it, and all
    that happened to others that became part of it. `about` narrows to entries about objects of
    some kinds. Entries about other objects that the person may not see are left out.

    :raises NotThere: if there is no such object, or the person may not see it.
    """
    see(kind, pk, for_user=for_user)
    own = [pk, *_parts(kind, pk)]
    window = _Window(about=about, before=before, limit=limit)
    found = [*_of_own(kind, own, window), *_echoed(kind, pk, window)]
    found = sorted({each.pk: each for each in found}.values(), key=_by_pk, reverse=True)[:limit]
    recall_related(found, "actor")
    return _visible(found, for_user, seen={(kind, each) for each in own})


@dataclass(frozen=True, kw_only=True)
class _Window:
    """Which of the entries are read."""

    about: Collection[str]
    before: int | None
    limit: int

    def read(self, entries: QuerySet[Entry]) -> list[Entry]:
        if self.before is not None:
            entries = entries.filter(pk__lt=self.before)
        if self.about:
            entries = entries.filter(about_kind__in=self.about)
        return list(entries.order_by("-pk")[: self.limit])


def _of_own(kind: str, own: list[int], window: _Window) -> list[Entry]:
    if len(own) == 1:
        entries = Entry.objects.filter(subjects__kind=kind, subjects__object_id=own[0])
        return window.read(entries)
    # An entry that concerns several of them is one.
    concerned = Subject.objects.filter(kind=kind, object_id__in=own).values("entry")
    return window.read(Entry.objects.filter(pk__in=concerned))


def _parts(kind: str, pk: int) -> list[int]:
    return once(("parts", kind, pk), lambda: parts_of(kind, pk))


def _echoed(kind: str, pk: int, window: _Window) -> list[Entry]:
    echoes = _echoes(kind, pk)
    if not echoes:
        return []
    wanted = Q()
    for ref, kinds in echoes.items():
        wanted |= Q(subjects__kind=ref.kind, subjects__object_id=ref.pk, kind__in=kinds)
    return window.read(Entry.objects.filter(wanted))


def _echoes(kind: str, pk: int) -> dict[Ref, frozenset[str]]:
    return once(("echoes", kind, pk), lambda: echoes_for(kind, pk))


def _by_pk(entry: Entry) -> int:
    return entry.pk


def list_watched(*, kind: str, pk: int) -> list[str]:
    """List the subjects whose changes the activity of an object tells, as `requirement:318`."""
    own = (Ref(kind, each) for each in (pk, *_parts(kind, pk)))
    return [f"{ref.kind}:{ref.pk}" for ref in (*own, *_echoes(kind, pk))]


@dataclass(frozen=True, kw_only=True)
class EntryPage:
    """Some entries of the ledger, and the position to go on after, if more follow."""

    items: list[Entry]
    next: int | None


def list_entries(*, for_user: User, after: int = 0, kind: str = "", limit: int = 50) -> EntryPage:
    """
    List what happened after a position, the oldest first, as far as a person may see it.

    At most `limit` entries are read, so that a page costs the same however few are visible.
    """
    entries = Entry.objects.filter(pk__gt=after)
    if kind:
        entries = entries.filter(kind=kind)
    read = list(entries.select_related("actor").order_by("pk")[: limit + 1])
    found = read[:limit]
    return EntryPage(
        items=_visible(found, for_user), next=found[-1].pk if len(read) > limit else None
    )


def _visible(found: list[Entry], user: User, seen: Collection[tuple[str, int]] = ()) -> list[Entry]:
    """
    Keep the entries about objects that a person may see: one query a kind of object.

    `seen` are those of which that is known.
    """
    wanted: dict[str, set[int]] = defaultdict(set)
    for entry in found:
        if (entry.about_kind, entry.about_id) not in seen:
            wanted[entry.about_kind].add(entry.about_id)
    asked = {(code, each) for code, ids in wanted.items() for each in _visible_ids(code, ids, user)}
    seen = asked.union(seen)
    kept = [entry for entry in found if (entry.about_kind, entry.about_id) in seen]
    hiding = [kind for kind in all_kinds() if kind.hides and kind.hides(user)]
    return _not_of_hidden_alone(kept, hiding, user) if kept and hiding else kept


def _not_of_hidden_alone(
    found: list[Entry], kinds: Collection[ObjectKind], user: User
) -> list[Entry]:
    """Leave out the entries that concern objects of some kind of which the person may see none."""
    concerned: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    subjects = Subject.objects.filter(entry__in=found, kind__in=[kind.code for kind in kinds])
    for entry_id, code, pk in subjects.values_list("entry_id", "kind", "object_id"):
        concerned[code][entry_id].add(pk)
    hidden: set[int] = set()
    for code, entries in concerned.items():
        seen = get_kind(code).visible_ids(set().union(*entries.values()), for_user=user)
        hidden |= {entry_id for entry_id, pks in entries.items() if not pks & seen}
    return [each for each in found if each.pk not in hidden]


def _visible_ids(code: str, ids: set[int], user: User) -> set[int]:
    try:
        return get_kind(code).visible_ids(ids, for_user=user)
    except KindUnknown:
        # Entries of an app that is no longer installed.
        return set()


def payload_for(entry: Entry, *, for_user: User) -> dict[str, Any]:
    """Give what an entry holds; whoever may not see amounts gets none in their place."""
    if may(for_user, Act.SEE_AMOUNTS):
        return dict(entry.payload)
    return {
        name: None if name in _amounts(entry.kind) else value
        for name, value in entry.payload.items()
    }


@cache
def _amounts(kind: str) -> frozenset[str]:
    """Name the fields that hold money."""
    try:
        hints = get_type_hints(event_class(kind), include_extras=True)
    except EventUnknown:
        return frozenset()
    return frozenset(
        name
        for name, hint in hints.items()
        if any(AMOUNT in getattr(each, "__metadata__", ()) for each in (hint, *get_args(hint)))
    )


def list_kinds(codes: Collection[str], *, for_user: User) -> list[tuple[str, Any]]:
    """List code and name of the kinds of objects that are named and that a person may see."""
    kinds = {each.code: each for each in all_kinds()}
    known = [kinds[each] for each in codes if each in kinds]
    return [(each.code, each.label) for each in known if not (each.hides and each.hides(for_user))]
