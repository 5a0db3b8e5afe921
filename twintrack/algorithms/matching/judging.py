"""How right similarities are, held against what people decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import log

Told = Sequence[tuple[float, bool]]
BINS = 10
# Nobody is surer than this.
SUREST = 1e-6


def area(told: Told) -> float:
    """
    Give how often something that is the same is told surer than something that is not.

    That is the area under the curve; where both are told equally sure, half of it counts.
    """
    right = sum(is_same for _sure, is_same in told)
    wrong = len(told) - right
    if not right or not wrong:
        return 0.0
    ordered = sorted(told)
    ranks, at = 0.0, 0
    while at < len(ordered):
        end = at
        while end < len(ordered) and ordered[end][0] == ordered[at][0]:
            end += 1
        ranks += sum(is_same for _sure, is_same in ordered[at:end]) * (at + 1 + end) / 2
        at = end
    return (ranks - right * (right + 1) / 2) / (right * wrong)


def calibration_error(told: Told) -> float:
    """Give how far the similarities are from the truth on average, over ten equal bins."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for sure, is_same in told:
        bins[min(BINS - 1, int(sure * BINS))].append((sure, is_same))
    away = sum(abs(sum(sure - same for sure, same in each)) for each in bins.values())
    return away / max(1, len(told))


def log_loss(told: Told) -> float:
    """Give how surprised the similarities are by the truth on average; the less the better."""
    surprise = 0.0
    for sure, is_same in told:
        surprise -= log(max(SUREST, sure if is_same else 1 - sure))
    return surprise / max(1, len(told))
