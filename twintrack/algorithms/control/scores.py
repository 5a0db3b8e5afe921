"""
Scores: values on a scale on which ordinary variation is symmetric, with what chance alone adds.

Ratios: Anscombe's scale of residuals, of variance (p (1 - p))^(1/3) / n (Cox and Snell 1968;
McCullagh and Nelder 1989, 2.4.2). Counts: the power 2/3 of a rate, of variance 4/9 rate^(1/3) /
exposure. What a process adds to chance is learned, as in Laney's p' and u' (2002). Durations: the
square root, between what normal and what lognormal times would need.
"""

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum

# A ratio of fewer than so many says nothing: its counts are shown.
FEWEST = 5
# Chance is never said to be none, however sure all so far has been.
LEAST_SHARE = 1e-3
# The variance of a median is that of a mean times this, for normal values.
OF_MEDIAN = 1.5708
# An end of the scale is near if fewer standard deviations lie between.
NEAR = 2.0
STEPS = 256


class Kind(StrEnum):
    """What the values are."""

    RATIO = "ratio"
    COUNT = "count"
    DURATION = "duration"


@dataclass(frozen=True)
class Reading:
    """
    One point of a course.

    `part` of `whole` for ratios; events in an exposure for counts (`part`, `whole`); for durations
    the median in `part`, how many in `whole`, the spread of their logarithms in `spread`.
    """

    part: float
    whole: float = 1.0
    spread: float = 0.0


@dataclass(frozen=True)
class Score:
    """
    A reading on its scale.

    `pooled` is what a mean over points is made of: what people see, or for durations the score.
    `share` times what chance adds at a level is the variance by chance.
    """

    value: float
    pooled: float
    share: float
    # Of durations: the spread of the logarithms of single ones.
    spread: float = 0.0


def has_value(reading: Reading, kind: Kind) -> bool:
    """Say whether a reading says something: a ratio of few does not."""
    return reading.whole >= (FEWEST if kind == Kind.RATIO else 0) and reading.whole > 0


def value_of(reading: Reading, kind: Kind) -> float:
    """Give the value people see."""
    return reading.part if kind == Kind.DURATION else reading.part / reading.whole


def score(reading: Reading, kind: Kind) -> Score:
    """Bring a reading onto its scale."""
    seen = max(value_of(reading, kind), 0.0)
    if kind == Kind.DURATION:
        return Score(seen**0.5, seen**0.5, 1 / reading.whole, reading.spread)
    seen = min(seen, 1.0) if kind == Kind.RATIO else seen
    return Score(from_pooled(seen, kind), seen, 1 / reading.whole)


def chance(level: float, kind: Kind, spread: float = 0.0) -> float:
    """Give the variance that chance alone adds where the process stands at a level."""
    seen = back(level, kind)
    if kind == Kind.RATIO:
        seen = min(max(seen, LEAST_SHARE), 1 - LEAST_SHARE)
        return float((seen * (1 - seen)) ** (1 / 3))
    if kind == Kind.COUNT:
        return 4 / 9 * float(max(seen, LEAST_SHARE) ** (1 / 3))
    # The spread of logarithms, seen through the square root.
    return OF_MEDIAN * (spread * level / 2) ** 2


def from_pooled(mean: float, kind: Kind) -> float:
    """Bring a mean over points onto the scale."""
    if kind == Kind.RATIO:
        return _straighten(mean)
    return float(mean ** (2 / 3)) if kind == Kind.COUNT else mean


def to_pooled(value: float, kind: Kind) -> float:
    """Undo `from_pooled`."""
    return value if kind == Kind.DURATION else back(value, kind)


def nearness(mean: float, variance: float, kind: Kind) -> float:
    """
    Say how near an end of the scale is: negative the lower one, positive the upper one, up to 1.

    It is 1 where no two standard deviations, in what people see, fit between. Of durations the end
    is no wall.
    """
    if kind == Kind.DURATION:
        return 0.0
    is_high = kind == Kind.RATIO and mean > 0.5
    steepness = 2 / 3 * max(mean, LEAST_SHARE) ** (-1 / 3)
    if kind == Kind.RATIO:
        inside = min(max(mean, LEAST_SHARE), 1 - LEAST_SHARE)
        steepness = (inside * (1 - inside)) ** (-1 / 3)
    room = ((1 - mean) if is_high else mean) * steepness
    near = min(NEAR**2 * variance / room**2, 1.0) if room > 0 else 1.0
    return float(near if is_high else -near)


def back(value: float, kind: Kind) -> float:
    """Bring a score back to the value people see."""
    value = max(value, 0.0)
    if kind == Kind.RATIO:
        return _bend(value)
    return float(value**1.5 if kind == Kind.COUNT else value**2)


def _table() -> list[float]:
    """Integrate (t (1 - t))^(-1/3) from 0 to one half, in steps of t^(2/3) so that it is smooth."""
    width = 0.5 ** (2 / 3) / STEPS
    sums = [0.0]
    for step in range(STEPS):
        middle = (step + 0.5) * width
        sums.append(sums[-1] + 1.5 * width * (1 - middle**1.5) ** (-1 / 3))
    return sums


_SUMS = _table()
_HALF = _SUMS[-1]


def _straighten(share: float) -> float:
    if share > 0.5:
        return 2 * _HALF - _straighten(1 - share)
    place = share ** (2 / 3) / 0.5 ** (2 / 3) * STEPS
    whole = min(int(place), STEPS - 1)
    return float(_SUMS[whole] + (place - whole) * (_SUMS[whole + 1] - _SUMS[whole]))


def _bend(value: float) -> float:
    if value > _HALF:
        return 1 - _bend(max(2 * _HALF - value, 0.0))
    low = min(max(bisect_right(_SUMS, value) - 1, 0), STEPS - 1)
    high = low + 1
    part = (value - _SUMS[low]) / (_SUMS[high] - _SUMS[low])
    return float(((low + min(part, 1.0)) / STEPS * 0.5 ** (2 / 3)) ** 1.5)
