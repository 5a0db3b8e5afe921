"""The chain of an object as a story: what happened, in order, to everything in it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from twintrack.foundation.access.seeing import see
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.memory.presence import has
from twintrack.foundation.objects.kinds import KindUnknown, get_kind
from twintrack.foundation.objects.links import Ref, all_turns
from twintrack.foundation.people.models import User
from twintrack.helix.chain.walk import LIMIT, Hop, Walk, walk
from twintrack.helix.handoffs.models import Handoff
from twintrack.rnd.backlog.models import Requirement
from twintrack.sales.customers.models import Customer
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.feedback.queries import list_feedback
from twintrack.ui.paging import Few, few_of


@dataclass(kw_only=True)
class Node:
    """An object of a chain, as a page shows it."""

    ref: Ref
    instance: Any
    step: int
    came_from: list[Hop] = field(default_factory=list)

    @property
    def number(self) -> str:
        return str(getattr(self.instance, "number", "") or getattr(self.instance, "code", ""))

    @property
    def label(self) -> str:
        return str(get_kind(self.ref.kind).label)

    @property
    def title(self) -> str:
        return get_kind(self.ref.kind).title(self.instance)

    @property
    def url(self) -> str:
        return get_kind(self.ref.kind).url(self.instance)

    @property
    def state(self) -> tuple[str, str] | None:
        for name in ("state", "stage"):
            if hasattr(self.instance, name):
                label = getattr(self.instance, f"get_{name}_display")()
                return getattr(self.instance, name), str(label)
        return None


@dataclass(frozen=True, kw_only=True)
class Moment:
    """
    One thing that happened in a chain: an entry about an object, and what it made of it.

    `hops` are the links that it made; `cause` is the entry behind it, where the person may see
    what that one is about. An object that no entry tells of has a moment without one.
    """

    node: Node
    entry: Entry | None
    hops: tuple[Hop, ...] = ()
    cause: Entry | None = None
    is_first: bool = False


@dataclass(frozen=True, kw_only=True)
class Chain:
    """The objects and the moments of a chain, the oldest moment first."""

    start: Node
    nodes: dict[Ref, Node]
    moments: list[Moment]
    is_cut: bool


@dataclass(frozen=True, kw_only=True)
class Nearby:
    """The nearest objects of a chain; `is_cut` says that there may be more than were counted."""

    start: Node
    behind: list[Node]
    ahead: list[Node]
    count: int
    is_cut: bool


def get_chain(*, kind: str, pk: int, for_user: User, limit: int = LIMIT) -> Chain:
    """
    Walk the chain of an object and tell it from the ledger.

    :raises NotThere: if there is no such object, or the person may not see it.
    """
    see(kind, pk, for_user=for_user)
    found = walk(Ref(kind, pk), for_user=for_user, limit=limit)
    nodes = _nodes(found)
    for hop in found.hops.values():
        nodes[hop.target].came_from.append(hop)
    moments = _moments(found, nodes, for_user)
    return Chain(start=nodes[found.start], nodes=nodes, moments=moments, is_cut=found.is_cut)


def get_nearby(*, kind: str, pk: int, for_user: User, few: int) -> Nearby:
    """
    Find the nearest objects of a chain both ways, a few each.

    :raises NotThere: if there is no such object, or the person may not see it.
    """
    see(kind, pk, for_user=for_user)
    found = walk(Ref(kind, pk), for_user=for_user, limit=8 * few, enough=few)
    nodes = _nodes(found)
    near = sorted(nodes.values(), key=lambda node: (abs(node.step), node.ref))
    return Nearby(
        start=nodes[found.start],
        behind=[node for node in near if node.step < 0][:few],
        ahead=[node for node in near if node.step > 0][:few],
        count=len(nodes) - 1,
        is_cut=found.is_cut,
    )


def _nodes(found: Walk) -> dict[Ref, Node]:
    return {
        ref: Node(ref=ref, instance=instance, step=found.steps[ref])
        for ref, instance in found.objects.items()
    }


def _moments(found: Walk, nodes: dict[Ref, Node], user: User) -> list[Moment]:
    entries = _entries(found)
    made = _made(found, entries)
    causes = _visible_causes(entries, found, user)
    seen: set[Ref] = set()
    moments = []
    for entry in entries:
        ref = Ref(entry.about_kind, entry.about_id)
        moments.append(
            Moment(
                node=nodes[ref],
                entry=entry,
                hops=tuple(made[entry.pk]),
                cause=entry.caused_by if entry.caused_by_id in causes else None,
                is_first=ref not in seen,
            )
        )
        seen.add(ref)
    silent = [Moment(node=nodes[ref], entry=None, is_first=True) for ref in nodes.keys() - seen]
    return sorted(silent, key=lambda each: each.node.ref) + moments


def _entries(found: Walk) -> list[Entry]:
    """List what the chain tells about its objects: one query a kind of object."""
    kinds = set(all_turns())
    for hop in found.hops.values():
        if hop.link:
            kinds.update(hop.link.made_by)
    entries: list[Entry] = []
    for kind in sorted({ref.kind for ref in found.objects}):
        ids = found.ids_of(kind)
        about = Entry.objects.filter(
            subjects__kind=kind,
            subjects__object_id__in=ids,
            about_kind=kind,
            about_id__in=ids,
            kind__in=kinds,
        )
        entries += about.select_related("actor", "caused_by", "caused_by__actor")
    return sorted(entries, key=lambda each: (each.happened_at, each.pk))


def _made(found: Walk, entries: list[Entry]) -> dict[int, list[Hop]]:
    """Say which entry made which links: the newest of its kinds about the end that it tells of."""
    newest = {(each.about_kind, each.about_id, each.kind): each for each in entries}
    made: dict[int, list[Hop]] = defaultdict(list)
    for hop in found.hops.values():
        if hop.link is None:
            continue
        told = hop.source if hop.link.told_of == "source" else hop.target
        known = [newest.get((told.kind, told.pk, kind)) for kind in hop.link.made_by]
        candidates = [each for each in known if each is not None]
        if candidates:
            made[max(candidates, key=lambda each: each.pk).pk].append(hop)
    return made


def _visible_causes(entries: list[Entry], found: Walk, user: User) -> set[int]:
    """Give the causes that may be told: those about objects that the person may see."""
    causes = [entry.caused_by for entry in entries if entry.caused_by is not None]
    wanted: dict[str, set[int]] = defaultdict(set)
    for cause in causes:
        if Ref(cause.about_kind, cause.about_id) not in found.objects:
            wanted[cause.about_kind].add(cause.about_id)
    visible = set(found.objects)
    for kind, ids in wanted.items():
        try:
            seen = get_kind(kind).visible_ids(ids, for_user=user)
        except KindUnknown:
            continue
        visible |= {Ref(kind, pk) for pk in seen}
    return {each.pk for each in causes if Ref(each.about_kind, each.about_id) in visible}


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a customer said, and the requirement it stands behind, if there is one to be seen."""

    feedback: Feedback
    requirement: Requirement | None


def few_outcomes(customer: Customer, *, for_user: User, limit: int) -> Few[Outcome]:
    """Read what a customer said last, with what became of it, and count all they said."""
    rows = list_feedback(for_user=for_user, customer=customer)
    few = few_of(rows, limit, are_there=has("customer", customer.pk, "feedback"))
    if not few.items:
        return Few(items=[], total=0)
    said = few.items
    handed = Handoff.objects.filter(feedback__in=said).values_list("feedback_id", "requirement_id")
    by_feedback = dict(handed)
    visible = (
        Requirement.objects.visible_to(for_user)
        .select_related("release")
        .in_bulk(list(by_feedback.values()))
    )
    outcomes = [
        Outcome(feedback=each, requirement=visible.get(by_feedback.get(each.pk, 0)))
        for each in said
    ]
    return Few(items=outcomes, total=few.total)
