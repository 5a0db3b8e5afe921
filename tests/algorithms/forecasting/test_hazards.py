import random
from datetime import date

import pytest

from twintrack.algorithms.forecasting.deals import LOST, WON, Deal, Stay
from twintrack.algorithms.forecasting.hazards import (
    chance_when_decided,
    decided_within,
    fit_hazards,
    won_within,
)

START = date(2025, 1, 1).toordinal()
ON = date(2026, 1, 1).toordinal()


def made(dice: random.Random, opened: int, *, moves: float, closes: float, won: float) -> Deal:
    """Make a deal of two stages: it moves on at one rate, and closes from the second at another."""
    moved = opened + 1 + int(dice.expovariate(moves))
    closed = moved + 1 + int(dice.expovariate(closes))
    if moved >= ON:
        return Deal(stays=(Stay(stage=0, since=opened),), worth=1.0)
    first = Stay(stage=0, since=opened, until=moved, to=1)
    if closed >= ON:
        return Deal(stays=(first, Stay(stage=1, since=moved)), worth=1.0)
    end = WON if dice.random() < won else LOST
    last = Stay(stage=1, since=moved, until=closed, to=end)
    return Deal(stays=(first, last), worth=1.0, brought=1.0 if end == WON else 0.0)


def company(seed: int = 7, **rates: float) -> list[Deal]:
    dice = random.Random(seed)
    return [made(dice, START + dice.randrange(365), **rates) for _each in range(3000)]


def test_rates_and_ends_that_made_a_history_are_found_again() -> None:
    deals = company(moves=0.05, closes=0.02, won=0.3)

    hazards = fit_hazards(deals, on=ON, stages=2)

    assert hazards.leaving[0, 2:6].mean() == pytest.approx(0.05, rel=0.15)
    assert hazards.leaving[1, 2:6].mean() == pytest.approx(0.02, rel=0.15)
    assert hazards.won_share == pytest.approx(0.3, abs=0.03)
    assert chance_when_decided(hazards, stage=1, age=20, day=ON) == pytest.approx(0.3, abs=0.05)


def test_a_chance_to_be_won_walks_through_the_stages_that_are_left() -> None:
    hazards = fit_hazards(company(moves=0.05, closes=0.02, won=0.3), on=ON, stages=2)

    until = ON + 400
    won, decided = (way(hazards, on=ON, until=until) for way in (won_within, decided_within))

    assert won[0, 0, 0] == pytest.approx(0.3, abs=0.04)
    assert decided[0, 0, 0] > 0.9
    soon = won_within(hazards, on=ON, until=ON + 30)
    assert soon[0, 1, 0] > 2 * soon[0, 0, 0]
    assert (soon[-1] == 0).all()


def test_the_end_of_a_quarter_may_win_more_than_its_beginning() -> None:
    deals = []
    for number in range(1200):
        closed = START + number % 360
        month = (date.fromordinal(closed).month - 1) % 3
        end = WON if number % 10 < (8 if month == 2 else 4) else LOST
        stay = Stay(stage=0, since=closed - 20, until=closed, to=end)
        deals.append(Deal(stays=(stay,), worth=1.0))

    hazards = fit_hazards(deals, on=ON, stages=1)

    last = chance_when_decided(hazards, stage=0, age=20, day=date(2026, 3, 20).toordinal())
    first = chance_when_decided(hazards, stage=0, age=20, day=date(2026, 1, 20).toordinal())
    assert last == pytest.approx(0.77, abs=0.05)
    assert first == pytest.approx(0.43, abs=0.05)


def test_without_any_history_chances_are_guesses_and_not_errors() -> None:
    hazards = fit_hazards([], on=ON, stages=2)

    assert hazards.closed == 0
    assert 0 < won_within(hazards, on=ON, until=ON + 90)[0, 0, 0] < 0.5
