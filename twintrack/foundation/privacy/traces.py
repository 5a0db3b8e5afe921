"""All that names a person, gathered once: to be shown, given out, or erased."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Model

from twintrack.foundation.objects.kinds import KindUnknown, ObjectKind, code_of, get_kind
from twintrack.foundation.people.models import User
from twintrack.foundation.privacy.clearing import clear
from twintrack.foundation.privacy.persons import Person, find_person
from twintrack.foundation.privacy.places import (
    Place,
    Told,
    find_places,
    find_told,
    parents_of,
    scope_of,
)

STEPS = 4


@dataclass(frozen=True, kw_only=True)
class Standing:
    """An object in which a person stands, as far as the reader may see it."""

    kind: ObjectKind
    found: Any

    @property
    def label(self) -> str:
        return str(getattr(self.found, "number", "") or self.kind.label)

    @property
    def title(self) -> str:
        return self.kind.title(self.found)

    @property
    def url(self) -> str:
        return self.kind.url(self.found)


@dataclass(frozen=True, kw_only=True)
class Traces:
    """A person, and all that names them."""

    person: Person
    places: tuple[Place, ...]
    told: tuple[Told, ...]

    @property
    def unsure(self) -> int:
        """In how many rows and entries somebody else of the same name may be meant."""
        rows = sum(bool(each.unsure) for each in self.places)
        return rows + sum(not each.is_sure for each in self.told)

    @property
    def entries(self) -> int:
        return len(self.told)

    @property
    def rows(self) -> int:
        return len(self.places)

    def payloads(self, *, everywhere: bool) -> dict[int, dict[str, Any]]:
        """Give the payloads without the person, by their entries."""
        kept = (each for each in self.told if each.is_sure or everywhere)
        return {each.entry.pk: each.payload for each in kept}

    def clear(self, *, everywhere: bool, at: datetime) -> int:
        """Take the person out of all rows; gives in how many they stood besides their own."""
        return clear(self.person, self.places, everywhere=everywhere, at=at)

    def standings(self, *, for_user: User) -> tuple[list[Standing], int]:
        """List the objects in which they stand, and count rows that the reader may not see."""
        refs = [ref_of(place.row) for place in self.places]
        seen = load_seen(filter(None, refs), for_user=for_user)
        return list(seen.values()), sum(ref not in seen for ref in refs)


def find_traces(row: Model, *beside: Model, spellings: Collection[str] = ()) -> Traces:
    """
    Find all that names the person of a row; `beside` is what surely is about them too.

    `spellings` are short forms of their name that mean them there.
    """
    person = replace(find_person(row), nearby=frozenset(spellings))
    scope = scope_of(person, *beside)
    places = tuple(find_places(person, scope))
    return Traces(person=person, places=places, told=tuple(find_told(person, scope)))


def ref_of(row: Model, steps: int = STEPS) -> tuple[str, int] | None:
    """Name the object with a page that a row is, or belongs to; nothing if there is none."""
    code = code_of(type(row))
    if code:
        return code, row.pk
    kind, pk = getattr(row, "about_kind", None), getattr(row, "about_id", None)
    if isinstance(kind, str) and isinstance(pk, int):
        return kind, pk
    parents = parents_of(row)
    for each in parents:
        code = code_of(each.related_model)
        if code:
            return code, getattr(row, each.attname)
    above = (ref_of(getattr(row, each.name), steps - 1) for each in parents if steps)
    return next((each for each in above if each is not None), None)


def load_seen(
    refs: Iterable[tuple[str, int]], *, for_user: User
) -> dict[tuple[str, int], Standing]:
    """Give the objects that the reader may see, in one query a kind."""
    by_kind: dict[str, set[int]] = defaultdict(set)
    for code, pk in refs:
        by_kind[code].add(pk)
    found = {}
    for code, ids in by_kind.items():
        try:
            kind = get_kind(code)
        except KindUnknown:
            continue
        for pk, each in sorted(kind.load(ids, for_user=for_user).items()):
            found[code, pk] = Standing(kind=kind, found=each)
    return found
