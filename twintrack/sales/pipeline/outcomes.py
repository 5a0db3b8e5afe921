"""How opportunities ended: won and lost, why, and to whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.money.queries import Total, add_up, find_rates
from twintrack.sales.pipeline.flow import FEWEST
from twintrack.sales.pipeline.lifecycle import Outcome, Stage
from twintrack.sales.pipeline.models import Opportunity, StagePassage
from twintrack.sales.pipeline.models.stages import stage_label
from twintrack.sales.pipeline.queries import reason_label

PERIODS: dict[str, tuple[str | Promise, timedelta | None]] = {
    "90": (_("90 days"), timedelta(days=90)),
    "365": (_("A year"), timedelta(days=365)),
    "all": (_("All"), None),
}
UNSAID = ""


@dataclass(frozen=True, kw_only=True)
class Row:
    """So many ended this way; `share` in percent of the largest row."""

    label: str
    count: int
    total: Total
    share: int
    code: str = ""


@dataclass(frozen=True, kw_only=True)
class Outcomes:
    """What was won and lost in a period; amounts in the base currency at a day's rates."""

    won: int
    lost: int
    won_total: Total
    lost_total: Total
    reasons: list[Row]
    competitors: list[Row]
    stages: list[Row]

    @property
    def decided(self) -> int:
        return self.won + self.lost

    @property
    def win_rate(self) -> int | None:
        """Won of all that ended, in percent; nothing where there are too few to say."""
        return round(100 * self.won / self.decided) if self.decided >= FEWEST else None


def read_outcomes(rows: QuerySet[Opportunity], *, since: datetime | None, at: datetime) -> Outcomes:
    """Add up how opportunities of a list ended, since a moment."""
    ended = rows.filter(closed_at__isnull=False).order_by()
    if since is not None:
        ended = ended.filter(closed_at__gte=since)
    lost = ended.filter(stage=Stage.LOST)
    whole = _grouped(ended, "stage", at)
    nothing = Total(by_currency={}, in_base=Decimal(0), missing=())
    won_count, won_total = whole.get(Stage.WON.value, (0, nothing))
    lost_count, lost_total = whole.get(Stage.LOST.value, (0, nothing))
    reasons = _grouped(lost, "lost_because__code", at)
    rivals = _grouped(lost.exclude(lost_to=None), "lost_to__name", at)
    return Outcomes(
        won=won_count,
        lost=lost_count,
        won_total=won_total,
        lost_total=lost_total,
        reasons=_rows({code or UNSAID: each for code, each in reasons.items()}, by=_reason),
        competitors=_rows(rivals, by=str),
        stages=_rows(_lost_at(lost, at), by=stage_label),
    )


def _grouped(
    rows: QuerySet[Any], field: str, at: datetime, *, of: str = ""
) -> dict[str, tuple[int, Total]]:
    """Count and add up rows by a field; `of` leads to the opportunity, if they are others."""
    amounts: dict[str, dict[str, Decimal]] = defaultdict(dict)
    counts: Counter[str] = Counter()
    summed = rows.values_list(field, f"{of}currency").annotate(
        many=Count("*"), money=Sum(f"{of}amount")
    )
    for code, currency, many, money in summed:
        amounts[code][currency] = money
        counts[code] += many
    currencies = {currency for each in amounts.values() for currency in each}
    rates = find_rates(currencies, on=timezone.localdate(at))
    return {code: (counts[code], add_up(each, rates)) for code, each in amounts.items()}


def _lost_at(lost: QuerySet[Opportunity], at: datetime) -> dict[str, tuple[int, Total]]:
    """Say at which stages they were when they were lost."""
    passages = StagePassage.objects.filter(outcome=Outcome.LOST, is_last=True)
    passages = passages.filter(opportunity__in=lost.values("pk")).order_by()
    return _grouped(passages, "stage", at, of="opportunity__")


def _reason(code: str) -> str:
    return reason_label(code) if code else str(_("Not said"))


def _rows(found: dict[str, tuple[int, Total]], *, by: Callable[[str], str]) -> list[Row]:
    most = max((count for count, _total in found.values()), default=0) or 1
    rows = [
        Row(
            label=by(code),
            count=count,
            total=total,
            share=round(100 * count / most),
            code=code,
        )
        for code, (count, total) in found.items()
    ]
    return sorted(rows, key=lambda row: (-row.count, -row.total.in_base, row.label))
