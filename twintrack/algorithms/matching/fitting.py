"""Learn the weights from what people decided: regularised logistic regression, by Newton steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

from twintrack.algorithms.matching.similarity import STARTING, Features, Weights

STEPS = 30
CLOSE = 1e-6
# Beyond this the logistic is as good as 0 or 1.
FAR = 30.0


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Two texts that were compared, and whether they are about the same; `count` of them."""

    features: Features
    is_same: bool
    count: float = 1.0


Row = tuple[list[float], Outcome]


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
    loss = _loss(weights, origin, rows, strength)
    for _step in range(STEPS):
        slope, curve = _shape(weights, origin, rows, strength)
        step = _solve(curve, slope)
        # Far from the best weights a whole step can lead away from them: it is halved then.
        for _halving in range(STEPS):
            tried = [weight + change for weight, change in zip(weights, step, strict=True)]
            reached = _loss(tried, origin, rows, strength)
            if reached <= loss:
                break
            step = [change / 2 for change in step]
        weights, loss = tried, reached
        if max(abs(change) for change in step) < CLOSE:
            break
    return Weights.of(weights)


def _sure(weights: list[float], values: list[float]) -> float:
    told = sum(w * x for w, x in zip(weights, values, strict=True))
    return 1 / (1 + exp(-max(-FAR, min(FAR, told))))


def _loss(weights: list[float], origin: list[float], rows: list[Row], strength: float) -> float:
    away = sum((w - o) ** 2 for w, o in zip(weights, origin, strict=True))
    wrong = 0.0
    for values, each in rows:
        guess = _sure(weights, values)
        wrong -= each.count * log(guess if each.is_same else 1 - guess)
    return wrong + strength * away / 2


def _shape(
    weights: list[float], origin: list[float], rows: list[Row], strength: float
) -> tuple[list[float], list[list[float]]]:
    """Give the slope of the loss and how it bends, at these weights."""
    size = len(weights)
    slope = [strength * (o - w) for o, w in zip(origin, weights, strict=True)]
    curve = [[strength if i == j else 0.0 for j in range(size)] for i in range(size)]
    for values, each in rows:
        guess = _sure(weights, values)
        error, bend = each.count * (each.is_same - guess), each.count * guess * (1 - guess)
        _add(slope, curve, values, error, bend)
    return slope, curve


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
