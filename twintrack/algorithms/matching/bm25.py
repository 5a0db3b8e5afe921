"""
BM25 over fields (Robertson, Zaragoza & Taylor 2004): how much each word of a text says.

Fields are added before the saturation. Lengths are measured against fixed usual ones instead
of the average of the texts: adding one text then changes no other, the index can grow by one
at a time, and two databases give the same numbers.
"""

from collections.abc import Mapping
from math import log

SATURATION = 1.2
# Field -> (weight, share of the length that counts, usual length in words).
FIELDS = {"title": (1.0, 0.75, 12), "body": (0.6, 0.6, 60), "module": (0.4, 0.0, 1)}
# What a pair of characters counts for where only candidates are chosen.
PAIR = 0.4
# Words that say little wherever they stand. A young backlog is too small to know that itself.
_CHINESE = "的了是不在有我们你他它这那就都也很会能要和与及或个把被对到说还没吗呢吧啊么"
_ENGLISH = (
    "a an and are as at be but by can do does for from has have i in is it its my no not of on "
    "or our so that the their there this to was we when will with you your"
)
COMMON = frozenset([*_CHINESE, *_ENGLISH.split()])
LITTLE = 0.3


def rarity(total: int, holding: int) -> float:
    """Give what a word tells that `holding` of `total` texts hold; never below zero."""
    return log(1 + (total - holding + 0.5) / (holding + 0.5))


def weights_of(fields: Mapping[str, Mapping[str, int]]) -> dict[str, float]:
    """Give how strongly a text speaks of each of its words, from 0 to 2.2."""
    found: dict[str, float] = {}
    for name, counts in fields.items():
        weight, share, usual = FIELDS[name]
        length = sum(counts.values())
        scale = weight / (1 - share + share * length / usual) if length else 0.0
        for word, count in counts.items():
            said = count * (LITTLE if word in COMMON else 1.0)
            found[word] = found.get(word, 0.0) + scale * said
    return {word: count * (SATURATION + 1) / (count + SATURATION) for word, count in found.items()}
