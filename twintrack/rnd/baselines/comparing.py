"""What changed against a baseline: added, removed, changed; by whom, when, by which entry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.ledger.models import Entry, Subject
from twintrack.rnd.backlog.models import Criterion, Requirement
from twintrack.rnd.baselines.models import Baseline, FrozenRequirement
from twintrack.rnd.baselines.scoping import list_in_scope

ADDED, REMOVED, CHANGED, SAME = "added", "removed", "changed", "same"
# What is compared: the words of a field, and the kinds of events that change it.
FIELDS: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "title": (_("Title"), ("requirement.renamed",)),
    "description": (_("Description"), ("requirement.described",)),
    "criteria": (_("Acceptance criteria"), ("requirement.criteria_changed",)),
    "kind": (_("Kind"), ("requirement.classified",)),
    "planned_on": (_("Planned for"), ("requirement.date_moved",)),
    "milestone_name": (_("Milestone"), ("requirement.planned",)),
    "release_name": (_("Release"), ("requirement.scoped",)),
}
# What lets a requirement come into a scope or leave it.
COMES_AND_GOES = (
    "requirement.proposed",
    "requirement.reviewed",
    "requirement.decision_taken_back",
    "requirement.advanced",
    "requirement.planned",
    "requirement.scoped",
    "requirement.merged",
    "requirement.unmerged",
    "requirement.split",
)
WORDS_OF_CRITERIA = {"added", "reworded", "removed", "restored"}


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """A field that reads differently, and the ledger's entries that made it so, the newest last."""

    field: str
    before: Any
    after: Any
    entries: tuple[Entry, ...] = ()

    @property
    def label(self) -> str:
        return str(FIELDS[self.field][0])

    @property
    def is_day(self) -> bool:
        return any(isinstance(each, date) for each in (self.before, self.after))

    @property
    def last(self) -> Entry | None:
        return self.entries[-1] if self.entries else None


@dataclass(frozen=True, kw_only=True)
class CriteriaChange:
    """What the check list gained, lost, or says in other words."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    reworded: tuple[tuple[str, str], ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.reworded)


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A requirement beside what it was; without `frozen` it came later."""

    what: str
    requirement: Requirement
    frozen: FrozenRequirement | None = None
    changes: tuple[FieldChange, ...] = ()
    # What let it come or go, the newest last.
    entries: tuple[Entry, ...] = ()

    @property
    def last(self) -> Entry | None:
        if self.changes:
            lasts = [each.last for each in self.changes if each.last]
            return max(lasts, key=lambda entry: entry.pk, default=None)
        return self.entries[-1] if self.entries else None


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """All differences, what changed most lately first within each kind of them."""

    size: int
    differences: list[Difference] = field(default_factory=list)

    def _of(self, what: str) -> list[Difference]:
        return [each for each in self.differences if each.what == what]

    @property
    def added(self) -> list[Difference]:
        return self._of(ADDED)

    @property
    def removed(self) -> list[Difference]:
        return self._of(REMOVED)

    @property
    def changed(self) -> list[Difference]:
        return self._of(CHANGED)

    @property
    def same(self) -> list[Difference]:
        return self._of(SAME)

    @property
    def moves(self) -> int:
        """How many requirements were added, removed or changed."""
        return len(self.differences) - len(self.same)

    @property
    def churn(self) -> int:
        """Added, removed and changed over the size of the baseline, in percent."""
        return round(100 * self.moves / self.size) if self.size else 0


def compare_with_now(baseline: Baseline) -> Comparison:
    """Compare a baseline with what stands there now, in a fixed number of queries."""
    frozen = {each.requirement_id: each for each in baseline.lines.all()}
    inside = set(list_in_scope(baseline, frozen=frozen).values_list("pk", flat=True))
    requirements = _named(frozen.keys() | inside)
    criteria = _criteria_of(requirements.keys())
    found: list[tuple[str, Requirement, list[FieldChange]]] = []
    for pk, requirement in requirements.items():
        before = frozen.get(pk)
        if before is None:
            found.append((ADDED, requirement, []))
        elif pk not in inside:
            found.append((REMOVED, requirement, []))
        else:
            now = as_now(requirement, criteria.get(pk, {}))
            changes = changes_between(before, now)
            found.append((CHANGED if changes else SAME, requirement, changes))
    return _told(baseline, found, frozen)


def compare_two(first: Baseline, second: Baseline) -> Comparison:
    """Compare an earlier baseline with a later one; between them the ledger tells who did what."""
    if first.set_at > second.set_at:
        first, second = second, first
    before = {each.requirement_id: each for each in first.lines.all()}
    after = {each.requirement_id: each for each in second.lines.all()}
    requirements = _named(before.keys() | after.keys())
    found: list[tuple[str, Requirement, list[FieldChange]]] = []
    for pk, requirement in requirements.items():
        if pk not in before:
            found.append((ADDED, requirement, []))
        elif pk not in after:
            found.append((REMOVED, requirement, []))
        else:
            changes = changes_between(before[pk], after[pk])
            found.append((CHANGED if changes else SAME, requirement, changes))
    return _told(first, found, before, until=second)


