"""When open opportunities are expected to close, month by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Q, QuerySet, Sum

from twintrack.foundation.memory.recalling import recall_related
from twintrack.foundation.money.queries import CENT, Total, add_up, find_rates
from twintrack.sales.pipeline.models import Opportunity
from twintrack.sales.pipeline.models.stages import open_stages

AHEAD = 6
SHOWN = 50


@dataclass(frozen=True, kw_only=True)
class Span:
    """Days from `begins` on and before `ends`; either may be open."""

    begins: date | None
    ends: date | None

    @property
    def which(self) -> Q:
        which = Q()
        if self.begins:
            which &= Q(expected_close_on__gte=self.begins)
        if self.ends:
            which &= Q(expected_close_on__lt=self.ends)
        return which


@dataclass(frozen=True, kw_only=True)
class Month:
    """What is to close in a span: overdue, a month, or all that lies beyond."""

    span: Span
    cards: list[Opportunity]
    count: int
    total: Total
    weighted: Decimal

    @property
    def rest(self) -> int:
        return self.count - len(self.cards)


def spans_from(on: date) -> list[Span]:
    """Give what is overdue, the rest of this month, the months ahead, and all beyond."""
    firsts = [_first_after(on, number) for number in range(1, AHEAD + 1)]
    months = [
        Span(begins=begins, ends=ends) for begins, ends in zip([on, *firsts], firsts, strict=False)
    ]
    return [Span(begins=None, ends=on), *months, Span(begins=firsts[-1], ends=None)]


def _first_after(on: date, months: int) -> date:
    years, month = divmod(on.month - 1 + months, 12)
    return date(on.year + years, month + 1, 1)


def read_months(rows: QuerySet[Opportunity], *, on: date) -> list[Month]:
    """Read open opportunities by when they are expected; of the overdue only if there are any."""
    chances = {stage.code: stage.probability for stage in open_stages()}
    found = [(span, _sums(rows.filter(span.which))) for span in spans_from(on)]
    currencies = {currency for _span, sums in found for _stage, currency in sums}
    rates = find_rates(currencies, on=on)
    months = [
        _month(rows, span, sums, rates, chances)
        for span, sums in found
        if sums or span.begins is not None
    ]
    recall_related([card for each in months for card in each.cards], "customer", "owner")
    return months


Sums = dict[tuple[str, str], tuple[int, Decimal]]


def _sums(rows: QuerySet[Opportunity]) -> Sums:
    summed = rows.order_by().values_list("stage", "currency")
    return {
        (stage, currency): (many, money)
        for stage, currency, many, money in summed.annotate(many=Count("*"), money=Sum("amount"))
    }


def _month(
    rows: QuerySet[Opportunity],
    span: Span,
    sums: Sums,
    rates: Mapping[str, Decimal],
    chances: Mapping[str, int],
) -> Month:
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    weighted = Decimal(0)
    for (stage, currency), (_many, money) in sums.items():
        amounts[currency] += money
        weighted += money * rates.get(currency, Decimal(0)) * chances.get(stage, 0) / 100
    cards = rows.filter(span.which).order_by("expected_close_on", "pk").select_related(None)
    return Month(
        span=span,
        cards=list(cards[:SHOWN]) if sums else [],
        count=sum(many for many, _money in sums.values()),
        total=add_up(amounts, rates),
        weighted=weighted.quantize(CENT, ROUND_HALF_UP),
    )
