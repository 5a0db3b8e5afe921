"""
Find the texts most like a new one: the index in memory, and how candidates are chosen.

The database keeps the same index (`twintrack.helix.matching`); both choose the words to look up,
add whole numbers and rank by the functions of this module, so that they find the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from twintrack.algorithms.matching.bm25 import rarity
from twintrack.algorithms.matching.documents import SCALE, Document
from twintrack.algorithms.matching.similarity import (
    STARTING,
    Comparison,
    Features,
    Weights,
    similarity,
    with_leads,
)

K = TypeVar("K", bound=Hashable)
# Postings that one question may read, so that it stays quick among very many texts.
BUDGET = 12_000
# Postings of one word at most: those that speak of it most.
PER_WORD = 3_000
# Words of a long text that are looked up.
LOOKED_UP = 60
# Candidates that are compared in full.
COMPARED = 25


@dataclass(frozen=True, kw_only=True)
class Match(Generic[K]):
    """A text that was found, and what speaks for it."""

    key: K
    similarity: float
    features: Features


def choose_terms(new: Document, holding: Mapping[str, int], total: int) -> dict[str, int]:
    """
    Choose the words to look up, the rarest first, within the budget; with their weights.

    Words that no text holds are left out, and those that tell nothing as nearly all hold them.
    """
    said = new.filed
    known = sorted((count, word) for word, count in holding.items() if count and word in said)
    chosen: dict[str, int] = {}
    read = 0
    for count, word in known[:LOOKED_UP]:
        cost = min(count, PER_WORD)
        if chosen and read + cost > BUDGET:
            break
        worth = round(said[word] * rarity(total, count) / SCALE * 100)
        if worth:
            read += cost
            chosen[word] = worth
    return chosen


class Corpus(Generic[K]):
    """An index in memory, as the database keeps one."""

    def __init__(self) -> None:
        self.documents: dict[K, Document] = {}
        self._postings: dict[str, dict[K, int]] = defaultdict(dict)

    def add(self, key: K, document: Document) -> None:
        """File a text under its words."""
        self.documents[key] = document
        for word, weight in document.filed.items():
            self._postings[word][key] = weight

    def rarity(self, word: str) -> float:
        """Give what a word tells among these texts."""
        return rarity(len(self.documents), len(self._postings.get(word, ())))

    def candidates(
        self, new: Document, *, allowed: Callable[[K], bool] = lambda key: True
    ) -> list[K]:
        """Give the texts that share the most telling words, the best first."""
        holding = {word: len(self._postings.get(word, ())) for word in new.filed}
        scores: dict[K, int] = defaultdict(int)
        for word, weight in choose_terms(new, holding, len(self.documents)).items():
            for key, impact in self._best(word):
                scores[key] += weight * impact
        ordered = sorted((key for key in scores if allowed(key)), key=lambda key: -scores[key])
        return ordered[:COMPARED]

    def _best(self, word: str) -> Iterable[tuple[K, int]]:
        postings = self._postings[word].items()
        if len(postings) <= PER_WORD:
            return postings
        return sorted(postings, key=lambda each: -each[1])[:PER_WORD]

    def find(
        self,
        new: Document,
        *,
        limit: int = 5,
        weights: Weights = STARTING,
        allowed: Callable[[K], bool] = lambda key: True,
    ) -> list[Match[K]]:
        """Give the texts most surely about the same, the best first."""
        keys = self.candidates(new, allowed=allowed)
        comparison = Comparison(new, self.rarity)
        compared = [comparison.with_text(self.documents[key]) for key in keys]
        return rank(keys, compared, weights)[:limit]


def rank(keys: Sequence[K], compared: Sequence[Features], weights: Weights) -> list[Match[K]]:
    """Order compared candidates by how surely they are about the same, the surest first."""
    matches = [
        Match(key=key, similarity=similarity(features, weights), features=features)
        for key, features in zip(keys, with_leads(compared), strict=True)
    ]
    return sorted(matches, key=lambda match: -match.similarity)
