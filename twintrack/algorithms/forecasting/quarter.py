"""
What a quarter will bring: what is won, what of the open deals and of those to come will be.

The interval is simulated: which deals are won, how many come, what they bring, and how wrong the
forecasts of earlier quarters were at the same week, which also corrects the middle. Earlier
quarters are replayed from what was known then, never from what was changed later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from twintrack.algorithms.forecasting.deals import Deal, known_on, quarter_of
from twintrack.algorithms.forecasting.hazards import OLDEST, Array, fit_hazards, won_within

DRAWS = 4000
# Deals that are drawn one by one; the others are so many that their sum is normal.
DRAWN_SINGLY = 200
# Days whose deals say how many will come.
RECENT = 91
# How wrong a forecast is believed to be before any was checked, as a share of what is to come,
# and how many quarters this belief weighs.
SPREAD = 0.085
SPREAD_QUARTERS = 1.0
# A team or a product drifts more than the whole company: the square of this, a closed deal.
SPREAD_OF_ONE = 2.8
# With fewer closed deals nothing of the company is known yet.
FEW = 20
SPREAD_OF_FEW = 0.35
LOW, HIGH = 0.1, 0.9
WEEK = 7


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """
    What is to come of a quarter, before any correction: the mean and the variance.

    `open_chances` are those of the open deals to be won within it, in the order of the deals;
    `reach[stage, age]` are those of any deal.
    """

    on: int
    done: float
    from_open: float
    from_new: float
    variance: float
    closed: int
    open_chances: npt.NDArray[np.float64]
    open_worth: npt.NDArray[np.float64]
    reach: npt.NDArray[np.float64]

    @property
    def to_come(self) -> float:
        return self.from_open + self.from_new


@dataclass(frozen=True, kw_only=True)
class Replay:
    """A forecast of a past day beside what came: `to_come` was forecast, `came` did come."""

    on: int
    done: float
    to_come: float
    came: float
    closed: int

    @cached_property
    def quarter(self) -> int:
        return quarter_of(self.on)[0]

    @cached_property
    def week(self) -> int:
        return (self.on - self.quarter) // WEEK

    @cached_property
    def missed(self) -> float:
        """By which factor the forecast was wrong, as a logarithm."""
        return float(np.log(max(self.came, 1e-9) / max(self.to_come, 1e-9)))


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """What earlier quarters teach about a week: the factor to correct by, and what stays unsure."""

    factor: float
    spread: float
    quarters: int


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """What a quarter will bring in all: the middle, and the bounds of 80 %."""

    done: float
    expected: float
    low: float
    high: float
    lesson: Lesson


def look_ahead(deals: Sequence[Deal], *, on: int, stages: int) -> Outlook:
    """Say what the rest of the quarter will bring, from deals as known in the morning of a day."""
    known = known_on(deals, on)
    first, last = quarter_of(on)
    hazards = fit_hazards(known, on=on, stages=stages)
    chances = won_within(hazards, on=on, until=last)
    still = [deal for deal in known if deal.closed is None]
    won = [deal for deal in known if deal.is_won]
    brings = sum(deal.brought for deal in won) / max(sum(deal.worth for deal in won), 1e-9)
    brings = brings if won else 1.0
    ages = np.array([min(on - deal.stays[-1].since, OLDEST) for deal in still], dtype=int)
    at = np.array([deal.stays[-1].stage for deal in still], dtype=int)
    chance = chances[0, at, ages]
    worth = np.array([deal.worth for deal in still]) * brings
    coming, spread_of_coming = _coming(known, chances, on)
    return Outlook(
        on=on,
        done=sum(deal.brought for deal in won if deal.closed and deal.closed >= first),
        from_open=float((chance * worth).sum()),
        from_new=coming * brings,
        variance=float((chance * (1 - chance) * worth**2).sum()) + spread_of_coming * brings**2,
        closed=hazards.closed,
        open_chances=chance,
        open_worth=worth,
        reach=chances[0],
    )


def _coming(known: Sequence[Deal], chances: Array, on: int) -> tuple[float, float]:
    """Give mean and variance of what deals that do not exist yet will bring."""
    recent = [deal for deal in known if deal.opened >= on - RECENT]
    if not recent:
        return 0.0, 0.0
    start = min(deal.opened for deal in known)
    per_day = len(recent) / min(RECENT, max(on - start, 1))
    begins = np.bincount([deal.stays[0].stage for deal in recent], minlength=chances.shape[1])
    won = float((chances[:-1, :, 0] @ (begins / begins.sum())).sum()) * per_day
    worth = np.array([deal.worth for deal in recent])
    # The sum of a Poisson number of amounts.
    return won * float(worth.mean()), won * float((worth**2).mean())


def learn(past: Sequence[Replay], *, quarter: int, week: int, closed: int) -> Lesson:
    """Learn from the replays of quarters before one, for a week of it."""
    before = [each for each in past if each.quarter < quarter]
    factor = _factor(before, week)
    known = sorted({each.quarter for each in before})
    earlier = {here: [each for each in before if each.quarter < here] for here in known}
    squares = [
        (each.missed - _factor(earlier[each.quarter], each.week)) ** 2
        for each in before
        if each.came > 0
    ]
    quarters = len(known)
    belief = _belief(closed)
    weight = SPREAD_QUARTERS + quarters
    seen = float(np.mean(squares)) * quarters if squares else 0.0
    spread = float(np.sqrt((belief * SPREAD_QUARTERS + seen) / weight))
    return Lesson(factor=float(np.exp(factor)), spread=spread, quarters=quarters)


def _belief(closed: int) -> float:
    """Give the variance that is believed before any forecast was checked."""
    if closed < FEW:
        return SPREAD_OF_FEW**2
    return SPREAD**2 + SPREAD_OF_ONE**2 / closed


def _factor(past: Sequence[Replay], week: int) -> float:
    """Give the logarithm to correct by: what neighbouring weeks missed, shrunk to nothing."""
    near = [each.missed for each in past if abs(each.week - week) <= 1 and each.came > 0]
    quarters = len({each.quarter for each in past})
    return float(np.mean(near)) * quarters / (quarters + 1) if near else 0.0


def forecast(outlook: Outlook, past: Sequence[Replay] = (), *, seed: int = 0) -> Forecast:
    """Give the forecast of the quarter of an outlook, corrected by what earlier ones teach."""
    quarter = quarter_of(outlook.on)[0]
    week = (outlook.on - quarter) // WEEK
    lesson = learn(past, quarter=quarter, week=week, closed=outlook.closed)
    draws = _draw(outlook, lesson, np.random.default_rng(seed))
    low, high = np.quantile(draws, [LOW, HIGH])
    return Forecast(
        done=outlook.done,
        expected=outlook.done + outlook.to_come * lesson.factor,
        low=outlook.done + float(low),
        high=outlook.done + float(high),
        lesson=lesson,
    )


def _draw(outlook: Outlook, lesson: Lesson, luck: np.random.Generator) -> Array:
    order = np.argsort(-outlook.open_worth * outlook.open_chances)[:DRAWN_SINGLY]
    chance, worth = outlook.open_chances[order], outlook.open_worth[order]
    singly = (luck.random((DRAWS, len(order))) < chance) @ worth
    rest = outlook.to_come - float((chance * worth).sum())
    variance = outlook.variance - float((chance * (1 - chance) * worth**2).sum())
    others = rest + np.sqrt(max(variance, 0.0)) * luck.standard_normal(DRAWS)
    unsure = np.exp(lesson.spread * luck.standard_normal(DRAWS))
    draws: Array = np.maximum((singly + others) * lesson.factor * unsure, 0.0)
    return draws


def replay(deals: Sequence[Deal], outlook: Outlook) -> Replay:
    """Set what was to come on a past day beside what its quarter then brought."""
    last = quarter_of(outlook.on)[1]
    came = sum(
        deal.brought
        for deal in deals
        if deal.is_won and deal.closed is not None and outlook.on <= deal.closed <= last
    )
    return Replay(
        on=outlook.on,
        done=outlook.done,
        to_come=outlook.to_come,
        came=came,
        closed=outlook.closed,
    )
