"""Opportunities with their ends, and the stages they passed."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from twintrack.foundation.measuring.sources import (
    Changed,
    News,
    Rows,
    Source,
    in_turns,
    local,
    months_in,
    span,
)
from twintrack.sales.kpis.sources.worth import Rates
from twintrack.sales.pipeline.lifecycle import Stage
from twintrack.sales.pipeline.models import Opportunity, StagePassage
from twintrack.sales.pipeline.models.stages import known_stages

# What these say concerns all deals: what foreign amounts are worth, and target days.
WHOLE = ("exchange_rate", "pipeline_stage")


def _every() -> Changed:
    return Changed(months_in(Opportunity.objects.all(), "opened_at"))


def _changed(news: News) -> Changed:
    if news.ids(*WHOLE):
        return _every()
    months: set[str] = set()
    for ids in in_turns(news.ids("opportunity")):
        months |= months_in(Opportunity.objects.filter(pk__in=ids), "opened_at")
    return Changed(months)


def _rows(month: str) -> Rows:
    start, end = span(month)
    found = Opportunity.objects.filter(opened_at__gte=start, opened_at__lt=end)
    products = products_of(found)
    rates, today = Rates(), timezone.localdate()
    rows: Rows = {"deals": [], "stage_stays": []}
    whose: dict[int, tuple[Any, ...]] = {}
    worths: dict[int, float] = {}
    named = found.order_by("pk").values_list(
        "pk", "opened_at", "owner", "customer", "amount", "currency", "closed_at", "stage"
    )
    for pk, opened, owner, customer, amount, currency, closed, stage in named.iterator():
        whose[pk] = (products.get(pk, []), owner, customer)
        worths[pk] = _worth(rates, amount, currency, closed, today)
        ends = local(closed) if closed else None
        is_won = stage == Stage.WON
        rows["deals"].append((pk, local(opened), *whose[pk], ends, is_won, worths[pk]))
    rows["stage_stays"] = _stays(start, end, whose, worths)
    return rows


def _worth(
    rates: Rates, amount: Decimal, currency: str, closed: datetime | None, today: date
) -> float:
    return rates.worth(amount, currency, timezone.localdate(closed) if closed else today)


def products_of(opportunities: Any) -> dict[int, list[int]]:
    """Give the products that each of some opportunities is about."""
    through = Opportunity.products.through.objects.filter(
        opportunity__in=opportunities.order_by().values("pk")
    )
    found: dict[int, list[int]] = defaultdict(list)
    for pk, product in through.values_list("opportunity_id", "product_id"):
        found[pk].append(product)
    return found


def _stays(
    start: datetime, end: datetime, whose: dict[int, tuple[Any, ...]], worths: dict[int, float]
) -> list[tuple[Any, ...]]:
    targets = {code: stage.target_days for code, stage in known_stages().items()}
    passages = StagePassage.objects.filter(
        opportunity__opened_at__gte=start, opportunity__opened_at__lt=end
    ).order_by("opportunity", "entered_at", "pk")
    named = passages.values_list(
        "opportunity", "stage", "entered_at", "left_at", "outcome", "is_last"
    )
    first: dict[tuple[int, str], datetime] = {}
    rows = []
    for pk, stage, entered, left, outcome, is_last in named.iterator():
        first_at = first.setdefault((pk, stage), entered)
        until = local(left) if left else None
        rows.append(
            (
                *(pk, local(entered), *whose[pk], stage, local(first_at), until, outcome),
                *(is_last, targets.get(stage), worths[pk]),
            )
        )
    return rows


DEALS = Source(
    "deals",
    ("deals", "stage_stays"),
    ("opportunity", *WHOLE),
    _changed,
    _every,
    _rows,
)
