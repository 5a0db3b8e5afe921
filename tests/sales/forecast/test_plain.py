"""The weighted forecast equals what plain Python reckons from the same random histories."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date
from decimal import Decimal
from functools import cache
from math import exp, log, sqrt

import numpy as np
import pytest
from django.utils import timezone

from tests.factories.people import make_user
from tests.factories.selling import make_wandering, moment
from twintrack.foundation.access.roles import Role
from twintrack.sales.forecast import queries
from twintrack.sales.forecast.models import Forecast
from twintrack.sales.forecast.rounds import keep_up
from twintrack.sales.pipeline.models import Opportunity
from twintrack.sales.pipeline.models.stages import known_stages

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)
ON = TODAY.toordinal()
AGES = (0, 7, 14, 21, 30, 45, 60, 75, 90, 105, 120, 150, 210, 300)
OLDEST, DRAWS = 420, 4000
# A stay: stage, from which day, to which, and how it ended; days are ordinals.
Stay = tuple[int, int, int | None, str]
Plain = list[tuple[list[Stay], float]]


def quarter(day: int) -> tuple[int, int]:
    here = date.fromordinal(day)
    first = date(here.year, 3 * ((here.month - 1) // 3) + 1, 1)
    last = first.toordinal()
    while (date.fromordinal(last + 1).month - 1) // 3 == (first.month - 1) // 3:
        last += 1
    return first.toordinal(), last


def month_of(day: int) -> int:
    return (date.fromordinal(day).month - 1) % 3


def bucket_of(age: int) -> int:
    return max(i for i, least in enumerate(AGES) if least <= age)


def read() -> Plain:
    """Read the histories from their rows: where each deal stood from when to when."""
    codes = list(known_stages())
    found: Plain = []
    for deal in Opportunity.objects.order_by("pk"):
        passed = list(deal.passages.order_by("entered_at", "pk"))
        stays: list[Stay] = []
        for turn, row in enumerate(passed):
            until = timezone.localdate(row.left_at).toordinal() if row.left_at else None
            to = row.outcome if row.outcome in {"won", "lost"} else ""
            if until is not None and not to:
                to = str(codes.index(passed[turn + 1].stage))
            since = timezone.localdate(row.entered_at).toordinal()
            stays.append((codes.index(row.stage), since, until, to))
        found.append((stays, float(deal.amount)))
    return found


def as_known(deals: Plain, on: int) -> Plain:
    """Forget what happened on a day and later."""
    found: Plain = []
    for stays, worth in deals:
        seen: list[Stay] = [
            (stage, since, until, to)
            if until is not None and until < on
            else (stage, since, None, "")
            for stage, since, until, to in stays
            if since < on
        ]
        if seen:
            found.append((seen, worth))
    return found


class Learned:
    """How soon deals leave their stages, and how, by age and by month of the quarter."""

    def __init__(self, deals: Plain, on: int, stages: int) -> None:
        self.stages = stages
        self.ends = [*map(str, range(stages)), "lost", "won"]
        self.exposed: dict[tuple[int, int, int], int] = defaultdict(int)
        self.left: dict[tuple[int, int, int, str], int] = defaultdict(int)
        for stays, _worth in deals:
            for stage, since, until, to in stays:
                last = on - 1 if until is None else until
                for day in range(since, last + 1):
                    self.exposed[stage, bucket_of(day - since), month_of(day)] += 1
                if until is not None:
                    age = min(until - since, OLDEST)
                    self.left[stage, bucket_of(age), month_of(until), to] += 1
        self.leaving = [self._leaving(stage) for stage in range(stages)]
        # A method that remembers would keep all of this alive.
        self.end = cache(self._end)

    def _leaving(self, stage: int) -> list[list[float]]:
        many = range(len(AGES))
        went = [[sum(self.left[stage, b, m, e] for e in self.ends) for m in range(3)] for b in many]
        days = [[self.exposed[stage, b, m] for m in range(3)] for b in many]
        whole = (sum(map(sum, went)) + 0.5) / (sum(map(sum, days)) + 50)
        ages, months = [whole] * len(AGES), [1.0] * 3
        for _round in range(20):
            ages = [
                (sum(went[b]) + 0.5)
                / (sum(d * f for d, f in zip(days[b], months, strict=True)) + 0.5 / whole)
                for b in many
            ]
            months = [
                (sum(went[b][m] for b in many) + 5) / (sum(days[b][m] * ages[b] for b in many) + 5)
                for m in range(3)
            ]
        return [
            [
                min((went[b][m] + 3) / (days[b][m] + 3 / max(ages[b] * months[m], 1e-5)), 0.9)
                for m in range(3)
            ]
            for b in many
        ]

    def _end(self, stage: int, bucket: int, month: int, to: str) -> float:
        """Give how likely a stay that ends then ends that way."""
        many = range(len(AGES))
        of_all = {
            e: sum(self.left[stage, b, m, e] for b in many for m in range(3)) for e in self.ends
        }
        overall = (of_all[to] + 0.5) / (sum(of_all.values()) + 0.5 * len(self.ends))
        of_month = {e: sum(self.left[stage, b, month, e] for b in many) for e in self.ends}
        by_month = (of_month[to] + 60 * overall) / (sum(of_month.values()) + 60)
        own = sum(self.left[stage, bucket, month, e] for e in self.ends)
        return (self.left[stage, bucket, month, to] + 150 * by_month) / (own + 150)

    def chances(self, on: int) -> list[list[list[float]]]:
        """Walk back from the last day of the quarter: the chance to be won from each day on."""
        last = quarter(on)[1]
        after = [[0.0] * (OLDEST + 1) for _stage in range(self.stages)]
        told = [after]
        for day in range(last, on - 1, -1):
            month = month_of(day)
            here = []
            for stage in range(self.stages):
                by_bucket = []
                for bucket in range(len(AGES)):
                    moves = sum(
                        self.end(stage, bucket, month, str(other)) * after[other][1]
                        for other in range(self.stages)
                    )
                    by_bucket.append(self.end(stage, bucket, month, "won") + moves)
                row = []
                for age in range(OLDEST + 1):
                    bucket = bucket_of(age)
                    leaves = self.leaving[stage][bucket][month]
                    stays = after[stage][min(age + 1, OLDEST)]
                    row.append(leaves * by_bucket[bucket] + (1 - leaves) * stays)
                here.append(row)
            told.append(here)
            after = here
        return told[::-1]


Told = dict[str, float]


def reckon(deals: Plain, on: int, past: list[tuple[int, float, float]], stages: int) -> Told:
    """Forecast a quarter; `past`: a Monday, what was then forecast to come, what came."""
    known = as_known(deals, on)
    first, _last = quarter(on)
    chances = Learned(known, on, stages).chances(on)
    still = [(stays[-1], worth) for stays, worth in known if stays[-1][3] not in {"won", "lost"}]
    done = sum(worth for stays, worth in known if stays[-1][3] == "won" and stays[-1][2] >= first)
    mine = [(chances[0][s[0]][min(on - s[1], OLDEST)], worth) for s, worth in still]
    recent = [(stays[0][0], worth) for stays, worth in known if stays[0][1] >= on - 91]
    a_day = len(recent) / min(91, on - min(stays[0][1] for stays, _worth in known))
    reached = [sum(day[s][0] for s, _worth in recent) / len(recent) for day in chances[:-1]]
    many = a_day * sum(reached)
    of_open = sum(chance * worth for chance, worth in mine)
    of_new = many * sum(worth for _s, worth in recent) / len(recent)
    of_variance = many * sum(worth**2 for _s, worth in recent) / len(recent)
    factor, spread = learn(past, on, len(known) - len(still))
    mine.sort(key=lambda each: -each[0] * each[1])
    luck = np.random.default_rng(0)
    singly = [
        sum(worth for (chance, worth), roll in zip(mine, rolls, strict=True) if roll < chance)
        for rolls in luck.random((DRAWS, len(mine))).tolist()
    ]
    others, unsure = luck.standard_normal(DRAWS).tolist(), luck.standard_normal(DRAWS).tolist()
    draws = sorted(
        max((one + of_new + sqrt(of_variance) * other) * factor * exp(spread * wrong), 0.0)
        for one, other, wrong in zip(singly, others, unsure, strict=True)
    )
    return {
        "done": done,
        "from_open": of_open,
        "from_new": of_new,
        "expected": done + (of_open + of_new) * factor,
        "low": done + share_of(draws, 0.1),
        "high": done + share_of(draws, 0.9),
        "factor": factor,
        "spread": spread,
    }


def share_of(values: list[float], share: float) -> float:
    """Give the value below which a share of sorted values lies."""
    place = share * (len(values) - 1)
    below = int(place)
    return values[below] + (place - below) * (values[below + 1] - values[below])


def learn(past: list[tuple[int, float, float]], on: int, closed: int) -> tuple[float, float]:
    """Say by which factor earlier quarters were wrong at this week, and how much that varies."""
    rows = [
        (
            quarter(day)[0],
            (day - quarter(day)[0]) // 7,
            log(max(came, 1e-9) / max(told, 1e-9)),
            came,
        )
        for day, told, came in past
        if quarter(day)[0] < quarter(on)[0]
    ]

    def lesson(week: int, before: int) -> float:
        own = [row for row in rows if row[0] < before]
        near = [miss for _q, at, miss, came in own if abs(at - week) <= 1 and came > 0]
        quarters = len({row[0] for row in own})
        return sum(near) / len(near) * quarters / (quarters + 1) if near else 0.0

    here = quarter(on)[0]
    squares = [(miss - lesson(week, q)) ** 2 for q, week, miss, came in rows if came > 0]
    quarters = len({row[0] for row in rows})
    believed = 0.085**2 + 2.8**2 / closed
    seen = sum(squares) / len(squares) * quarters if squares else 0.0
    spread = sqrt((believed + seen) / (1 + quarters))
    return exp(lesson((on - here) // 7, here)), spread


def told_before(deals: Plain, on: int) -> list[tuple[int, float, float]]:
    """Set what was told on the Mondays before beside what their quarters then brought."""
    found = []
    for row in Forecast.objects.filter(team=None, on__lt=date.fromordinal(on)).order_by("on"):
        day = row.on.toordinal()
        came = sum(
            worth
            for stays, worth in deals
            if stays[-1][3] == "won" and day <= stays[-1][2] <= quarter(day)[1]
        )
        found.append((day, float(row.from_open + row.from_new), came))
    return found


def test_a_forecast_with_its_interval_is_what_plain_python_reckons() -> None:
    dice = random.Random(3)
    for _each in range(90):
        make_wandering(dice, ON, since=420)
    keep_up(moment(ON, 1))

    deals, stages = read(), len(known_stages())
    rows = list(Forecast.objects.filter(team=None).order_by("on"))
    assert len({row.quarter_on for row in rows}) > 3
    for row in (rows[0], rows[len(rows) // 2], rows[-1]):
        on = row.on.toordinal()
        plain = reckon(deals, on, told_before(deals, on), stages)
        for name, value in plain.items():
            within = {"abs": 0.006} if name not in {"factor", "spread"} else {"rel": 1e-6}
            assert float(getattr(row, name)) == pytest.approx(value, **within), (row.on, name)


def test_each_open_deal_stands_in_the_category_that_plain_python_puts_it_in() -> None:
    dice = random.Random(5)
    sellers = [make_user(Role.SALESPERSON), make_user(Role.SALESPERSON)]
    for turn in range(120):
        make_wandering(dice, ON, since=300, owner=sellers[turn % 2])
    keep_up(moment(ON, 1))
    manager, told = make_user(Role.SALES_MANAGER), Forecast.objects.get(team=None, on=TODAY)

    chances = Learned(as_known(read(), ON), ON, len(known_stages())).chances(ON)[0]
    expected: dict[tuple[int, str], list[tuple[float, float]]] = defaultdict(list)
    for deal in Opportunity.objects.filter(closed_at=None):
        age = ON - timezone.localdate(deal.stage_since).toordinal()
        kept = max(each for each in AGES if each <= age)
        chance = round(chances[list(known_stages()).index(deal.stage)][kept], 4) * told.factor
        name = "commit" if chance >= 0.7 else "best_case" if chance >= 0.4 else "pipeline"
        expected[deal.owner_id, name].append((float(deal.amount), min(chance, 1.0)))

    prospects = queries.list_prospects(told, for_user=manager, today=TODAY)
    for group in queries.group(prospects):
        own = [
            row for (_who, name), rows in expected.items() if name == group.category for row in rows
        ]
        assert (group.count, float(group.worth)) == (len(own), sum(worth for worth, _c in own))
        weighted = sum(worth * chance for worth, chance in own)
        assert float(group.weighted) == pytest.approx(weighted)
    ids = [each.pk for each in sellers]
    for owner, sums in queries.sum_by_owner(told, owners=ids, today=TODAY).items():
        for category, worth in sums.items():
            assert worth == Decimal(sum(w for w, _chance in expected[owner, category]))
