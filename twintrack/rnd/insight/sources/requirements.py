"""Requirements from their proposal to their release, decisions, and what changed after a freeze."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.measuring.sources import (
    Changed,
    News,
    Rows,
    Source,
    in_turns,
    local,
    months_in,
    span,
    teams_of_people,
)
from twintrack.rnd.backlog.lifecycle import State
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.insight.sources.freezing import Freezes, read_freezes

REVIEWED, ADVANCED = "requirement.reviewed", "requirement.advanced"
SCOPED, PLANNED = "requirement.scoped", "requirement.planned"
# What a requirement says.
CHANGES = {
    "requirement.renamed": "title",
    "requirement.described": "description",
    "requirement.classified": "kind",
    "requirement.criteria_changed": "criteria",
    "requirement.date_moved": "date",
}
# To mark a criterion as met, or to put it elsewhere on its list, changes nothing agreed.
MARKS = {"met", "unmet", "moved"}
BUILT = {State.RELEASED, State.VALIDATED}


def _changed(news: News) -> Changed:
    months: set[str] = set()
    for ids in in_turns(news.ids("requirement")):
        months |= months_in(Requirement.objects.filter(pk__in=ids), "created_at")
    return Changed(months)


def _every() -> Changed:
    return Changed(months_in(Requirement.objects.all(), "created_at"))


def _rows(month: str) -> Rows:
    start, end = span(month)
    found = list(
        Requirement.objects.filter(created_at__gte=start, created_at__lt=end).values_list(
            "pk", "created_at", "product_id", "owner_id", "state", "release_id"
        )
    )
    told = _told([row[0] for row in found])
    freezes = _freezes({row[0]: row[5] for row in found}, told)
    teams = teams_of_people()
    rows: Rows = {"requirements": [], "decisions": [], "changes": []}
    for pk, created_at, product, owner, state, release in found:
        of: tuple[Any, ...] = (product, [], teams.get(owner), owner)
        released_at: datetime | None = None
        for entry in told[pk]:
            if entry.kind == REVIEWED:
                decision = entry.payload["decision"]
                rows["decisions"].append((pk, local(entry.happened_at), *of, decision))
            elif entry.kind == ADVANCED and entry.payload["to"] == State.RELEASED:
                released_at = entry.happened_at
        for entry, change in _after_freeze(pk, release, told[pk], freezes):
            rows["changes"].append((pk, local(entry.happened_at), *of, change))
        out = local(released_at) if released_at and state in BUILT else None
        rows["requirements"].append((pk, local(created_at), *of, out, state))
    return rows


def _told(ids: list[int]) -> dict[int, list[Entry]]:
    told: dict[int, list[Entry]] = defaultdict(list)
    for some in in_turns(ids):
        entries = Entry.objects.filter(
            about_kind="requirement",
            subjects__kind="requirement",
            subjects__object_id__in=some,
            kind__in=[REVIEWED, ADVANCED, SCOPED, PLANNED, *CHANGES],
        )
        fields = ("kind", "about_id", "payload", "happened_at")
        for entry in entries.only(*fields).order_by("happened_at", "pk"):
            told[entry.about_id].append(entry)
    return told


def _freezes(releases_now: dict[int, int | None], told: dict[int, list[Entry]]) -> Freezes:
    entries = [each for several in told.values() for each in several]
    releases = {pk for each in entries if each.kind == SCOPED for pk in _ends(each, "release_id")}
    milestones = {
        pk for each in entries if each.kind == PLANNED for pk in _ends(each, "milestone_id")
    }
    releases |= {pk for pk in releases_now.values() if pk is not None}
    return read_freezes(list(releases_now), releases, milestones)


def _ends(entry: Entry, name: str) -> set[int]:
    """Give what a requirement was planned for before, and is now."""
    return {pk for pk in (entry.payload["came_from_id"], entry.payload[name]) if pk is not None}


def _after_freeze(
    pk: int, release_now: int | None, told: list[Entry], freezes: Freezes
) -> Iterator[tuple[Entry, str]]:
    """
    Give the changes of a requirement after its scope was frozen, until it is released.

    Frozen is what stands in a baseline that holds, or is planned for a release after its code
    freeze. To come into such a release, or one or a milestone that has a baseline, or to leave it,
    is a change as well.
    """
    scoped = [each for each in told if each.kind == SCOPED]
    release = scoped[0].payload["came_from_id"] if scoped else release_now
    is_out = False
    for entry in told:
        at = entry.pk
        if entry.kind == ADVANCED:
            is_out = entry.payload["to"] in BUILT
        elif entry.kind in {SCOPED, PLANNED}:
            name = "release" if entry.kind == SCOPED else "milestone"
            if any(freezes.holds((name, each), at) for each in _ends(entry, f"{name}_id")):
                yield entry, "scope"
            release = entry.payload["release_id"] if entry.kind == SCOPED else release
        elif entry.kind in CHANGES and not is_out and entry.payload.get("change") not in MARKS:
            is_held = freezes.holds(("requirement", pk), at)
            if is_held or freezes.is_frozen(release, at):
                yield entry, CHANGES[entry.kind]


REQUIREMENTS = Source(
    "requirements",
    ("requirements", "decisions", "changes"),
    ("requirement",),
    _changed,
    _every,
    _rows,
)
