"""Two versions of a quote side by side: what came, what went, what changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from twintrack.sales.quotes.models import QuoteLine

# What is compared of a line; the rest follows from it.
COMPARED = ("name", "description", "quantity", "unit", "list_price", "discount", "tax_rate")


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A line as it was and as it is; nothing where it did not stand, or stands no more."""

    before: QuoteLine | None
    after: QuoteLine | None

    @property
    def changed(self) -> frozenset[str]:
        """Name what differs, where both have the line."""
        before, after = self.before, self.after
        if before is None or after is None:
            return frozenset()
        return frozenset(name for name in COMPARED if getattr(before, name) != getattr(after, name))

    @property
    def kind(self) -> str:
        """Say whether it is `new`, `gone`, `changed` or the `same`."""
        if self.before is None:
            return "new"
        if self.after is None:
            return "gone"
        return "changed" if self.changed else "same"


def compare(before: Sequence[QuoteLine], after: Sequence[QuoteLine]) -> list[Pair]:
    """
    Pair the lines of two versions: those of one thing in their order, free ones by their name.

    In the order of the later version, what is gone at its former place.
    """
    waiting: dict[object, list[QuoteLine]] = defaultdict(list)
    for line in before:
        waiting[_key(line)].append(line)
    pairs = []
    for line in after:
        alike = waiting[_key(line)]
        pairs.append(Pair(before=alike.pop(0) if alike else None, after=line))
    for line in (each for rest in waiting.values() for each in rest):
        place = sum(1 for pair in pairs if pair.before and pair.before.position < line.position)
        pairs.insert(place, Pair(before=line, after=None))
    return pairs


def _key(line: QuoteLine) -> object:
    return line.item_id or line.name
