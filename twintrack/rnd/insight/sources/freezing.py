"""When scopes were frozen: by a baseline that holds requirements, or by the freeze of a release."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.measuring.sources import in_turns
from twintrack.rnd.baselines.models import Baseline, FrozenRequirement
from twintrack.rnd.releases.lifecycle import FROZEN

MOVED = "release.moved"
# What freezes, and what lets go; a release that moves does the one or the other.
TURNS = {
    "baseline.set": True,
    "baseline.resumed": True,
    "baseline.retired": False,
    "release.frozen": True,
    "release.shipped": False,
}
# By the place in the ledger: a freeze changes nothing of what was told before it.
Turns = list[tuple[int, bool]]
Thing = tuple[str, int]


@dataclass
class Freezes:
    """What held which requirements, releases and milestones frozen, from where to where."""

    turns: Mapping[Thing, Turns]
    # The baselines that hold a requirement as it was, or are of a release or milestone.
    baselines: Mapping[Thing, list[int]] = field(default_factory=dict)

    def holds(self, thing: Thing, place: int) -> bool:
        """Say whether a baseline of a thing, or its own freeze, held at a place in the ledger."""
        frozen_by = [("baseline", each) for each in self.baselines.get(thing, ())]
        return any(self._is_on(each, place) for each in (thing, *frozen_by))

    def is_frozen(self, release: int | None, place: int) -> bool:
        """Say whether the code of a release was frozen at a place in the ledger."""
        return release is not None and self._is_on(("release", release), place)

    def _is_on(self, thing: Thing, place: int) -> bool:
        turns = self.turns.get(thing, [])
        before = bisect_left(turns, (place, False))
        return before > 0 and turns[before - 1][1]


def read_freezes(
    requirements: Collection[int], releases: Collection[int], milestones: Collection[int]
) -> Freezes:
    """Read what may have held some requirements, releases and milestones frozen."""
    baselines: dict[Thing, list[int]] = defaultdict(list)
    for ids in in_turns(requirements):
        lines = FrozenRequirement.objects.filter(requirement__in=ids)
        for requirement, baseline in lines.values_list("requirement_id", "baseline_id"):
            baselines["requirement", requirement].append(baseline)
    for name, wanted in (("release", releases), ("milestone", milestones)):
        for ids in in_turns(wanted):
            rows = Baseline.objects.filter(**{f"{name}__in": ids})
            for thing, baseline in rows.values_list(f"{name}_id", "pk"):
                baselines[name, thing].append(baseline)
    named = {each for several in baselines.values() for each in several}
    turns = {**_turns_of("baseline", named), **_turns_of("release", releases)}
    return Freezes(turns, baselines)


def _turns_of(kind: str, ids: Iterable[int]) -> dict[Thing, Turns]:
    found: dict[Thing, Turns] = defaultdict(list)
    for some in in_turns(set(ids)):
        told = Entry.objects.filter(
            about_kind=kind,
            subjects__kind=kind,
            subjects__object_id__in=some,
            kind__in=[*TURNS, MOVED],
        ).order_by("pk")
        rows: Sequence[tuple[int, int, str, dict[str, Any]]] = list(
            told.values_list("pk", "about_id", "kind", "payload")
        )
        for place, about, name, payload in rows:
            is_on = payload["to"] in FROZEN if name == MOVED else TURNS[name]
            found[kind, about].append((place, is_on))
    return found
