"""
How often process charts cry wolf, and how soon they see a shift: `python -m benchmarks.control`.

Simulated courses of several distributions, weekly (26 points of base, a year of 52) and daily
(60 and 250). Beside ours: plain limits of three standard deviations learned from the same base,
and those with the run rules of Western Electric (2 of 3 beyond two, 4 of 5 beyond one, 8 on one
side). What could be done at most, if the process were known, is `benchmarks.control_known`.

The distances of `control.walk` were chosen with another seed: `--seed chosen`.
"""

import argparse
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, sqrt
from statistics import fmean, stdev

from twintrack.algorithms.control import DAILY, WEEKLY, Kind, Pace, Reading, process_chart

SHIFT = 2.0
WITHIN = 5
# So many shifts for each year.
SHIFTS = 4
Dice = random.Random
# Makes a course of so many points; from the index given on, its level is shifted by so many
# standard deviations of its ordinary variation: towards what is worse if positive.
Maker = Callable[[Dice, int, int, float], list[Reading]]
WORSE, BETTER = SHIFT, -SHIFT


def waiting(spread: float, *, alike: float = 0.0, is_log: bool = True) -> Maker:
    def make(dice: Dice, count: int, shifted: int, by: float) -> list[Reading]:
        noise, course = 0.0, []
        for index in range(count):
            noise = alike * noise + sqrt(1 - alike**2) * dice.gauss(0, 1)
            far = spread * (noise + (by if index >= shifted else 0))
            value = exp(3 + far) if is_log else max(20 * (1 + far), 0.01)
            course.append(Reading(value, 10))
        return course

    return make


