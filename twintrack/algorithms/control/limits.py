"""Limits learned from a base period."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import copysign, exp, log, sqrt

from twintrack.algorithms.control.scores import (
    Kind,
    Score,
    chance,
    from_pooled,
    nearness,
    to_pooled,
)

# Waiting times never vary less than so much of themselves.
LEAST_SPREAD = 0.05
# Of the variance at least so much is taken for learned, not known.
LEAST_LEARNED = 0.3
# How many points' worth of doubt there is that neighbours are alike.
DOUBT = 40
# Among several points together none counts for more than so many standard deviations.
MOST_FAR = 3.2
# Durations that never vary still may.
LEAST_EXCESS = 1e-6


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
    # The variance of chance at this level, and that of the level itself.
    chance: float
    doubt: float
    # How alike neighbours are, from 0.
    likeness: float
    # How near the lower end of the scale is (negative) or the upper one (positive), up to 1.
    lean: float

    def distance(self, score: Score) -> float:
        """
        Say how many standard deviations a score lies away, as if the base were known for sure.

        A base of few points knows its level and spread only roughly: the distance follows Student's
        distribution and is brought to the normal one (Wallace 1959).
        """
        return self._normal((score.value - self.level) / self._spread(score))

    def distance_of(self, scores: Sequence[Score]) -> float:
        """Say how many standard deviations neighbouring points lie away, taken together."""
        total = mean = 0.0
        for each in scores:
            own = self.excess + self.chance * each.share
            total += 1 / own
            mean += self._bounded(each, MOST_FAR * sqrt(own)) / own
        value = from_pooled(mean / total, self.kind)
        spread = sqrt(self._together(len(scores)) / total + self.doubt)
        return self._normal((value - self.level) / spread)

    def at(self, distance: float, score: Score) -> float:
        """Give the score that lies so many standard deviations away."""
        far = copysign(from_normal(abs(distance), self.degrees), distance)
        return self.level + far * self._spread(score)

    def _normal(self, far: float) -> float:
        return copysign(to_normal(abs(far), self.degrees), far)

    def _spread(self, score: Score) -> float:
        return sqrt(self.excess + self.chance * score.share + self.doubt)

    def _bounded(self, score: Score, most: float) -> float:
        """Give what a point adds to a mean, or as much of it as may count."""
        if abs(score.value - self.level) <= most:
            return score.pooled
        return to_pooled(self.level + copysign(most, score.value - self.level), self.kind)

    def _together(self, count: int) -> float:
        """Say how much more a mean of alike neighbours varies than one of strangers."""
        steps = range(1, count)
        return 1 + 2 * sum((count - step) / count * self.likeness**step for step in steps)


def learn(scores: Sequence[Score], kind: Kind) -> Base:
    """Learn what is ordinary from the points of a base period."""
    count = len(scores)
    values, shares = [each.value for each in scores], [each.share for each in scores]
    level, share = sum(values) / count, sum(shares) / count
    excess, unit, spread = 0.0, 0.0, _single(scores) if kind == Kind.DURATION else 0.0
    # Points of much evidence count more, the less the process adds: three rounds settle it.
    for _round in range(3):
        unit, least = chance(level, kind, spread), _least(level, kind)
        weights = [1 / (max(excess, least) + unit * each) for each in shares]
        level = sum(w * each for w, each in zip(weights, values, strict=True)) / sum(weights)
        seen = sum((each - level) ** 2 for each in values) / (count - 1)
        excess = max(seen - unit * share, least)
    likeness = _likeness([each - level for each in values])
    weights = [1 / (excess + unit * each) for each in shares]
    total, usual = sum(weights), excess + unit * share
    # Not quite where the mean of the scores lies.
    middle = sum(w * each.pooled for w, each in zip(weights, scores, strict=True)) / total
    return Base(
        level=from_pooled(middle, kind),
        excess=excess,
        count=count,
        kind=kind,
        degrees=(count - 1) / max(excess / usual, LEAST_LEARNED) ** 2,
        chance=unit,
        doubt=(1 + 2 * likeness) / total,
        likeness=likeness,
        lean=nearness(middle, usual, kind),
    )


def _single(scores: Sequence[Score]) -> float:
    """Say how much single durations vary: all points tell it together, one of one cannot."""
    degrees = sum(1 / each.share - 1 for each in scores)
    apart = sum((1 / each.share - 1) * each.spread**2 for each in scores)
    return sqrt(apart / degrees) if degrees else 0.0


def _least(level: float, kind: Kind) -> float:
    """Give the least that the process adds to chance."""
    if kind != Kind.DURATION:
        return 0.0
    return max((LEAST_SPREAD * level / 2) ** 2, LEAST_EXCESS)


def _likeness(apart: Sequence[float]) -> float:
    """Say how alike neighbours are (the first autocorrelation), shrunk where few points tell."""
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
