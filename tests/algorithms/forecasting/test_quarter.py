import random
from datetime import date

import pytest

from twintrack.algorithms.forecasting.deals import LOST, WON, Deal, Stay, quarter_of
from twintrack.algorithms.forecasting.quarter import Replay, forecast, learn, look_ahead, replay

START = date(2025, 1, 1).toordinal()
MONDAY = date(2026, 2, 2).toordinal()


def history(seed: int = 3) -> list[Deal]:
    """Make a steady company: four deals a day, decided after about a month, four of ten won."""
    dice = random.Random(seed)
    deals = []
    for opened in range(START, START + 600):
        for _each in range(4):
            closed = opened + 1 + int(dice.expovariate(1 / 30))
            worth = dice.choice([10.0, 20.0, 60.0])
            end = WON if dice.random() < 0.4 else LOST
            stay = Stay(stage=0, since=opened, until=closed, to=end)
            brought = worth * 0.9 if end == WON else 0.0
            deals.append(Deal(stays=(stay,), worth=worth, brought=brought))
    return deals


def test_a_steady_company_is_forecast_within_its_interval() -> None:
    deals = history()

    outlooks = [look_ahead(deals, on=on, stages=1) for on in range(MONDAY, MONDAY + 100, 21)]
    told = [(forecast(each), replay(deals, each)) for each in outlooks]

    assert sum(each.low <= came.done + came.came <= each.high for each, came in told) >= 4
    for each, came in told:
        assert each.expected == pytest.approx(came.done + came.came, rel=0.15)
        assert came.done <= each.low <= each.expected <= each.high


def test_what_is_done_counts_only_what_was_won_in_the_quarter() -> None:
    deals = history()
    first = quarter_of(MONDAY)[0]

    done = look_ahead(deals, on=MONDAY, stages=1).done

    expected = sum(each.brought for each in deals if each.closed and first <= each.closed < MONDAY)
    assert done == pytest.approx(expected)


def test_a_week_is_corrected_by_what_earlier_quarters_missed_there() -> None:
    quarters = [date(2025, month, 1).toordinal() for month in (1, 4, 7)]
    past = [
        Replay(on=first + 7 * week, done=0, to_come=100, came=80, closed=500)
        for first in quarters
        for week in range(13)
    ]

    none = learn([], quarter=MONDAY, week=4, closed=500)
    some = learn(past, quarter=quarter_of(MONDAY)[0], week=4, closed=500)

    assert (none.factor, none.quarters) == (1.0, 0)
    assert some.factor == pytest.approx(0.8**0.75)
    assert some.quarters == 3
    assert learn(past, quarter=quarters[0], week=4, closed=500) == none


def test_few_closed_deals_make_the_interval_wide() -> None:
    deals = history()[:60]
    known_late = look_ahead(deals, on=START + 20, stages=1)

    few = forecast(known_late)

    assert few.lesson.spread > 0.3


def test_a_company_without_deals_has_nothing_to_come() -> None:
    told = forecast(look_ahead([], on=MONDAY, stages=3))

    assert (told.done, told.expected, told.low, told.high) == (0.0, 0.0, 0.0, 0.0)
