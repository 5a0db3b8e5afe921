"""A text as matching sees it: how strongly it speaks of which words, and its title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from twintrack.algorithms.matching.bm25 import PAIR, weights_of
from twintrack.algorithms.matching.tokens import pairs_of, shapes_of, words_of

# Longer bodies repeat themselves: the first so many words carry what distinguishes them.
BODY_WORDS = 200
# Pairs only choose candidates; those of the beginning are enough.
BODY_PAIRS = 100
# Weights are kept as whole numbers, so that every database adds up to the same.
SCALE = 1_000


@dataclass(frozen=True, kw_only=True)
class Document:
    """Weights of words (see `bm25`), the title's words with their counts, and its shapes."""

    weights: Mapping[str, int]
    title: Mapping[str, int]
    shapes: frozenset[str]
    pairs: frozenset[str] = frozenset()

    @property
    def filed(self) -> dict[str, int]:
        """Give what the index files it under: its words, and pairs that only find it again."""
        return {pair: round(PAIR * SCALE) for pair in self.pairs} | dict(self.weights)

    def to_json(self) -> dict[str, Any]:
        """Give what has to be kept to compare it later."""
        return {
            "words": dict(self.weights),
            "title": dict(self.title),
            "shapes": " ".join(sorted(self.shapes)),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Document:
        """Build it again from what was kept."""
        return cls(
            weights=kept["words"], title=kept["title"], shapes=frozenset(kept["shapes"].split())
        )


@lru_cache(maxsize=64)
def read(title: str, body: str = "", module: str = "") -> Document:
    """Read a text; a body that only repeats the title adds nothing."""
    body = "" if body.strip() == title.strip() else body
    counts = Counter(words_of(title))
    weights = weights_of(
        {
            "title": counts,
            "body": Counter(words_of(body)[:BODY_WORDS]),
            "module": Counter(words_of(module)),
        }
    )
    return Document(
        weights={word: round(weight * SCALE) for word, weight in weights.items()},
        title=counts,
        shapes=shapes_of(title),
        pairs=frozenset([*pairs_of(title), *pairs_of(body[:BODY_PAIRS])]),
    )