def changes_between(before: FrozenRequirement, after: FrozenRequirement) -> list[FieldChange]:
    """List the fields in which a requirement differs from what it was."""
    changes = []
    for name in FIELDS:
        was, now = getattr(before, name), getattr(after, name)
        if name == "criteria":
            change = _criteria_change(was, now)
            if change:
                changes.append(FieldChange(field=name, before=was, after=change))
        elif was != now:
            changes.append(FieldChange(field=name, before=was, after=now))
    return changes


def as_now(requirement: Requirement, criteria: dict[str, str]) -> FrozenRequirement:
    """Give a requirement as a baseline set now would freeze it."""
    return FrozenRequirement(
        requirement=requirement,
        title=requirement.title,
        description=requirement.description,
        kind=requirement.kind,
        milestone_name=requirement.milestone.name if requirement.milestone else "",
        release_name=str(requirement.release) if requirement.release else "",
        planned_on=requirement.planned_on,
        criteria=criteria,
    )


def criteria_of(requirement: Requirement) -> dict[str, str]:
    """Give the acceptance criteria of a requirement by their ids."""
    return _criteria_of([requirement.pk]).get(requirement.pk, {})


def _criteria_change(was: dict[str, str], now: dict[str, str]) -> CriteriaChange:
    return CriteriaChange(
        added=tuple(text for pk, text in now.items() if pk not in was),
        removed=tuple(text for pk, text in was.items() if pk not in now),
        reworded=tuple(
            (text, now[pk]) for pk, text in was.items() if pk in now and now[pk] != text
        ),
    )


def _named(ids: Collection[int]) -> dict[int, Requirement]:
    rows = Requirement.objects.filter(pk__in=ids)
    named = rows.select_related("owner", "milestone", "release", "merged_into")
    return {each.pk: each for each in named.order_by("pk")}


def _criteria_of(ids: Iterable[int]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    rows = Criterion.objects.filter(requirement__in=list(ids), removed_at=None)
    for each in rows.order_by("position", "pk"):
        found[each.requirement_id][str(each.pk)] = each.text
    return found


def _told(
    baseline: Baseline,
    found: list[tuple[str, Requirement, list[FieldChange]]],
    frozen: dict[int, FrozenRequirement],
    *,
    until: Baseline | None = None,
) -> Comparison:
    """Add who did what and when, from the ledger."""
    moved = [requirement.pk for what, requirement, _changes in found if what != SAME]
    told = _entries_of(moved, after=_place_of(baseline), until=_place_of(until) if until else 0)
    differences = [
        _difference(what, requirement, changes, frozen.get(requirement.pk), told[requirement.pk])
        for what, requirement, changes in found
    ]
    order = [CHANGED, ADDED, REMOVED, SAME]
    differences.sort(key=lambda each: (order.index(each.what), -(each.last.pk if each.last else 0)))
    return Comparison(size=baseline.size, differences=differences)


def _difference(
    what: str,
    requirement: Requirement,
    changes: list[FieldChange],
    frozen: FrozenRequirement | None,
    entries: list[Entry],
) -> Difference:
    return Difference(
        what=what,
        requirement=requirement,
        frozen=frozen,
        changes=tuple(
            FieldChange(
                field=each.field,
                before=each.before,
                after=each.after,
                entries=tuple(entry for entry in entries if _changes(entry, each.field)),
            )
            for each in changes
        ),
        entries=tuple(entry for entry in entries if entry.kind in COMES_AND_GOES),
    )


def _changes(entry: Entry, name: str) -> bool:
    if entry.kind not in FIELDS[name][1]:
        return False
    return name != "criteria" or entry.payload.get("change") in WORDS_OF_CRITERIA


def _place_of(baseline: Baseline) -> int:
    """Give where a baseline stands in the ledger."""
    told = Entry.objects.filter(
        kind="baseline.set", about_kind="baseline", about_id=baseline.pk
    ).values_list("pk", flat=True)
    return told.first() or 0


def _entries_of(ids: Collection[int], *, after: int, until: int) -> dict[int, list[Entry]]:
    """Read what the ledger tells of requirements after a place in it, the oldest first."""
    kinds = {*COMES_AND_GOES, *(kind for _label, each in FIELDS.values() for kind in each)}
    rows = Subject.objects.filter(
        kind="requirement", object_id__in=ids, entry__gt=after, entry__kind__in=kinds
    )
    if until:
        rows = rows.filter(entry__lt=until)
    found: dict[int, list[Entry]] = defaultdict(list)
    for each in rows.select_related("entry__actor").order_by("entry"):
        found[each.object_id].append(each.entry)
    return found
