"""Opportunities of the past: how long they took, and how each ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from math import log
from typing import Any

from django.utils import timezone

from twintrack.demo.past.memory import LAST, Memory
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Customer
from twintrack.sales.pipeline.events import (
    OpportunityAdvanced,
    OpportunityLost,
    OpportunityOpened,
    OpportunityWon,
)
from twintrack.sales.pipeline.lifecycle import Outcome, Stage
from twintrack.sales.pipeline.models import Competitor, LostReason, Opportunity, StagePassage
from twintrack.sales.pipeline.models.stages import known_stages

# The first and the last was opened so many days ago; so many days lie between two of them.
FIRST, NEWEST = 1012, 24
GAPS, GAPS_LATELY, LATELY = (5, 10), (2, 4), 420
# Of those who sign in the story nothing is told that would run beside it.
BUSY = 420
# Days at each stage, and the share that is lost there.
STAYS = {
    Stage.REQUIREMENT_CONFIRMATION: ((8, 34), 0.16),
    Stage.SOLUTION_DESIGN: ((10, 44), 0.18),
    Stage.NEGOTIATION: ((12, 56), 0.16),
    Stage.CONTRACT: ((5, 24), 0.07),
}
MIDDLE, SPREAD = 430_000, 0.7
BY_SEGMENT = {"A": 1.5, "B": 1.0, "C": 0.6}
LEAST, MOST, STEP = 80_000, 4_000_000, 10_000
ABROAD = {"boltwerk", "nordvik", "helvetia", "solaris", "ferro"}
EURO = Decimal("8.1")
# Of the losses that a competitor won.
TO_A_COMPETITOR = 0.45


@dataclass(kw_only=True)
class Past:
    """A deal of the past: the stages with when each was entered, and how it ended."""

    row: Opportunity
    about: str
    entered: dict[str, datetime]
    ended: datetime

    @property
    def is_won(self) -> bool:
        return self.row.stage == Stage.WON

    @property
    def owner(self) -> User:
        return self.row.owner

    @property
    def customer(self) -> Customer:
        return self.row.customer


def remember(memory: Memory) -> list[Past]:
    """Write all deals of the past with the stages they passed, the oldest first."""
    found, ago = [], FIRST
    while ago > NEWEST:
        past = _play(memory, ago)
        if past is not None:
            found.append(past)
        ago -= memory.luck.randint(*(GAPS if ago > LATELY else GAPS_LATELY))
    numbers = memory.numbers("O", [each.row.opened_at for each in found])
    for past, number in zip(found, numbers, strict=True):
        past.row.number = number
    Opportunity.objects.bulk_create([each.row for each in found], batch_size=500)
    through = Opportunity.products.through
    through.objects.bulk_create(
        through(opportunity_id=each.row.pk, product_id=memory.cast.products[each.about].pk)
        for each in found
    )
    StagePassage.objects.bulk_create(
        [passage for each in found for passage in _passages(each)], batch_size=500
    )
    for past in found:
        _tell(memory, past)
    return found


def _play(memory: Memory, ago: int) -> Past | None:
    """Let a deal go its way; one that would not be decided by now is left to the story."""
    luck, cast = memory.luck, memory.cast
    busy = memory.told["busy"] if ago < BUSY else ()
    key = luck.choice(sorted(set(cast.customers) - set(busy)))
    customer = cast.customers[key]
    about = luck.choice(memory.told["sells"].get(key, ["h3", "h3", "cloudview"]))
    name = luck.choice(memory.told["deals"][about])
    worth = luck.lognormvariate(log(MIDDLE * BY_SEGMENT.get(customer.segment, 1.0)), SPREAD)
    entered, left, end = {}, ago, Stage.WON
    for stage, ((shortest, longest), lost) in STAYS.items():
        entered[stage.value] = memory.moment(left)
        left -= luck.randint(shortest, longest)
        if luck.random() < lost:
            end = Stage.LOST
            break
    closed = memory.moment(max(left, 0))
    if left < LAST:
        return None
    opened = entered[Stage.REQUIREMENT_CONFIRMATION.value]
    amount = Decimal(min(max(round(worth / STEP) * STEP, LEAST), MOST))
    row = Opportunity(
        customer=customer,
        name=memory.of(name),
        amount=round(amount / EURO, -3) if key in ABROAD else amount,
        currency="EUR" if key in ABROAD else "CNY",
        expected_close_on=timezone.localdate(closed + timedelta(days=luck.randint(-20, 12))),
        stage=end,
        stage_since=closed,
        owner=customer.owner,
        opened_at=opened,
        closed_at=closed,
    )
    if end == Stage.LOST:
        _explain(memory, row)
    return Past(row=row, about=about, entered=entered, ended=closed)


def _explain(memory: Memory, row: Opportunity) -> None:
    luck, told = memory.luck, memory.told
    because, words = luck.choice(told["losses"])
    row.lost_because = LostReason.objects.get(code=because)
    row.lost_reason = memory.of(words)
    if because in {"competitor", "price"} or luck.random() < TO_A_COMPETITOR / 2:
        name = memory.of(luck.choice(told["competitors"]))
        row.lost_to = Competitor.objects.get_or_create(name=name)[0]


def _passages(past: Past) -> list[StagePassage]:
    stages = known_stages()
    ends = [*list(past.entered.values())[1:], past.ended]
    last = list(past.entered)[-1]
    return [
        StagePassage(
            opportunity=past.row,
            stage=code,
            name_zh=stages[code].name_zh,
            name_en=stages[code].name_en,
            probability=stages[code].probability,
            entered_at=entered,
            entered_by=past.owner,
            left_at=left,
            outcome=past.row.stage if code == last else Outcome.ONWARD,
        )
        for (code, entered), left in zip(past.entered.items(), ends, strict=True)
    ]


def _tell(memory: Memory, past: Past) -> None:
    row, by = past.row, past.owner
    whose: dict[str, Any] = {
        "opportunity_id": row.pk,
        "number": row.number,
        "customer_id": row.customer_id,
    }
    opened = OpportunityOpened(
        **whose,
        name=row.name,
        amount=row.amount,
        currency=row.currency,
        expected_close_on=row.expected_close_on,
    )
    memory.tell(opened, row, past.customer, by=by, at=row.opened_at)
    way = list(past.entered)
    for came_from, to in pairwise(way):
        moved = OpportunityAdvanced(**whose, came_from=came_from, to=to)
        memory.tell(moved, row, past.customer, by=by, at=past.entered[to])
    if past.is_won:
        won = OpportunityWon(**whose, came_from=way[-1])
        memory.tell(won, row, past.customer, by=by, at=past.ended)
        return
    lost = OpportunityLost(
        **whose,
        came_from=way[-1],
        reason=row.lost_reason,
        because=row.lost_because.code if row.lost_because else "",
        competitor=row.lost_to.name if row.lost_to else "",
    )
    memory.tell(lost, row, past.customer, by=by, at=past.ended)
