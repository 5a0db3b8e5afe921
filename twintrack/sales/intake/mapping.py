"""Guess which column says what: by its name, then by what stands in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from twintrack.sales.customers.reaching import phone_core
from twintrack.sales.intake.fields import TARGETS, Target
from twintrack.sales.intake.values import choice, moment, normal

ENOUGH = 30
ISO = ZoneInfo("UTC")
Known = Mapping[str, frozenset[str]]
FAR = datetime(2100, 1, 1, tzinfo=ISO)


def guess(
    columns: Sequence[str],
    rows: Sequence[Mapping[str, str]],
    known: Known,
    *,
    names: Mapping[str, Sequence[str]] | None = None,
    targets: Sequence[Target] = TARGETS,
) -> dict[str, str]:
    """
    Choose a column for each field that one seems to fill.

    `known` holds the names of the customers, products, modules and versions there are, brought
    into the form of `values.normal`; `names` what a column may be called, if not by itself.
    """
    called = names or {column: (column,) for column in columns}
    cells = {column: [row[column] for row in rows if row.get(column)] for column in columns}
    scores = sorted(
        (
            (_score(target, called[column], cells[column], known), -position, target.code, column)
            for target in targets
            for position, column in enumerate(columns)
        ),
        reverse=True,
    )
    chosen: dict[str, str] = {}
    for score, _position, code, column in scores:
        if score >= ENOUGH and code not in chosen and column not in chosen.values():
            chosen[code] = column
    if "verbatim" not in chosen and "title" in chosen:
        # Many lists have one text only, and call it a title.
        chosen["verbatim"] = chosen.pop("title")
    return chosen


def _score(target: Target, names: Sequence[str], cells: Sequence[str], known: Known) -> float:
    by_name = max((_by_name(target, name) for name in names), default=0.0)
    return by_name + _by_content(target.code, cells, known)


def _by_name(target: Target, column: str) -> float:
    name = re.sub(r"[\W_]+", " ", normal(column)).strip()
    if name in target.words:
        # The word that a field is called by comes before those it may be called by.
        return 100 - target.words.index(name)
    held = [word for word in target.words if _holds(name, word)]
    return 45 if held else 0


def _holds(name: str, word: str) -> bool:
    if word.isascii():
        return word in name.split() and len(word) > 2
    return word in name


def _by_content(code: str, cells: Sequence[str], known: Known) -> float:
    if not cells:
        return 0
    if code == "verbatim":
        return min(40.0, sum(map(len, cells)) / len(cells) / 2)
    if code in known:
        return 60 * _share(normal(cell) in known[code] for cell in cells)
    weight, fits = CONTENT.get(code, (0, _never))
    return weight * _share(fits(cell) for cell in cells)


def _never(_cell: str) -> bool:
    return False


def _is_moment(cell: str) -> bool:
    return not cell.isdecimal() and moment(cell, zone=ISO, at=FAR) is not None


# How much it says for a field that a column's cells look like it.
CONTENT: dict[str, tuple[int, Callable[[str], bool]]] = {
    "kind": (45, lambda cell: bool(choice("kind", cell))),
    "severity": (45, lambda cell: bool(choice("severity", cell))),
    "occurred_at": (35, _is_moment),
    "email": (60, lambda cell: "@" in cell),
    "phone": (45, lambda cell: bool(phone_core(cell)) and not any(map(str.isalpha, cell))),
    "source_url": (60, lambda cell: cell.startswith(("http://", "https://"))),
}


def _share(hits: Iterable[bool]) -> float:
    found = list(hits)
    return sum(found) / len(found)
