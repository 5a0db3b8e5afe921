"""
Walks from an object to what it came from and what became of it.

Each step asks once per kind of link and once per kind of object, however many there are. Objects
that the person may not see are left out, and the walk does not go on through them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F

from twintrack.foundation.ledger.models import Entry, Subject
from twintrack.foundation.objects.kinds import KindUnknown, get_kind
from twintrack.foundation.objects.links import LinkKind, Ref, all_links
from twintrack.foundation.people.models import User

LIMIT = 200
MOST = 1000
STEPS = 12


@dataclass(frozen=True, kw_only=True)
class Hop:
    """One link of a walk; without a `link`, one entry of the ledger caused another."""

    source: Ref
    target: Ref
    link: LinkKind | None = None


@dataclass(kw_only=True)
class Walk:
    """What was found from an object: the objects by their step (0 is the start), and the hops."""

    start: Ref
    objects: dict[Ref, Any] = field(default_factory=dict)
    steps: dict[Ref, int] = field(default_factory=dict)
    hops: dict[tuple[Ref, Ref], Hop] = field(default_factory=dict)
    is_cut: bool = False

    def ids_of(self, kind: str) -> set[int]:
        return {ref.pk for ref in self.objects if ref.kind == kind}


def walk(start: Ref, *, for_user: User, limit: int = LIMIT, enough: int = MOST) -> Walk:
    """
    Walk both ways from an object that the person may see.

    At most `limit` objects, the nearest first; `is_cut` says that there are more. What became of it
    is followed no further once `enough` of it was found, where `is_cut` says that there may be.
    """
    found = Walk(start=start)
    found.objects[start] = get_kind(start.kind).load({start.pk}, for_user=for_user)[start.pk]
    found.steps[start] = 0
    # What it came from first: whose wish it was narrows what of the rest belongs here.
    _go(found, for_user, limit, onward=False)
    _go(found, for_user, limit, onward=True, enough=enough)
    return found


def _go(found: Walk, user: User, limit: int, *, onward: bool, enough: int = MOST) -> None:
    frontier, before = {found.start}, len(found.objects)
    for step in range(1, STEPS + 1):
        hops = _hops_from(found, frontier, limit, onward=onward)
        reached = {hop.target if onward else hop.source for hop in hops}
        new = _visible(reached - found.objects.keys(), user)
        room = limit - len(found.objects)
        if len(new) > room:
            found.is_cut = True
            new = dict(sorted(new.items())[-room:] if room else ())
        for ref, instance in new.items():
            found.objects[ref] = instance
            found.steps[ref] = step if onward else -step
        for hop in hops:
            if hop.source in found.objects and hop.target in found.objects:
                found.hops.setdefault((hop.source, hop.target), hop)
        frontier = set(new)
        if not frontier:
            return
        if len(found.objects) - before >= enough:
            found.is_cut = True
            return


def _hops_from(found: Walk, frontier: set[Ref], limit: int, *, onward: bool) -> list[Hop]:
    by_kind: dict[str, set[int]] = defaultdict(set)
    for ref in frontier:
        by_kind[ref.kind].add(ref.pk)
    hops = []
    for link in all_links():
        ids = by_kind.get(link.source if onward else link.target)
        if ids:
            within = found.ids_of(link.within[0]) if link.within else ()
            hops += [
                Hop(source=Ref(link.source, source), target=Ref(link.target, target), link=link)
                for source, target in link.pairs(ids, onward=onward, within=within, limit=limit + 1)
            ]
    return hops + _caused(by_kind, limit, onward=onward)


def _caused(by_kind: dict[str, set[int]], limit: int, *, onward: bool) -> list[Hop]:
    """
    Find what entries about these objects caused elsewhere, or were caused by elsewhere.

    Only for kinds of objects that no registered link leads to: what those came from is known
    better, and an entry may tell of a link that is no more.
    """
    known = {link.target for link in all_links()}
    hops = []
    for kind, ids in sorted(by_kind.items()):
        if not onward and kind in known:
            continue
        about = Subject.objects.filter(kind=kind, object_id__in=ids).values("entry_id")
        here = {"caused_by__in": about} if onward else {"pk__in": about}
        near = "caused_by__" if onward else ""
        entries = Entry.objects.filter(
            **here,
            **{f"{near}about_kind": kind, f"{near}about_id__in": ids},
            caused_by__isnull=False,
        ).exclude(about_kind=F("caused_by__about_kind"), about_id=F("caused_by__about_id"))
        ends = (
            entries.exclude(about_kind__in=known)
            .order_by()
            .values_list("caused_by__about_kind", "caused_by__about_id", "about_kind", "about_id")
            .distinct()
        )
        hops += [
            Hop(source=Ref(source, source_id), target=Ref(target, target_id))
            for source, source_id, target, target_id in ends[: limit + 1]
        ]
    return hops


def _visible(refs: Iterable[Ref], user: User) -> dict[Ref, Any]:
    by_kind: dict[str, set[int]] = defaultdict(set)
    for ref in refs:
        by_kind[ref.kind].add(ref.pk)
    visible: dict[Ref, Any] = {}
    for kind, ids in by_kind.items():
        try:
            loaded = get_kind(kind).load(ids, for_user=user)
        except KindUnknown:
            continue
        visible |= {Ref(kind, pk): instance for pk, instance in loaded.items()}
    return visible
