"""How good chances were: log-loss, the area under the curve, calibration."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Values = Sequence[float] | npt.NDArray[np.float64]
SURE = 1e-6


def log_loss(chances: Values, happened: Values) -> float:
    """Give the mean of -ln of the chance that was given to what happened; less is better."""
    chance = np.clip(np.asarray(chances, dtype=float), SURE, 1 - SURE)
    what = np.asarray(happened, dtype=float)
    return float(-(what * np.log(chance) + (1 - what) * np.log(1 - chance)).mean())


def area_under_curve(chances: Values, happened: Values) -> float:
    """Give the share of pairs, one happened and one not, that are told apart; ties count half."""
    chance, what = np.asarray(chances, dtype=float), np.asarray(happened, dtype=bool)
    _each, inverse, counts = np.unique(chance, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    yes, no = int(what.sum()), int((~what).sum())
    if not yes or not no:
        return 0.5
    return float((ranks[what].sum() - yes * (yes + 1) / 2) / (yes * no))


def calibration(chances: Values, happened: Values, *, parts: int = 10) -> list[tuple[float, float]]:
    """Give, for each tenth by chance, the mean chance and the share that happened."""
    chance, what = np.asarray(chances, dtype=float), np.asarray(happened, dtype=float)
    order = np.argsort(chance, kind="stable")
    return [
        (float(chance[each].mean()), float(what[each].mean()))
        for each in np.array_split(order, parts)
        if len(each)
    ]
