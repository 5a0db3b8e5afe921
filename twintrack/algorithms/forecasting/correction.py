"""
Chances corrected by how earlier ones turned out (Platt 1999), shrunk to half their distance.

A chance that was told and what came of it are evidence on the next ones: told too high, they come
down; told too boldly, they come nearer to the share that all have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from twintrack.algorithms.forecasting.scores import SURE

Array = npt.NDArray[np.float64]

# How bold chances are before any came true, and what this weighs.
BOLDNESS = 0.5
BOLDNESS_WEIGHT = 8.0
SHIFT_WEIGHT = 40.0
ROUNDS = 15


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A logit of the base share moved by `shift` and `boldness` times the distance to it."""

    shift: float = 0.0
    boldness: float = BOLDNESS

    def apply(self, chances: Array, *, base: float) -> Array:
        """Correct chances that were given where so large a share of all happened."""
        centre = _logit(np.array(base))
        logit = centre + self.shift + self.boldness * (_logit(chances) - centre)
        corrected: Array = 1 / (1 + np.exp(-logit))
        return corrected


def learn_correction(
    chances: Sequence[float] | Array, happened: Sequence[float] | Array, *, base: float
) -> Correction:
    """Learn from chances that were given and what came; without any, go half the distance."""
    distance = _logit(np.asarray(chances, dtype=float)) - _logit(np.array(base))
    came = np.asarray(happened, dtype=float)
    shift, boldness = 0.0, BOLDNESS
    centre = float(_logit(np.array(base)))
    for _each in range(ROUNDS):
        chance = 1 / (1 + np.exp(-(centre + shift + boldness * distance)))
        weight, missed = chance * (1 - chance), came - chance
        slope = np.array(
            [
                missed.sum() - SHIFT_WEIGHT * shift,
                (missed * distance).sum() - BOLDNESS_WEIGHT * (boldness - BOLDNESS),
            ]
        )
        mixed = (weight * distance).sum()
        curve = np.array(
            [
                [weight.sum() + SHIFT_WEIGHT, mixed],
                [mixed, (weight * distance**2).sum() + BOLDNESS_WEIGHT],
            ]
        )
        step = np.linalg.solve(curve, slope)
        shift, boldness = shift + float(step[0]), boldness + float(step[1])
    return Correction(shift=shift, boldness=boldness)


def _logit(chances: Array) -> Array:
    kept = np.clip(chances, SURE, 1 - SURE)
    logit: Array = np.log(kept / (1 - kept))
    return logit
