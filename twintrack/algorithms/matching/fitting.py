"""Learn the weights from what people decided: regularised logistic regression, by Newton steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from twintrack.algorithms.matching.similarity import STARTING, Features, Weights

STEPS = 30
CLOSE = 1e-6


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Two texts that were compared, and whether they are about the same; `count` of them."""

    features: Features
    is_same: bool
    count: float = 1.0


def fit(
    outcomes: Sequence[Outcome], *, start: Weights = STARTING, strength: float = 1.0
) -> Weights:
    """
    Fit the weights to outcomes; the stronger `strength`, the nearer they stay to the start.

    With few outcomes little moves, with none nothing does.
    """
    origin = [start.start, *start.values]
    weights = list(origin)
    rows = [([1.0, *each.features.values], each) for each in outcomes]
    size = len(origin)
    for _step in range(STEPS):
        slope = [strength * (origin[i] - weights[i]) for i in range(size)]
        curve = [[strength if i == j else 0.0 for j in range(size)] for i in range(size)]
        for values, each in rows:
            guess = 1 / (1 + exp(-sum(w * x for w, x in zip(weights, values, strict=True))))
            _add(
                slope,
                curve,
                values,
                each.count * (each.is_same - guess),
                each.count * guess * (1 - guess),
            )
        step = _solve(curve, slope)
        weights = [weight + change for weight, change in zip(weights, step, strict=True)]
        if max(abs(change) for change in step) < CLOSE:
            break
    return Weights(**dict(zip(Weights.__dataclass_fields__, weights, strict=True)))


def _add(
    slope: list[float], curve: list[list[float]], values: list[float], error: float, bend: float
) -> None:
    for i, value in enumerate(values):
        if value:
            slope[i] += error * value
            row = curve[i]
            for j, other in enumerate(values):
                row[j] += bend * value * other


def _solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Solve a symmetric positive definite system by elimination; the ridge keeps it so."""
    size = len(right)
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for i in range(size):
        for k in range(i + 1, size):
            share = rows[k][i] / rows[i][i]
            for j in range(i, size + 1):
                rows[k][j] -= share * rows[i][j]
    solved = [0.0] * size
    for i in reversed(range(size)):
        rest = sum(rows[i][j] * solved[j] for j in range(i + 1, size))
        solved[i] = (rows[i][size] - rest) / rows[i][i]
    return solved