def medians(dice: Dice, count: int, shifted: int, by: float) -> list[Reading]:
    """Give medians of three to twenty single times, which vary by themselves."""
    whole, course = sqrt(0.25**2 + 1.57 * 0.8**2 / 9), []
    for index in range(count):
        many = dice.randint(3, 20)
        level = 3 + 0.25 * dice.gauss(0, 1) + (by * whole if index >= shifted else 0)
        logs = sorted(level + 0.8 * dice.gauss(0, 1) for _ in range(many))
        middle = (logs[many // 2] + logs[(many - 1) // 2]) / 2
        course.append(Reading(exp(middle), many, 0.8))
    return course


def ratio(share: float, sizes: tuple[int, int], alike: float) -> Maker:
    """Give shares that vary more than chance does (beta-binomial)."""

    def make(dice: Dice, count: int, shifted: int, by: float) -> list[Reading]:
        usual = sum(sizes) / 2
        whole = sqrt(share * (1 - share) / usual * (1 + (usual - 1) * alike))
        step = by * whole * (-1 if share > 0.5 else 1)
        course = []
        for index in range(count):
            many = dice.randint(*sizes)
            level = min(max(share + (step if index >= shifted else 0), 0.001), 0.999)
            odds = (1 - alike) / alike if alike else 0
            here = dice.betavariate(level * odds, (1 - level) * odds) if alike else level
            course.append(Reading(_hits(dice, many, here), many))
        return course

    return make


def _hits(dice: Dice, many: int, share: float) -> int:
    if many > 400:
        return min(max(round(dice.gauss(many * share, sqrt(many * share * (1 - share)))), 0), many)
    return sum(dice.random() < share for _ in range(many))


def counts(level: float, excess: float) -> Maker:
    """Give counts that vary more than chance does (negative binomial)."""

    def make(dice: Dice, count: int, shifted: int, by: float) -> list[Reading]:
        step = by * sqrt(level + excess * level**2)
        course = []
        for index in range(count):
            here = max(level + (step if index >= shifted else 0), 0.01)
            rate = dice.gammavariate(1 / excess, excess * here) if excess else here
            course.append(Reading(_events(dice, rate)))
        return course

    return make


def _events(dice: Dice, rate: float) -> int:
    left, events = exp(-rate), 0
    chance = dice.random()
    while chance > left:
        chance *= dice.random()
        events += 1
    return events


COURSES: dict[str, tuple[Maker, Kind]] = {
    "times, normal, cv .2": (waiting(0.2, is_log=False), Kind.DURATION),
    "times, lognormal": (waiting(0.3), Kind.DURATION),
    "times, neighbours alike .2": (waiting(0.3, alike=0.2), Kind.DURATION),
    "times, neighbours alike .3": (waiting(0.3, alike=0.3), Kind.DURATION),
    "times, medians of 3 to 20": (medians, Kind.DURATION),
    "ratio .93 of 20 to 60, overdispersed": (ratio(0.93, (20, 60), 0.02), Kind.RATIO),
    "ratio .2 of 8 to 20": (ratio(0.2, (8, 20), 0), Kind.RATIO),
    "ratio .9 of 10,000, overdispersed": (ratio(0.9, (9000, 11000), 0.01), Kind.RATIO),
    "counts around 3, overdispersed": (counts(3, 0.1), Kind.COUNT),
    "counts around 12, overdispersed": (counts(12, 0.1), Kind.COUNT),
    "counts around 40": (counts(40, 0), Kind.COUNT),
}


@dataclass(frozen=True)
class Found:
    """False signals of a stable year, and the share of shifts found soon enough."""

    false: float
    seen: float
    better: float


def ours(course: Sequence[Reading], kind: Kind, base: int, pace: Pace) -> list[int]:
    return [each.at for each in process_chart(course, kind, pace).signals if each.at >= base]


def _values(course: Sequence[Reading], kind: Kind) -> list[float]:
    return [each.part if kind == Kind.DURATION else each.part / each.whole for each in course]


def plain(course: Sequence[Reading], kind: Kind, base: int, pace: Pace) -> list[int]:
    values = _values(course, kind)
    level, spread = fmean(values[:base]), stdev(values[:base])
    return [i for i in range(base, len(values)) if abs(values[i] - level) > 3 * spread]


def runs(course: Sequence[Reading], kind: Kind, base: int, pace: Pace) -> list[int]:
    values = _values(course, kind)
    level, spread = fmean(values[:base]), stdev(values[:base])
    far = [(each - level) / spread for each in values]
    found, quiet = [], 0
    for index in range(base, len(far)):
        quiet -= 1
        hit = any(
            sum(side * each > limit for each in far[max(index - window + 1, 0) : index + 1])
            >= least
            for side in (1, -1)
            for window, least, limit in ((1, 1, 3), (3, 2, 2), (5, 4, 1), (8, 8, 0))
        )
        if hit and quiet < 0:
            found.append(index)
            quiet = 8
    return found


def measure(
    name: str, rule: Callable[..., list[int]], pace: Pace, rounds: int, seed: str = ""
) -> Found:
    maker, kind = COURSES[name]
    base, year = (26, 52) if pace is WEEKLY else (60, 250)
    dice = random.Random(f"{seed}{name}{year}")

    def found(points: int, shifted: int, by: float) -> int:
        return len(rule(maker(dice, points, shifted, by), kind, base, pace))

    false = sum(found(base + year, base + year, 0) for _ in range(rounds))
    # One course of a few points tells less than one of a year, and takes less time.
    shifts = rounds * SHIFTS
    seen, better = (
        sum(found(base + WITHIN, base, by) > 0 for _ in range(shifts)) for by in (WORSE, BETTER)
    )
    return Found(false / rounds, seen / shifts, better / shifts)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--seed", default="")
    parser.add_argument("--only", default="", help="a part of the names of courses")
    parser.add_argument("--pace", default="", help="weekly or daily")
    asked = parser.parse_args()
    rules = {"ours": ours, "three sigma": plain, "run rules": runs}
    for label, pace in (("weekly", WEEKLY), ("daily", DAILY)):
        if asked.pace not in ("", label):
            continue
        rounds = asked.rounds if pace is WEEKLY else max(asked.rounds // 4, 1)
        print(
            f"\n{label}, {rounds} years: false signals a year, shifts found within {WITHIN} points"
            " (to the worse, to the better)"
        )
        for name in (each for each in COURSES if asked.only in each):
            told = [measure(name, rule, pace, rounds, asked.seed) for rule in rules.values()]
            figures = " | ".join(
                f"{each.false:5.2f}, {each.seen:4.0%}, {each.better:4.0%}" for each in told
            )
            print(f"| {name} | {figures} |", flush=True)


if __name__ == "__main__":
    main()
