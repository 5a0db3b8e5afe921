"""Tells the ledger's entries in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from twintrack.foundation.ledger.models import Entry

# Draws entries, by their ids: as a card, or as a line where it gives nothing; the others are left
# out.
Draw = Callable[[HttpRequest, Sequence[Entry]], dict[int, SafeString | None]]
_left_out: set[str] = set()
_strands: dict[str, tuple[str, ...]] = {}
_first: dict[str, int] = {}
PAGE = 30
_drawn_by: dict[str, Draw] = {}


@dataclass(frozen=True, kw_only=True)
class Item:
    """One piece of a feed: a line with a mark, or a card that stands for itself."""

    kind: str
    html: SafeString
    at: datetime
    is_card: bool = False


def leave_out(*kinds: str) -> None:
    """Name kinds of events that the feed of an object does not tell."""
    _left_out.update(kinds)


def draw_by(draw: Draw, *kinds: str) -> None:
    """Let an app draw entries of its kinds as cards, all of a feed at once."""
    _drawn_by.update(dict.fromkeys(kinds, draw))


def register_strands(kind: str, *kinds: str, first: int = PAGE) -> None:
    """
    Let the feed of objects of a kind be narrowed to what happened to objects of some kinds.

    `first` is how many entries it shows on the object's page before one asks for older ones.
    """
    _strands[kind] = kinds
    _first[kind] = first


def strands_of(kind: str) -> tuple[str, ...]:
    """List the kinds of objects to which a feed can be narrowed."""
    return _strands.get(kind, ())


def first_of(kind: str) -> int:
    """Say how many entries a feed begins with."""
    return _first.get(kind, PAGE)


def told(entry: Entry) -> SafeString:
    """Tell an entry in the reader's language, by the template of its kind."""
    app = type(entry.event).__module__.split(".")[-2]
    template = f"{app}/events/{entry.kind.replace('.', '_')}.html"
    html = render_to_string(template, {"entry": entry, "event": entry.event})
    # A rendered template: what people typed was escaped there.
    return mark_safe(html)


def items_of(request: HttpRequest, entries: Sequence[Entry]) -> list[Item]:
    """Tell entries as a feed shows them."""
    cards: dict[int, SafeString | None] = {}
    for draw in set(_drawn_by.values()):
        cards |= draw(request, [each for each in entries if _drawn_by.get(each.kind) is draw])
    return [
        Item(
            kind=each.about_kind,
            html=cards.get(each.pk) or told(each),
            at=each.happened_at,
            is_card=bool(cards.get(each.pk)),
        )
        for each in entries
        if each.pk in cards or each.kind not in _drawn_by.keys() | _left_out
    ]
