"""Process charts: what is ordinary is left alone, what is not is found soon, and only once."""

import random
from math import exp

import pytest

from twintrack.algorithms.control import DAILY, WEEKLY, Kind, Pace, Reading, process_chart

BASE, RUNS = 26, 45


def course(kind: Kind, dice: random.Random, count: int, shift_at: int) -> list[Reading]:
    """Make a course of one kind that shifts by two standard deviations at an index."""
    found = []
    for index in range(count):
        far = 2.0 if index >= shift_at else 0.0
        if kind == Kind.DURATION:
            found.append(Reading(exp(3 + 0.3 * (dice.gauss(0, 1) + far)), 9))
        elif kind == Kind.RATIO:
            share = 0.9 - far * 0.0424 + dice.gauss(0, 0.02)
            found.append(Reading(sum(dice.random() < share for _ in range(80)), 80))
        else:
            found.append(Reading(max(round(dice.gauss(40 + far * 6.3, 6.3)), 0)))
    return found


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize(("pace", "base", "year"), [(WEEKLY, BASE, 52), (DAILY, 60, 250)])
def test_a_stable_year_has_hardly_a_finding_and_a_shift_is_found_within_five_points(
    kind: Kind, pace: Pace, base: int, year: int
) -> None:
    dice = random.Random(f"{kind}{year}")
    runs = RUNS if pace is WEEKLY else RUNS // 5
    false = seen = 0
    for _run in range(runs):
        stable = process_chart(course(kind, dice, base + year, 10_000), kind, pace)
        false += sum(each.at >= base for each in stable.signals)
        moved = process_chart(course(kind, dice, base + 5, base), kind, pace)
        seen += any(each.at >= base for each in moved.signals)

    # As far as so few runs tell; `benchmarks.control` measures it.
    assert false / runs <= 1.4
    assert seen / runs >= 0.6


def test_a_shift_says_since_when_and_from_what_and_becomes_the_base() -> None:
    dice = random.Random(4)
    readings = [Reading(20 + dice.gauss(0, 1), 9) for _ in range(25)]
    readings += [Reading(30 + dice.gauss(0, 1), 9) for _ in range(25)]

    chart = process_chart(readings, Kind.DURATION)
    [signal] = chart.signals

    assert (signal.kind, signal.since, signal.side) == ("shift", 25, 1)
    assert signal.at <= 27
    assert signal.before == pytest.approx(20, abs=1)
    assert chart.phases == [25]
    # Judged by the old limits while it was new, and by its own ones in the end.
    assert chart.points[26].is_out
    assert (chart.points[26].upper or 0) < 25
    assert not chart.points[-1].is_out
    assert chart.points[-1].centre == pytest.approx(30, abs=1)


def test_one_far_point_is_a_spike_and_changes_no_base() -> None:
    dice = random.Random(5)
    readings = [Reading(20 + dice.gauss(0, 1), 9) for _ in range(40)]
    readings[30] = Reading(31, 9)

    chart = process_chart(readings, Kind.DURATION)

    assert [(each.kind, each.at) for each in chart.signals] == [("spike", 30)]
    assert chart.phases == []


def test_one_duration_alone_is_told_by_wider_limits_than_the_median_of_many() -> None:
    dice = random.Random(7)
    readings = [Reading(20 + dice.gauss(0, 1), 9, 0.5) for _ in range(30)]
    chart = process_chart([*readings, Reading(20, 1)], Kind.DURATION)

    assert (chart.points[30].upper or 0) > 1.5 * (chart.points[29].upper or 99)


def test_few_trials_give_no_rate_and_few_points_no_limits() -> None:
    few = process_chart([Reading(2, 4)] * 30, Kind.RATIO)
    short = process_chart([Reading(9, 10)] * 9, Kind.RATIO)

    assert all(each.value is None for each in few.points)
    assert not short.has_limits
    assert short.points[0].value == 0.9


def test_later_points_change_nothing_of_what_was_said() -> None:
    dice = random.Random(6)
    readings = course(Kind.RATIO, dice, 60, 40)
    whole = process_chart(readings, Kind.RATIO)

    for count in (20, 41, 47, 59):
        part = process_chart(readings[:count], Kind.RATIO)
        assert part.points == whole.points[:count]
        assert [each for each in part.signals if each.kind == "shift"] == [
            each for each in whole.signals if each.at < count and each.kind == "shift"
        ]


def test_always_all_and_always_nothing_are_borne() -> None:
    for reading, kind in (
        (Reading(50, 50), Kind.RATIO),
        (Reading(0, 1), Kind.COUNT),
        (Reading(0, 1), Kind.DURATION),
    ):
        chart = process_chart([reading] * 40, kind)
        assert chart.signals == []
        assert chart.points[-1].upper is not None
