"""Which objects stand behind one another, so that a chain of them can be walked both ways."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps

if TYPE_CHECKING:
    from django.db.models import Model
    from django.utils.functional import Promise

# Of so many objects that one leads to its activity tells.
ECHOED = 20


@dataclass(frozen=True, order=True)
class Ref:
    """An object by its kind and its id."""

    kind: str
    pk: int


@dataclass(frozen=True, kw_only=True)
class LinkKind:
    """
    One way in which an object leads to another: what a customer said leads to a requirement.

    Each row of `model` is one link; `source_field` and `target_field` name its ends.
    `made_by` are the kinds of events that make it, and `told_of` the end (`source` or `target`)
    that these events are about. Where `within` is set (a kind and a field), a walk that holds
    objects of that kind keeps only the links that belong to one of them.
    """

    source: str
    target: str
    label: str | Promise
    model: str
    source_field: str
    target_field: str
    made_by: tuple[str, ...]
    told_of: str = "target"
    within: tuple[str, str] | None = None

    @property
    def model_class(self) -> type[Model]:
        return apps.get_model(self.model)

    def pairs(
        self, ids: Collection[int], *, onward: bool, within: Collection[int], limit: int
    ) -> list[tuple[int, int]]:
        """List (source, target) of the links that leave these sources, or reach these targets."""
        near = self.source_field if onward else self.target_field
        far = self.target_field if onward else self.source_field
        wanted = {f"{near}__in": ids, f"{far}__isnull": False}
        if self.within and within:
            wanted[f"{self.within[1]}__in"] = within
        rows = self.model_class._default_manager.filter(**wanted)
        ends = rows.values_list(self.source_field, self.target_field)
        # The newest first: what a long list leaves out is the oldest.
        return list(ends.order_by("-pk")[:limit])


@dataclass(frozen=True, kw_only=True)
class Echo:
    """What happens to the far end of a link and matters to the near one, as kinds of events."""

    source: str
    target: str
    kinds: frozenset[str]


_links: list[LinkKind] = []
_echoes: list[Echo] = []
_turns: set[str] = set()
_parts: dict[str, Callable[[int], list[int]]] = {}


def register_link(link: LinkKind) -> None:
    """Make a kind of link known; called while the apps start."""
    _links.append(link)


def register_turns(*kinds: str) -> None:
    """Name kinds of events that a chain tells besides how its objects came to be linked."""
    _turns.update(kinds)


def register_echo(*, source: str, target: str, kinds: tuple[str, ...]) -> None:
    """Let the activity of `source` tell these kinds of events of the `target` it leads to."""
    _echoes.append(Echo(source=source, target=target, kinds=frozenset(kinds)))


def register_parts(kind: str, find: Callable[[int], list[int]]) -> None:
    """Let an object tell as its own what happened to others of its kind that became part of it."""
    _parts[kind] = find


def parts_of(kind: str, pk: int) -> list[int]:
    """Give the ids of the objects that became part of one of their kind."""
    return _parts[kind](pk) if kind in _parts else []


def echoes_for(kind: str, pk: int) -> dict[Ref, frozenset[str]]:
    """Give the objects that an object leads to, with the kinds of events that matter to it."""
    found: dict[Ref, frozenset[str]] = {}
    for echo in _echoes:
        if echo.source != kind:
            continue
        for link in _links:
            if (link.source, link.target) != (echo.source, echo.target):
                continue
            for _near, far in link.pairs([pk], onward=True, within=(), limit=ECHOED):
                ref = Ref(link.target, far)
                found[ref] = found.get(ref, frozenset()) | echo.kinds
    return found


def all_links() -> tuple[LinkKind, ...]:
    """List the kinds of links in the order of their registration."""
    return tuple(_links)


def all_turns() -> frozenset[str]:
    """List the kinds of events that a chain tells."""
    return frozenset(_turns)
