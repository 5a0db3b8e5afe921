"""Limits learned from a base period."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import copysign, exp, log, sqrt

from twintrack.algorithms.control.scores import Kind, Score, chance

# Waiting times never vary less than so much of themselves.
LEAST_SPREAD = 0.05
# Of the variance at least so much is taken for learned, not known.
LEAST_LEARNED = 0.3
# How many points' worth of doubt there is that neighbours are alike.
DOUBT = 15


@dataclass(frozen=True)
class Base:
    """What is ordinary: the level of the scores, and what the process adds to chance."""

    level: float
    # A variance that is added to chance: it does not shrink with the number of trials.
    excess: float
    count: int
    kind: Kind
    # How sure the variance is: what chance gives is known, what the process adds is learned.
    degrees: float
    # How alike neighbours are, from 0.
    likeness: float = 0.0

    def distance(self, score: Score) -> float:
        """
        Say how many standard deviations a score lies away, as if the base were known for sure.

        A base of few points knows its level and spread only roughly: the distance follows Student's
        distribution and is brought to the normal one (Wallace 1959).
        """
        far = (score.value - self.level) / self._spread(score)
        return copysign(to_normal(abs(far), self.degrees), far)

    def at(self, distance: float, score: Score) -> float:
        """Give the score that lies so many standard deviations away."""
        far = copysign(from_normal(abs(distance), self.degrees), distance)
        return self.level + far * self._spread(score)

    def _spread(self, score: Score) -> float:
        whole = self.excess + chance(self.level, score, self.kind)
        return sqrt(whole * (1 + 1 / self.count))


def learn(scores: Sequence[Score], kind: Kind) -> Base:
    """Learn what is ordinary from the points of a base period."""
    count = len(scores)
    level = sum(each.value for each in scores) / count
    excess, by_chance = 0.0, 0.0
    # Points of much evidence count more, the less the process adds: three rounds settle it.
    for _round in range(3):
        known = [chance(level, each, kind) for each in scores]
        weights = [1 / (each + excess) if each + excess else 1.0 for each in known]
        total = sum(weights)
        level = sum(w * each.value for w, each in zip(weights, scores, strict=True)) / total
        seen = sum((each.value - level) ** 2 for each in scores) / (count - 1)
        by_chance = sum(known) / count
        excess = max(0.0, seen - by_chance)
    if kind == Kind.DURATION:
        excess = max(excess, (LEAST_SPREAD * level / 2) ** 2)
    learned = max(excess / ((excess + by_chance) or 1.0), LEAST_LEARNED)
    return Base(level, excess, count, kind, (count - 1) / learned**2, _likeness(scores, level))


def _likeness(scores: Sequence[Score], level: float) -> float:
    """Say how alike neighbours are (the first autocorrelation), shrunk where few points tell."""
    apart = [each.value - level for each in scores]
    whole = sum(each * each for each in apart)
    if not whole:
        return 0.0
    count = len(apart)
    seen = sum(a * b for a, b in pairwise(apart)) / whole + 1 / count
    return min(max(seen * count / (count + DOUBT), 0.0), 0.6)


def to_normal(far: float, degrees: float) -> float:
    """Bring a distance of Student's distribution to the normal one."""
    ease = (8 * degrees + 1) / (8 * degrees + 3)
    return ease * sqrt(degrees * log(1 + far * far / degrees))


def from_normal(far: float, degrees: float) -> float:
    """Undo `to_normal`."""
    ease = (8 * degrees + 1) / (8 * degrees + 3)
    return sqrt(degrees * (exp((far / ease) ** 2 / degrees) - 1))
