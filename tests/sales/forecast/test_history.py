"""What the forecast reads of the pipeline, against a plain recount of random histories."""

import random
from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from django.utils import timezone

from tests.factories.people import make_user
from tests.factories.pipeline import make_opportunity, make_passage
from tests.factories.selling import make_wandering, moment
from twintrack.algorithms.forecasting.deals import WON, month_in_quarter
from twintrack.algorithms.forecasting.hazards import AGES, OLDEST, fit_hazards, won_within
from twintrack.foundation.access.roles import Role
from twintrack.sales.forecast.history import read_history
from twintrack.sales.pipeline import operations
from twintrack.sales.pipeline.lifecycle import Stage
from twintrack.sales.pipeline.models import Opportunity

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
ON = TODAY.toordinal()


def recount(codes: list[str]) -> tuple[dict[tuple[int, int, int], float], ...]:
    """Count day by day how long deals stood at which age and month, and how stays ended."""
    exposed: dict[tuple[int, int, int], float] = {}
    left: dict[tuple[int, int, int], float] = {}
    for opportunity in Opportunity.objects.all():
        for passage in opportunity.passages.all():
            since = timezone.localdate(passage.entered_at).toordinal()
            last = ON - 1
            if passage.left_at:
                last = timezone.localdate(passage.left_at).toordinal()
            for day in range(since, last + 1):
                bucket = max(i for i, age in enumerate(AGES) if age <= day - since)
                cell = (codes.index(passage.stage), bucket, month_in_quarter(day))
                exposed[cell] = exposed.get(cell, 0) + 1
                if passage.left_at and day == last:
                    left[cell] = left.get(cell, 0) + 1
    return exposed, left


def rates(left: list[list[float]], exposed: list[list[float]]) -> list[list[float]]:
    """Shrink each cell to what its age and its month are like, as the method says."""
    whole = (sum(map(sum, left)) + 0.5) / (sum(map(sum, exposed)) + 50)
    months, ages = [1.0] * 3, [whole] * len(AGES)
    for _round in range(20):
        ages = [
            (sum(ended) + 0.5)
            / (sum(x * f for x, f in zip(days, months, strict=True)) + 0.5 / whole)
            for ended, days in zip(left, exposed, strict=True)
        ]
        months = [
            (sum(row[m] for row in left) + 5)
            / (sum(days[m] * age for days, age in zip(exposed, ages, strict=True)) + 5)
            for m in range(3)
        ]
    return [
        [
            min((left[b][m] + 3) / (exposed[b][m] + 3 / max(ages[b] * months[m], 1e-5)), 0.9)
            for m in range(3)
        ]
        for b in range(len(AGES))
    ]


def test_hazards_of_random_histories_are_those_of_a_plain_recount() -> None:
    dice = random.Random(8)
    for _each in range(60):
        make_wandering(dice, ON)

    history = read_history(owners=None, on=TODAY)
    hazards = fit_hazards(history.deals, on=ON, stages=len(history.stages))
    exposed, left = recount(list(history.stages))

    for stage in range(len(history.stages)):
        expected = rates(
            *(
                [[each.get((stage, b, m), 0.0) for m in range(3)] for b in range(len(AGES))]
                for each in (left, exposed)
            )
        )
        assert hazards.leaving[stage].tolist() == [pytest.approx(row) for row in expected]


def test_chances_are_those_of_a_plain_walk_from_day_to_day() -> None:
    dice = random.Random(8)
    for _each in range(60):
        make_wandering(dice, ON)
    history = read_history(owners=None, on=TODAY)
    hazards = fit_hazards(history.deals, on=ON, stages=len(history.stages))
    won = won_within(hazards, on=ON, until=ON + 25)

    @cache
    def chance(day: int, stage: int, age: int) -> float:
        if day > ON + 25:
            return 0.0
        bucket = max(i for i, least in enumerate(AGES) if least <= age)
        month = month_in_quarter(day)
        leaves = hazards.leaving[stage, bucket, month]
        ends = hazards.ends[stage, bucket, month]
        onward = sum(
            ends[other] * chance(day + 1, other, 1) for other in range(len(history.stages))
        )
        stays = chance(day + 1, stage, min(age + 1, OLDEST))
        return float(leaves * (ends[WON] + onward) + (1 - leaves) * stays)

    for stage, age in ((0, 0), (1, 13), (3, 80)):
        assert won[0, stage, age] == pytest.approx(chance(ON, stage, age))


def test_what_was_won_adds_up_and_a_reopened_deal_counts_anew() -> None:
    dice = random.Random(9)
    everything = [make_wandering(dice, ON) for _each in range(40)]
    won = [each for each in everything if each.stage == Stage.WON]

    history = read_history(owners=None, on=TODAY)

    assert sum(deal.brought for deal in history.deals) == float(sum(each.amount for each in won))
    assert len(history.deals) == len(everything)
    make_passage(won[0], Stage.NEGOTIATION, entered_at=moment(ON - 1, 20))
    assert len(read_history(owners=None, on=TODAY).deals) == len(everything) + 1
    assert read_history(owners=[make_user().pk], on=TODAY).deals == []


def test_an_amount_that_was_changed_later_counts_as_it_was() -> None:
    seller = make_user(Role.SALES_MANAGER)
    opportunity = make_opportunity(opened_at=moment(ON - 50), amount=Decimal(100))
    make_passage(opportunity, opportunity.stage)
    for day, amount in ((ON - 30, Decimal(200)), (ON - 10, Decimal(900))):
        opportunity = operations.change(
            opportunity=opportunity,
            before={"amount": opportunity.amount},
            values={"amount": amount},
            by=seller,
            at=moment(day),
        )

    history = read_history(owners=None, on=TODAY)

    days = (ON - 40, ON - 30, ON - 29, ON - 10, ON)
    assert [history.as_of(day)[0].worth for day in days] == [100, 100, 200, 200, 900]
