"""How much of an iteration will be done at its end, from what teams did on days like these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from twintrack.algorithms.shares import value_at

RUNS = 400
# Of 100 runs 80 end within the band.
LOW, HIGH = 0.1, 0.9
# From fewer days nothing is foretold.
FEWEST_DAYS = 10


@dataclass(frozen=True, kw_only=True)
class Band:
    """Between which amounts, and around which, the course is after so many days."""

    low: float
    middle: float
    high: float


def foretell(
    *, done: float, scope: float, days_left: int, daily: Sequence[float], seed: int
) -> list[Band]:
    """
    Give a band for each of the days left; nothing where too few days are known.

    Each run draws, for every day left, what was done on one of the known days; no more than the
    scope can be done (bootstrap over days, the band holds the middle 80 % of the runs).
    """
    if days_left <= 0 or len(daily) < FEWEST_DAYS:
        return []
    chance = Random(seed)
    courses = [_course(done, scope, days_left, daily, chance) for _run in range(RUNS)]
    return [_band(sorted(day)) for day in zip(*courses, strict=True)]


def _course(
    done: float, scope: float, days_left: int, daily: Sequence[float], chance: Random
) -> list[float]:
    reached, walked = done, []
    for drawn in chance.choices(daily, k=days_left):
        reached = min(max(reached + drawn, done), max(scope, done))
        walked.append(reached)
    return walked


def _band(values: Sequence[float]) -> Band:
    return Band(
        low=value_at(values, LOW), middle=value_at(values, 0.5), high=value_at(values, HIGH)
    )
