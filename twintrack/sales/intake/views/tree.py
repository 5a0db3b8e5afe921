"""The values of a sample as a tree, each with the field that it fills."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from twintrack.sales.intake.forms import Line
from twintrack.sales.intake.paths import Leaf

SHORT = 160


@dataclass(frozen=True, kw_only=True)
class Branch:
    """One line of the tree: a name at its depth; a leaf has a path and a value."""

    name: str
    depth: int
    path: str = ""
    value: str = ""
    fields: tuple[str, ...] = ()


def branches(leaves: Sequence[Leaf], lines: Sequence[Line]) -> Iterator[Branch]:
    """Give the lines of the tree from the top."""
    fields: dict[str, list[str]] = {}
    for line in lines:
        for each in (line.path, line.otherwise):
            fields.setdefault(str(each.value() or ""), []).append(str(line.target.label))
    above: tuple[str, ...] = ()
    for leaf in leaves:
        *stems, name = leaf.steps
        shared = _shared(above, stems)
        for depth in range(shared, len(stems)):
            yield Branch(name=stems[depth], depth=depth)
        above = tuple(stems)
        text = leaf.text
        yield Branch(
            name=name,
            depth=len(stems),
            path=leaf.path,
            value=text if len(text) <= SHORT else text[:SHORT] + "…",
            fields=tuple(fields.get(leaf.path, ())),
        )


def _shared(above: Sequence[str], stems: Sequence[str]) -> int:
    count = 0
    for one, other in zip(above, stems, strict=False):
        if one != other:
            break
        count += 1
    return count
