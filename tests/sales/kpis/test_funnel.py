"""The funnel equals what plain Python counts from the same histories, whatever they are."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from statistics import median
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.pipeline import make_opportunity, make_passage
from tests.factories.products import make_product
from twintrack.analytics.months import Month, Whose
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.sales.kpis.keeping import known_measures, refresh
from twintrack.sales.kpis.queries import library
from twintrack.sales.pipeline.lifecycle import Outcome, Stage
from twintrack.sales.pipeline.models import Opportunity, StagePassage
from twintrack.sales.pipeline.models.stages import known_stages

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)
SHIFT = timedelta(hours=8)
FIRST = date(2026, 1, 1)
Passed = list[tuple[str, datetime, datetime | None, str]]
Plain = dict[str, dict[date, tuple[int, float, float, int]]]


def local(at: datetime) -> datetime:
    """Shanghai, without asking any library."""
    return (at + SHIFT).replace(tzinfo=None)


def month_of(at: datetime) -> date:
    return local(at).date().replace(day=1)


def play(dice: random.Random, stages: list[str], opened: datetime) -> tuple[Passed, str]:
    """Let a deal wander: on, back, to an end, or stay where it is."""
    passed: Passed = []
    place, since = 0, opened
    while True:
        until = since + timedelta(hours=dice.randint(1, 1500))
        what = dice.random()
        if until >= NOW or what < 0.1:
            passed.append((stages[place], since, None, ""))
            return passed, stages[place]
        if what < 0.25:
            passed.append((stages[place], since, until, Outcome.LOST.value))
            return passed, Stage.LOST.value
        if what < 0.35 and place:
            passed.append((stages[place], since, until, Outcome.BACK.value))
            place -= 1
        elif place == len(stages) - 1:
            passed.append((stages[place], since, until, Outcome.WON.value))
            return passed, Stage.WON.value
        else:
            passed.append((stages[place], since, until, Outcome.ONWARD.value))
            place += 1
        since = until


def write(dice: random.Random, owners: list[User], products: list[Any], many: int) -> list[Any]:
    customer, told = make_customer(), []
    for _turn in range(many):
        opened = datetime(2026, 1, 2, tzinfo=UTC) + timedelta(hours=dice.randint(0, 7500))
        passed, end = play(dice, list(known_stages()), opened)
        closed = passed[-1][2] if end in {Stage.WON, Stage.LOST} else None
        owner, amount = dice.choice(owners), Decimal(dice.randint(1, 900) * 1000)
        deal = make_opportunity(
            customer=customer,
            owner=owner,
            amount=amount,
            opened_at=opened,
            stage=end,
            stage_since=closed or passed[-1][1],
            closed_at=closed,
            products=dice.sample(products, dice.randint(0, 2)),
        )
        newest = {stage: turn for turn, (stage, *_rest) in enumerate(passed)}
        for turn, (stage, since, until, outcome) in enumerate(passed):
            make_passage(
                deal,
                stage,
                entered_at=since,
                left_at=until,
                outcome=outcome,
                is_last=newest[stage] == turn,
            )
        told.append((owner, float(amount), opened, closed, end, passed))
    return told


def count(told: list[Any]) -> Plain:
    """Count from the histories themselves: no store, no SQL."""
    sums: dict[str, dict[date, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for _owner, amount, opened, closed, end, passed in told:
        sums["conversion"][month_of(opened)].append((end == "won", 1, closed is None))
        if closed:
            sums["win_rate"][month_of(closed)].append((end == "won", 1, False))
            of_amount = (amount if end == "won" else 0.0, amount, False)
            sums["win_rate_by_amount"][month_of(closed)].append(of_amount)
        if end == "won":
            days = (closed - opened).total_seconds() / 86400
            sums["sales_cycle"][month_of(closed)].append((days, 1, False))
        for stage in {each[0] for each in passed}:
            own = [each for each in passed if each[0] == stage]
            last = own[-1][3]
            row = (last in {"onward", "won"}, 1, last == "")
            sums[f"conversion-{stage}"][month_of(own[0][1])].append(row)
    return {
        code: {
            month: (len(rows), *(sum(row[place] for row in rows) for place in range(3)))
            for month, rows in months.items()
        }
        for code, months in sums.items()
    }


def seen(months: list[Month]) -> dict[date, tuple[int, float, float, int]]:
    return {each.starts_on: (each.count, each.part, each.whole, each.open) for each in months}


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.integers(0, 10_000), st.integers(1, 40))
def test_the_funnel_is_what_plain_python_counts_on_random_histories(seed: int, many: int) -> None:
    StagePassage.objects.all().delete()
    Opportunity.objects.all().delete()
    dice = random.Random(seed)
    owners = [make_user(Role.SALESPERSON) for _turn in range(2)]
    told = write(dice, owners, [make_product(), make_product()], many)
    refresh(NOW, whole=True)

    measures, held = known_measures(), library()
    parts = [(Whose(people=(each.pk,)), [t for t in told if t[0] == each]) for each in owners]
    for whose, mine in [(Whose(), told), *parts]:
        found = held.months(list(measures.values()), whose, FIRST, date(2026, 11, 1), NOW)
        for code, months in count(mine).items():
            got = seen(found[code])
            assert got.keys() == months.keys(), code
            for month, expected in months.items():
                assert got[month] == pytest.approx(expected), (code, month)
    ages_of = [measures["stage_age"]]
    state = held.months(ages_of, Whose(), FIRST, date(2026, 11, 1), NOW)
    for month in state["stage_age"]:
        after = (month.starts_on + timedelta(days=32)).replace(day=1)
        end = min(datetime.combine(after, datetime.min.time()), local(NOW))
        ages = [
            (end - local(since)).total_seconds() / 86400
            for *_rest, passed in told
            for _stage, since, until, _outcome in passed
            if local(since) < end and (until is None or local(until) >= end)
        ]
        assert (month.count, month.middle) == (len(ages), pytest.approx(median(ages), abs=1e-3))
