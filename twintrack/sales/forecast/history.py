"""Opportunities as the forecast reads them: what stages they passed, and what they were worth."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from itertools import accumulate

from django.utils import timezone

from twintrack.algorithms.forecasting.deals import LOST, WON, Deal, Stay
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.money.queries import find_rates
from twintrack.sales.pipeline.lifecycle import Stage
from twintrack.sales.pipeline.models import Opportunity, StagePassage
from twintrack.sales.pipeline.models.stages import known_stages

ENDS: dict[str, int] = {Stage.WON: WON, Stage.LOST: LOST}


@dataclass(frozen=True, kw_only=True)
class History:
    """
    Deals and the codes of their stages, by whose places the deals name them.

    `amounts` are those that deals had before a day, where they were changed later.
    """

    deals: Sequence[Deal]
    stages: Sequence[str]
    amounts: Mapping[int, Sequence[tuple[int, float]]]

    def as_of(self, on: int) -> list[Deal]:
        """Give the deals with the amounts they had in the morning of a day."""
        return [
            replace(deal, worth=self._worth(index, deal, on))
            for index, deal in enumerate(self.deals)
        ]

    def won_between(self, first: int, last: int) -> float:
        """Add up what deals brought that were won from one day to another."""
        days, sums = self._won
        return sums[bisect_right(days, last)] - sums[bisect_left(days, first)]

    @cached_property
    def _won(self) -> tuple[list[int], list[float]]:
        """Give the days on which deals were won, and what all up to each had brought."""
        won = sorted(
            (deal.closed, deal.brought)
            for deal in self.deals
            if deal.is_won and deal.closed is not None
        )
        return [day for day, _brought in won], [0.0, *accumulate(each for _day, each in won)]

    def _worth(self, index: int, deal: Deal, on: int) -> float:
        return next((was for day, was in self.amounts.get(index, ()) if day >= on), deal.worth)


def read_history(*, owners: Collection[int] | None, on: date) -> History:
    """
    Read all opportunities of some owners, or of everybody, at the rates of a day.

    One that was reopened counts as another deal from then on.
    """
    stages = list(known_stages())
    rows = Opportunity.objects.all()
    if owners is not None:
        rows = rows.filter(owner__in=owners)
    facts = {
        pk: (amount, currency, due)
        for pk, amount, currency, due in rows.values_list(
            "pk", "amount", "currency", "expected_close_on"
        )
    }
    rates = find_rates({currency for _amount, currency, _due in facts.values()}, on=on)
    changed = _changed_amounts(facts.keys())
    deals: list[Deal] = []
    amounts: dict[int, list[tuple[int, float]]] = {}
    for pk, stays in _stays(owners, stages):
        amount, currency, due = facts[pk]
        rate = rates.get(currency, Decimal(0))
        for part in _parts(stays):
            is_won = part[-1].to == WON
            worth = float(amount * rate)
            if pk in changed:
                amounts[len(deals)] = [(day, float(was * rate)) for day, was in changed[pk]]
            deals.append(
                Deal(
                    stays=tuple(part),
                    worth=worth,
                    brought=worth if is_won else 0.0,
                    due=due.toordinal(),
                )
            )
    return History(deals=deals, stages=stages, amounts=amounts)


def _day(moment: datetime) -> int:
    return timezone.localdate(moment).toordinal()


def _stays(
    owners: Collection[int] | None, stages: Sequence[str]
) -> Iterator[tuple[int, list[Stay]]]:
    """Give each opportunity with its stays; how one ended is told by the next or by its outcome."""
    place = {code: index for index, code in enumerate(stages)}
    passages = StagePassage.objects.order_by("opportunity", "entered_at", "pk")
    if owners is not None:
        passages = passages.filter(opportunity__owner__in=owners)
    known: dict[int, list[tuple[int, int, int | None, str]]] = defaultdict(list)
    named = passages.values_list("opportunity", "stage", "entered_at", "left_at", "outcome")
    for pk, stage, entered, left, outcome in named.iterator(chunk_size=5000):
        if stage in place:
            until = _day(left) if left else None
            known[pk].append((place[stage], _day(entered), until, outcome))
    for pk, rows in known.items():
        after = [row[0] for row in rows[1:]] + [None]
        yield (
            pk,
            [
                _stay(stage, since, until, ENDS.get(outcome, following))
                for (stage, since, until, outcome), following in zip(rows, after, strict=True)
            ],
        )


def _stay(stage: int, since: int, until: int | None, to: int | None) -> Stay:
    """Make a stay; it lasts as long as it has no end, or leads nowhere that is known."""
    if until is None or to is None:
        return Stay(stage=stage, since=since)
    return Stay(stage=stage, since=since, until=until, to=to)


def _parts(stays: Sequence[Stay]) -> Iterator[list[Stay]]:
    part: list[Stay] = []
    for stay in stays:
        part.append(stay)
        if stay.to in (WON, LOST):
            yield part
            part = []
    if part:
        yield part


def _changed_amounts(opportunities: Collection[int]) -> dict[int, list[tuple[int, Decimal]]]:
    """Give each amount that was changed, with the day up to which it held, the oldest first."""
    changes = Entry.objects.filter(kind="opportunity.changed").order_by("pk")
    found: dict[int, list[tuple[int, Decimal]]] = defaultdict(list)
    for pk, payload, at in changes.values_list("about_id", "payload", "happened_at").iterator():
        was = payload.get("came_from", {}).get("amount")
        if was is not None and pk in opportunities:
            found[pk].append((_day(at), Decimal(was)))
    return found
