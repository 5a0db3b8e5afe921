"""What the index is to know of a requirement, before it is written down."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from twintrack.algorithms.matching.documents import Document, read
from twintrack.helix.matching.keys import EVERY, key_of, keys_of
from twintrack.helix.matching.models import IndexedRequirement
from twintrack.helix.matching.postings import Filed
from twintrack.rnd.backlog.models import Requirement


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What those who wait for a requirement spoke of: modules with their names, and versions."""

    modules: Sequence[tuple[int, str]] = ()
    versions: Sequence[int] = ()


@dataclass(frozen=True, kw_only=True)
class Entered:
    """A requirement on its way into the index: its row, its words, and what they weigh there."""

    row: IndexedRequirement
    document: Document
    weights: dict[str, int]

    @property
    def filed(self) -> Filed:
        """What comparing asks for."""
        modules = [pk for pk, _name in self.row.modules]
        return Filed(document=self.document, modules=modules, versions=self.row.versions)

    @property
    def postings(self) -> list[tuple[int, int, int]]:
        """Rows of a word's number, the requirement's id, and the weight."""
        keys = keys_of(self.row.product_id, self.weights)
        return [(key, self.row.pk, self.weights[word]) for word, key in keys.items()]

    def score(self, chosen: dict[str, int]) -> int:
        """Give how much it speaks of chosen words, each with its worth."""
        weights = self.weights
        return sum(worth * weights[word] for word, worth in chosen.items() if word in weights)


def enter(requirement: Requirement, parts: Parts) -> Entered:
    """Read a requirement as the index is to know it."""
    modules = sorted(set(parts.modules))
    names = " ".join(name for _pk, name in modules)
    document = read(requirement.title, requirement.description, names)
    weights = document.filed
    row = IndexedRequirement(
        requirement=requirement,
        product_id=requirement.product_id,
        words=document.to_json(),
        modules=[list(each) for each in modules],
        versions=sorted(set(parts.versions)),
        keys=sorted(keys_of(requirement.product_id, weights).values()),
    )
    row.digest = _digest(row)
    return Entered(row=row, document=document, weights=weights)


def counted(row: IndexedRequirement) -> list[int]:
    """Give the numbers of the words that count it as holding them."""
    return [key_of(row.product_id, EVERY), *row.keys]


def _digest(row: IndexedRequirement) -> str:
    told = [row.product_id, row.words, row.modules]
    return blake2b(json.dumps(told, sort_keys=True).encode(), digest_size=16).hexdigest()
