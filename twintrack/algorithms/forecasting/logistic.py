"""
A small logistic regression that says when it knows nothing.

Ridge-penalised, fitted by Newton's method (Hoerl and Kennard 1970; le Cessie and van Houwelingen
1992). `back_test` fits it on what was known earlier and judges it on what came later, beside the
share that happened so far; a score that does not beat that share is not to be shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from twintrack.algorithms.forecasting.scores import area_under_curve, log_loss

Array = npt.NDArray[np.float64]

PENALTY = 5.0
ROUNDS = 12
# Fewer of either outcome teach nothing.
FEW = 20
# The later part of the history, on which the earlier is judged.
JUDGED = 0.3
# By how much the log-loss must be better than the base rate's before a score is shown.
WORTH = 0.01


@dataclass(frozen=True, kw_only=True)
class Case:
    """One known outcome: what was known of it when it began (feature → value), and what came."""

    began: int
    traits: Mapping[str, str]
    happened: bool


@dataclass(frozen=True, kw_only=True)
class Score:
    """A fitted score: the share that happened, and what each trait adds to its logit."""

    base: float
    effects: Mapping[tuple[str, str], float]

    def chance(self, traits: Mapping[str, str]) -> float:
        """Give the chance for somebody with these traits; unknown values add nothing."""
        logit = float(np.log(self.base / (1 - self.base)))
        logit += sum(self.effects.get(each, 0.0) for each in traits.items())
        return float(1 / (1 + np.exp(-logit)))

    def drivers(self, traits: Mapping[str, str]) -> list[tuple[str, str, float]]:
        """List what moves the chance, the strongest first: trait, value, share of logit."""
        moves = [(*each, self.effects[each]) for each in traits.items() if each in self.effects]
        return sorted(moves, key=lambda move: -abs(move[2]))


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a back-test says; losses are log-losses on `judged` later cases."""

    cases: int
    judged: int
    loss: float
    base_loss: float
    area: float

    @property
    def tells_apart(self) -> bool:
        """Whether the score is worth showing."""
        return self.judged > 0 and self.loss < self.base_loss * (1 - WORTH)


def fit_score(cases: Sequence[Case]) -> Score:
    """Fit on all cases; values seen once are left out."""
    happened = np.array([each.happened for each in cases], dtype=float)
    base = float((happened.sum() + 1) / (len(cases) + 2))
    counts = Counter(trait for each in cases for trait in each.traits.items())
    columns = {trait: at for at, trait in enumerate(sorted(t for t, n in counts.items() if n > 1))}
    rows = np.zeros((len(cases), len(columns)))
    for at, each in enumerate(cases):
        for trait in each.traits.items():
            if trait in columns:
                rows[at, columns[trait]] = 1.0
    effects = _newton(rows, happened, float(np.log(base / (1 - base))))
    return Score(base=base, effects={trait: float(effects[at]) for trait, at in columns.items()})


def _newton(rows: Array, happened: Array, start: float) -> Array:
    effects = np.zeros(rows.shape[1])
    for _each in range(ROUNDS):
        chance = 1 / (1 + np.exp(-(start + rows @ effects)))
        weight = chance * (1 - chance)
        slope = rows.T @ (happened - chance) - PENALTY * effects
        curve = (rows * weight[:, None]).T @ rows + PENALTY * np.eye(rows.shape[1])
        effects = effects + np.linalg.solve(curve, slope)
    return effects


def back_test(cases: Sequence[Case]) -> Verdict | None:
    """Judge the later part by the earlier; nothing if there are too few of either outcome."""
    ordered = sorted(cases, key=lambda each: each.began)
    cut = int(len(ordered) * (1 - JUDGED))
    early, late = ordered[:cut], ordered[cut:]
    won = sum(each.happened for each in early)
    if min(won, len(early) - won) < FEW or not late:
        return None
    score = fit_score(early)
    chances = [score.chance(each.traits) for each in late]
    happened = [float(each.happened) for each in late]
    return Verdict(
        cases=len(ordered),
        judged=len(late),
        loss=log_loss(chances, happened),
        base_loss=log_loss([score.base] * len(late), happened),
        area=area_under_curve(chances, happened),
    )
