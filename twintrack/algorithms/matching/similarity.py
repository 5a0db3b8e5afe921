"""
How surely two texts are about the same, as an honest number from 0 to 1, and why.

A logistic model over comparable features. Its starting weights were fitted on every second
question of open sets (customer services, general questions, bug reports with known duplicates);
`benchmarks/matching.py` measures what they are worth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import exp
from statistics import fmean

from twintrack.algorithms.matching.documents import Document

Rarity = Callable[[str], float]
RARE = 3
# How many of the other candidates a candidate is held against.
RIVALS = 3


@dataclass(frozen=True, kw_only=True)
class Features:
    """
    What speaks for two texts being about the same.

    `coverage`: the BM25 of the other text for the new one, as a share of what the new text
    gives itself. `title`: overlap of the titles' words, the rarer the weightier (Dice).
    `shape`: overlap of the titles' pairs of characters and pieces of words. `rare`: share of
    the new text's three rarest words that the other holds. `lead`: how far it is ahead of the
    next best candidates; where everybody asks about the same thing, nobody leads. `module`
    and `version`: 1 the same, -1 another, 0 unknown.
    """

    coverage: float
    title: float
    shape: float
    rare: float
    lead: float = 0.0
    module: int = 0
    version: int = 0

    @classmethod
    def of(cls, values: Sequence[float]) -> Features:
        """Build them again from their values."""
        return cls(**dict(zip(cls.__dataclass_fields__, values, strict=True)))  # type: ignore[arg-type]

    @property
    def values(self) -> tuple[float, ...]:
        """Give the features in their order."""
        return (
            self.coverage,
            self.title,
            self.shape,
            self.rare,
            self.lead,
            self.module,
            self.version,
        )

    @property
    def standing(self) -> float:
        """How alike the texts are by themselves, whatever the other candidates are."""
        return (self.coverage + self.title + self.shape) / 3


@dataclass(frozen=True, kw_only=True)
class Weights:
    """The logistic model: where it starts, and one weight a feature."""

    start: float
    coverage: float
    title: float
    shape: float
    rare: float
    lead: float
    module: float
    version: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Weights:
        """Build them again from their values, the start first."""
        return cls(**dict(zip(cls.__dataclass_fields__, values, strict=True)))

    @property
    def values(self) -> tuple[float, ...]:
        """Give the weights in the order of the features; the start stands apart."""
        return (
            self.coverage,
            self.title,
            self.shape,
            self.rare,
            self.lead,
            self.module,
            self.version,
        )


# Module and version stand in none of the open sets: theirs are set by hand, and weak.
STARTING = Weights(
    start=-4.4,
    coverage=0.7,
    title=1.9,
    shape=0.9,
    rare=0.6,
    lead=8.7,
    module=0.6,
    version=0.2,
)


class Comparison:
    """A new text, read once to be held against many others."""

    def __init__(self, new: Document, rarity: Rarity) -> None:
        self._new = new
        self._rarity = cache(rarity)
        said = {word: self._rarity(word) for word in new.weights}
        self._heard = {word: worth * new.weights[word] for word, worth in said.items()}
        self._own = sum(worth * new.weights[word] for word, worth in self._heard.items())
        rarest = sorted(said, key=lambda word: (-said[word], word))[:RARE]
        self._rarest = {word: said[word] for word in rarest}
        self._rare = sum(self._rarest.values())
        self._title = self._whole(new.title)

    def with_text(self, other: Document, *, module: int = 0, version: int = 0) -> Features:
        """Compare its words with those of another text; see `Features` for what else is known."""
        known = other.weights
        heard = sum(self._heard[word] * known[word] for word in self._heard.keys() & known.keys())
        rare = sum(worth for word, worth in self._rarest.items() if word in known)
        return Features(
            coverage=min(1.0, heard / self._own) if self._own else 0.0,
            title=self._overlap(other.title),
            shape=_dice(self._new.shapes, other.shapes),
            rare=rare / self._rare if self._rare else 0.0,
            module=module,
            version=version,
        )

    def _whole(self, title: Mapping[str, int]) -> float:
        return sum(self._rarity(word) * count for word, count in title.items())

    def _overlap(self, other: Mapping[str, int]) -> float:
        title, rarity = self._new.title, self._rarity
        whole = self._title + self._whole(other)
        shared = sum(
            rarity(word) * min(title[word], other[word]) for word in title.keys() & other.keys()
        )
        return 2 * shared / whole if whole else 0.0


def _dice(one: frozenset[str], two: frozenset[str]) -> float:
    return 2 * len(one & two) / (len(one) + len(two)) if one or two else 0.0


def with_leads(candidates: Sequence[Features]) -> list[Features]:
    """Hold each candidate against the best of the others."""
    standings = [each.standing for each in candidates]
    ordered = sorted(standings, reverse=True)
    leads = []
    for standing in standings:
        others = ordered[: RIVALS + 1]
        # The rivals of one of the best are the rest of them.
        others.remove(standing) if standing in others else others.pop()
        leads.append(standing - fmean(others) if others else standing)
    return [replace(each, lead=lead) for each, lead in zip(candidates, leads, strict=True)]


def similarity(features: Features, weights: Weights = STARTING) -> float:
    """Give how surely two texts are about the same: the logistic of the weighted features."""
    told = sum(w * x for w, x in zip(weights.values, features.values, strict=True))
    return 1 / (1 + exp(-weights.start - told))
