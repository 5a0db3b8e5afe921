"""One forecast, reckoned: by hazards where enough was decided, else by what the stages promise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from twintrack.algorithms.forecasting.deals import Deal, known_on, quarter_of
from twintrack.algorithms.forecasting.quarter import (
    FEW,
    SPREAD_OF_FEW,
    Replay,
    forecast,
    look_ahead,
)

# The bounds of 80 % of a normal spread.
WITHIN_80 = 1.2816
# Ages at which chances are kept; between them the younger one holds.
KEPT_AGES = (0, 7, 14, 21, 30, 45, 60, 75, 90, 105, 120, 150, 210, 300)


@dataclass(frozen=True, kw_only=True)
class Reckoned:
    """A forecast of the quarter of a day; see the model for what the fields mean."""

    done: float
    from_open: float
    from_new: float
    expected: float
    low: float
    high: float
    factor: float
    spread: float
    closed: int
    quarters: int
    chances: dict[str, list[float]]

    @property
    def is_learned(self) -> bool:
        """Whether it comes from the company's own history."""
        return self.closed >= FEW


def reckon(
    deals: Sequence[Deal],
    *,
    on: int,
    stages: Sequence[str],
    probabilities: Sequence[float],
    past: Sequence[Replay],
) -> Reckoned:
    """Forecast the rest of the quarter from what was known in the morning of a day."""
    if sum(deal.closed is not None and deal.closed < on for deal in deals) < FEW:
        return _by_stages(known_on(deals, on), on=on, probabilities=probabilities, stages=stages)
    outlook = look_ahead(deals, on=on, stages=len(stages))
    told = forecast(outlook, past)
    return Reckoned(
        done=outlook.done,
        from_open=outlook.from_open,
        from_new=outlook.from_new,
        expected=told.expected,
        low=told.low,
        high=told.high,
        factor=told.lesson.factor,
        spread=told.lesson.spread,
        closed=outlook.closed,
        quarters=told.lesson.quarters,
        chances={
            code: [round(float(outlook.reach[index, age]), 4) for age in KEPT_AGES]
            for index, code in enumerate(stages)
        },
    )


def _by_stages(
    known: Sequence[Deal],
    *,
    on: int,
    probabilities: Sequence[float],
    stages: Sequence[str],
) -> Reckoned:
    """
    Weigh each deal that is expected within the quarter by its stage.

    The interval is wide, and nothing new is counted on.
    """
    first, last = quarter_of(on)
    done = sum(deal.brought for deal in known if deal.closed is not None and deal.closed >= first)
    decided = sum(deal.closed is not None for deal in known)
    still = [each for each in known if each.closed is None and (each.due or last) <= last]
    coming = sum(deal.worth * probabilities[deal.stays[-1].stage] for deal in still)
    return Reckoned(
        done=done,
        from_open=coming,
        from_new=0.0,
        expected=done + coming,
        low=done + coming * exp(-WITHIN_80 * SPREAD_OF_FEW),
        high=done + coming * exp(WITHIN_80 * SPREAD_OF_FEW),
        factor=1.0,
        spread=SPREAD_OF_FEW,
        closed=decided,
        quarters=0,
        chances={
            code: [chance] * len(KEPT_AGES)
            for code, chance in zip(stages, probabilities, strict=True)
        },
    )


def chance_of(chances: dict[str, list[float]], stage: str, age: int) -> float:
    """Read the chance of a deal at a stage, at its age there in days."""
    kept = chances.get(stage, [])
    return next((kept[i] for i in range(len(kept) - 1, -1, -1) if age >= KEPT_AGES[i]), 0.0)
