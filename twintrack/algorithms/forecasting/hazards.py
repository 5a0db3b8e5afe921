"""
How deals leave their stages: discrete-time hazards by stage, age and month of the quarter.

A company closes more at the end of a quarter than at its beginning, and old deals otherwise than
young ones; what is seen seldom is shrunk to what is seen often. References: Singer and Willett,
It's about time: discrete-time survival analysis (1993); Efron and Morris on shrinkage (1975).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from twintrack.algorithms.forecasting.deals import LOST, WON, Deal, Stay, month_in_quarter

Array = npt.NDArray[np.float64]

# Ages in days at which another bucket begins.
AGES = np.array([0, 7, 14, 21, 30, 45, 60, 75, 90, 105, 120, 150, 210, 300])
OLDEST = 420
MONTHS = 3
# How many events the guess from age and month apart weighs against those of a cell.
CELL_PRIOR = 3.0
MONTH_PRIOR = 5.0
# The same for how a stay ends: a month against all, a cell against its month.
END_PRIOR = 60.0
END_CELL_PRIOR = 150.0
ROUNDS = 20
# The ordinal of 1970-01-01, from which numpy counts.
EPOCH = 719_163
BUCKET_OF_AGE = np.searchsorted(AGES, np.arange(OLDEST + 1), side="right") - 1


@dataclass(frozen=True, kw_only=True)
class Hazards:
    """
    What a day may bring to a deal.

    `leaving[stage, bucket, month]` is the chance that the stay ends that day;
    `ends[stage, bucket, month, end]` how it then ends: the stages in their order, won, lost.
    `closed` counts the deals that were decided.
    """

    leaving: Array
    ends: Array
    closed: int
    won_share: float


def fit_hazards(deals: Sequence[Deal], *, on: int, stages: int) -> Hazards:
    """Learn from deals as they stood in the morning of a day; stages are numbered from 0."""
    events = np.zeros((stages, len(AGES), MONTHS, stages + 2))
    exposed = np.zeros((stages, len(AGES), MONTHS))
    for stage in range(stages):
        stays = [each for deal in deals for each in deal.stays if each.stage == stage]
        if stays:
            exposed[stage], events[stage] = _count(stays, on, stages)
    leaving = np.stack([_rates(events[each].sum(-1), exposed[each]) for each in range(stages)])
    decided = [deal for deal in deals if deal.closed is not None]
    return Hazards(
        leaving=leaving,
        ends=np.stack([_ends(events[each]) for each in range(stages)]),
        closed=len(decided),
        won_share=(sum(deal.is_won for deal in decided) + 1) / (len(decided) + 2),
    )


def _count(stays: Sequence[Stay], on: int, stages: int) -> tuple[Array, Array]:
    since = np.array([each.since for each in stays])
    last = np.array([on - 1 if each.until is None else each.until for each in stays])
    start = int(since.min())
    months = months_of(start, on + 1)
    sums = np.concatenate([np.zeros((1, MONTHS)), np.cumsum(np.eye(MONTHS)[months], axis=0)])
    exposed = np.zeros((len(AGES), MONTHS))
    for bucket, age in enumerate(AGES):
        upto = AGES[bucket + 1] - 1 if bucket + 1 < len(AGES) else OLDEST * 10
        low, high = since + age, np.minimum(since + upto, last)
        at_risk = high >= low
        exposed[bucket] = (sums[high[at_risk] + 1 - start] - sums[low[at_risk] - start]).sum(0)
    events = np.zeros((len(AGES), MONTHS, stages + 2))
    for each in stays:
        if each.until is not None and each.to is not None:
            bucket = BUCKET_OF_AGE[min(each.until - each.since, OLDEST)]
            events[bucket, months[each.until - start], each.to] += 1
    return exposed, events


def months_of(start: int, end: int) -> npt.NDArray[np.int64]:
    """Give the months in their quarters of the days from `start` to before `end`."""
    days = np.arange(start - EPOCH, end - EPOCH).astype("datetime64[D]")
    return days.astype("datetime64[M]").astype(np.int64) % MONTHS


def _rates(events: Array, exposed: Array) -> Array:
    """Shrink each cell to the product of what its age and its month are like."""
    whole = (events.sum() + 0.5) / (exposed.sum() + 50.0)
    month = np.ones(MONTHS)
    age = np.full(len(AGES), whole)
    for _each in range(ROUNDS):
        age = (events.sum(1) + 0.5) / ((exposed * month).sum(1) + 0.5 / whole)
        expected = (exposed * age[:, None]).sum(0)
        month = (events.sum(0) + MONTH_PRIOR) / (expected + MONTH_PRIOR)
    product = np.maximum(age[:, None] * month, 1e-5)
    return np.minimum((events + CELL_PRIOR) / (exposed + CELL_PRIOR / product), 0.9)


def _ends(events: Array) -> Array:
    """Shrink how stays end: a cell to its month, a month to all."""
    total = events.sum((0, 1))
    overall = (total + 0.5) / (total.sum() + 0.5 * len(total))
    by_month = events.sum(0)
    month = (by_month + END_PRIOR * overall) / (by_month.sum(-1, keepdims=True) + END_PRIOR)
    weight = events.sum(-1, keepdims=True) + END_CELL_PRIOR
    ends: Array = (events + END_CELL_PRIOR * month) / weight
    return ends


def won_within(hazards: Hazards, *, on: int, until: int) -> Array:
    """
    Give the chance to be won in the days from `on` to `until`, both included.

    `[day - on, stage, age]` for a deal that is open in the morning of a day, at that age in its
    stage; one row more than there are days, of zeros. Ages beyond the last stand for all older.
    """
    return _reach(hazards, on=on, until=until, end=WON)


def decided_within(hazards: Hazards, *, on: int, until: int) -> Array:
    """Give the chance to be decided, won or lost, in the same shape as `won_within`."""
    return _reach(hazards, on=on, until=until, end=WON) + _reach(
        hazards, on=on, until=until, end=LOST
    )


def _reach(hazards: Hazards, *, on: int, until: int, end: int) -> Array:
    stages = hazards.leaving.shape[0]
    days = max(until - on + 1, 0)
    reached = np.zeros((days + 1, stages, OLDEST + 1))
    months = months_of(on, until + 1)
    older = np.minimum(np.arange(OLDEST + 1) + 1, OLDEST)
    for day in range(days - 1, -1, -1):
        leaving = hazards.leaving[:, BUCKET_OF_AGE, months[day]]
        ends = hazards.ends[:, BUCKET_OF_AGE, months[day]]
        moved = np.einsum("sae,e->sa", ends[..., :stages], reached[day + 1, :, 1])
        stayed = reached[day + 1][:, older]
        reached[day] = leaving * (ends[..., end] + moved) + (1 - leaving) * stayed
    return reached


def chance_when_decided(hazards: Hazards, *, stage: int, age: int, day: int) -> float:
    """Give the chance that a deal is won if it is decided on a day, at its age in its stage."""
    ends = hazards.ends[stage, BUCKET_OF_AGE[min(age, OLDEST)], month_in_quarter(day)]
    return float(ends[WON] / (ends[WON] + ends[LOST]))
