"""The pipeline as a board: a column for each stage in use, with what it adds up to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, QuerySet, Sum
from django.utils import timezone

from twintrack.foundation.memory.recalling import recall_related
from twintrack.foundation.money.queries import CENT, Total, add_up, find_rates
from twintrack.sales.pipeline.flow import Share, moving_on
from twintrack.sales.pipeline.models import Opportunity, PipelineStage
from twintrack.sales.pipeline.models.stages import open_stages
from twintrack.sales.pipeline.queries import is_adrift, is_rotting
from twintrack.ui.boards import STEP

ORDERS: dict[str, tuple[str, ...]] = {
    "close": ("expected_close_on", "pk"),
    "amount": ("-amount", "pk"),
    "age": ("stage_since", "pk"),
}


@dataclass(frozen=True, kw_only=True)
class Health:
    """Shares of a column's money in percent: rotting, without a next step in time, and the rest."""

    rotting: int
    adrift: int

    @property
    def fine(self) -> int:
        return 100 - self.rotting - self.adrift


@dataclass(frozen=True, kw_only=True)
class Sums:
    """What opportunities at a stage add up to; `weighted` by how likely the stage makes them."""

    count: int
    total: Total
    weighted: Decimal
    health: Health
    rotting: int
    adrift: int


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A column with its first cards, what all of it adds up to, and how many move on from it."""

    stage: PipelineStage
    cards: list[Opportunity]
    sums: Sums
    moving_on: Share | None

    @property
    def has_more(self) -> bool:
        return self.sums.count > len(self.cards)


@dataclass(frozen=True, kw_only=True)
class Board:
    """The columns, and what all of them add up to."""

    columns: list[Filled]
    total: Total
    weighted: Decimal

    @property
    def count(self) -> int:
        return sum(each.sums.count for each in self.columns)

    @property
    def rotting(self) -> int:
        return sum(each.sums.rotting for each in self.columns)

    @property
    def adrift(self) -> int:
        return sum(each.sums.adrift for each in self.columns)


def read_board(
    rows: QuerySet[Opportunity], *, limits: Mapping[str, int], order: str, at: datetime
) -> Board:
    """Read the columns of open opportunities with as many cards as `limits` says for each."""
    sums, total = read_sums(rows, at=at)
    shares = moving_on(at=at)
    columns = [
        Filled(
            stage=stage,
            cards=_cards(rows, stage, order, limits.get(stage.code, STEP))
            if stage.code in sums
            else [],
            sums=sums.get(stage.code, NOTHING),
            moving_on=shares.get(stage.code),
        )
        for stage in open_stages()
    ]
    recall_related([card for each in columns for card in each.cards], "customer", "owner")
    weighted = sum((each.sums.weighted for each in columns), Decimal(0))
    return Board(columns=columns, total=total, weighted=weighted)


NOTHING = Sums(
    count=0,
    total=Total(by_currency={}, in_base=Decimal(0), missing=()),
    weighted=Decimal(0),
    health=Health(rotting=0, adrift=0),
    rotting=0,
    adrift=0,
)


def read_sums(rows: QuerySet[Opportunity], *, at: datetime) -> tuple[dict[str, Sums], Total]:
    """Add up open opportunities per stage and in all, from an index alone, at a day's rates."""
    day = timezone.localdate(at)
    rots, drifts = is_rotting(at), is_adrift(day)
    summed = (
        rows.order_by()
        .values("stage", "currency")
        .annotate(
            many=Count("*"),
            money=Sum("amount"),
            rotting=Count("stage", filter=rots),
            rotting_money=Sum("amount", filter=rots, default=Decimal(0)),
            adrift=Count("stage", filter=drifts),
            adrift_money=Sum("amount", filter=drifts & ~rots, default=Decimal(0)),
        )
    )
    found: dict[str, list[dict[str, object]]] = defaultdict(list)
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    for row in summed:
        found[row["stage"]].append(row)
        amounts[row["currency"]] += row["money"]
    rates = find_rates(amounts.keys(), on=day)
    chances = {stage.code: stage.probability for stage in open_stages()}
    sums = {code: _sums(each, rates, chances.get(code, 0)) for code, each in found.items()}
    return sums, add_up(amounts, rates)


def _sums(rows: list[dict[str, object]], rates: Mapping[str, Decimal], chance: int) -> Sums:
    def together(name: str) -> Total:
        return add_up({str(row["currency"]): Decimal(str(row[name])) for row in rows}, rates)

    def count(name: str) -> int:
        return sum(int(str(row[name])) for row in rows)

    total = together("money")
    whole = total.in_base or Decimal(1)
    return Sums(
        count=count("many"),
        total=total,
        weighted=(total.in_base * chance / 100).quantize(CENT, ROUND_HALF_UP),
        health=Health(
            rotting=round(100 * together("rotting_money").in_base / whole),
            adrift=round(100 * together("adrift_money").in_base / whole),
        ),
        rotting=count("rotting"),
        adrift=count("adrift"),
    )


def _cards(
    rows: QuerySet[Opportunity], stage: PipelineStage, order: str, many: int
) -> list[Opportunity]:
    found = rows.filter(stage=stage.code).order_by(*ORDERS[order]).select_related(None)
    return list(
        found.only(
            "number",
            "name",
            "amount",
            "currency",
            "expected_close_on",
            "stage",
            "stage_since",
            "next_step",
            "next_step_on",
            "customer_id",
            "owner_id",
        )[:many]
    )
