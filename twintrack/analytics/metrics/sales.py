"""Every measure of sales, one definition each; the stages of a pipeline bring theirs."""

from __future__ import annotations

from collections.abc import Iterable

from twintrack.analytics.measures import Measure
from twintrack.analytics.metrics.delivering import DELIVERING
from twintrack.analytics.metrics.funnel import CLOSING, FUNNEL, StageWords, stage_measures
from twintrack.analytics.metrics.selling import ACTIVITY, MONEY, SERVICE

SALES: tuple[Measure, ...] = (*FUNNEL, *CLOSING, *ACTIVITY, *MONEY, *DELIVERING, *SERVICE)


def sales_measures(stages: Iterable[StageWords]) -> dict[str, Measure]:
    """Give all measures of sales by their codes."""
    return {each.code: each for each in (*SALES, *stage_measures(stages))}
