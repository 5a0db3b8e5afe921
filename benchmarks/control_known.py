"""
What control limits could do at most: `python -m benchmarks.control_known`.

The process is known here: level, spread and distribution before and after the shift. For shifts
to be found within five points no rule is better than the logarithm of how much likelier the last
five points are with the shift than without (Guépié, Fillatre and Nikiforov 2012). Half of the false
signals that are allowed go to the side that is worse, the other half is for the other side.
"""

import random
from collections.abc import Callable, Sequence
from itertools import pairwise
from math import lgamma, log, log1p, sqrt

from benchmarks.control import COURSES, SHIFT, WITHIN, WORSE
from twintrack.algorithms.control import Reading

YEARS, SHIFTS, START, QUIET = 3000, 4000, 10, 8
ALLOWED = 0.5
Evidence = Callable[[Sequence[Reading]], list[float]]


def waiting(spread: float, alike: float = 0.0, *, is_log: bool = True) -> Evidence:
    def tell(course: Sequence[Reading]) -> list[float]:
        far = [
            ((log(each.part) - 3) if is_log else (each.part / 20 - 1)) / spread for each in course
        ]
        rest = 1 - alike**2
        fresh = [far[0], *(b - alike * a for a, b in pairwise(far))]
        first = [SHIFT * each / rest for each in fresh]
        later = [SHIFT * (1 - alike) * each / rest for each in fresh]
        return [
            first[end - WITHIN] + sum(later[end - WITHIN + 1 : end])
            for end in range(WITHIN, len(far) + 1)
        ]

    return tell


def apart(of_one: Callable[[Reading], float]) -> Evidence:
    """Add up what points say that know nothing of one another."""

    def tell(course: Sequence[Reading]) -> list[float]:
        told = [of_one(each) for each in course]
        return [sum(told[end - WITHIN : end]) for end in range(WITHIN, len(told) + 1)]

    return tell


def median(reading: Reading) -> float:
    step = SHIFT * sqrt(0.25**2 + 1.57 * 0.8**2 / 9)
    own = 0.25**2 + 1.45 * 0.8**2 / reading.whole
    return (step * (log(reading.part) - 3) - step**2 / 2) / own


def ratio(share: float, usual: float, alike: float) -> Evidence:
    spread = sqrt(share * (1 - share) / usual * (1 + (usual - 1) * alike))
    moved = share + SHIFT * spread * (-1 if share > 0.5 else 1)

    def likely(hits: float, many: float, level: float) -> float:
        if not alike:
            return hits * log(level) + (many - hits) * log1p(-level)
        odds = (1 - alike) / alike
        one, other = level * odds, (1 - level) * odds
        return lgamma(hits + one) - lgamma(one) + lgamma(many - hits + other) - lgamma(other)

    return apart(lambda r: likely(r.part, r.whole, moved) - likely(r.part, r.whole, share))


def counts(level: float, excess: float) -> Evidence:
    moved = level + SHIFT * sqrt(level + excess * level**2)

    def likely(events: float, rate: float) -> float:
        if not excess:
            return events * log(rate) - rate
        return events * log(rate) - (events + 1 / excess) * log(1 + excess * rate)

    return apart(lambda reading: likely(reading.part, moved) - likely(reading.part, level))


KNOWN: tuple[Evidence, ...] = (
    waiting(0.2, is_log=False),
    waiting(0.3),
    waiting(0.3, 0.2),
    waiting(0.3, 0.3),
    apart(median),
    ratio(0.93, 40, 0.02),
    ratio(0.2, 14, 0),
    ratio(0.9, 10_000, 0.01),
    counts(3, 0.1),
    counts(12, 0.1),
    counts(40, 0),
)


def signals(course: Sequence[float], limit: float) -> int:
    found = quiet = 0
    for each in course:
        quiet -= 1
        if each > limit and quiet < 0:
            found, quiet = found + 1, QUIET
    return found


def limit_for(told: Sequence[float], allowed: float) -> float:
    """Find the least limit that is passed so often, by halving."""
    low, high = 0.0, max(told)
    for _step in range(14):
        middle = (low + high) / 2
        low, high = (middle, high) if signals(told, middle) > allowed else (low, middle)
    return high


def main() -> None:
    print(f"shifts found within {WITHIN} points at most: weekly, daily")
    for (name, (maker, _kind)), tell in zip(COURSES.items(), KNOWN, strict=True):
        dice = random.Random(f"known {name}")
        points = YEARS * 52
        stable = tell(maker(dice, points, points, 0))
        shifted = [
            max(tell(maker(dice, START + WITHIN, START, WORSE))[-WITHIN:]) for _ in range(SHIFTS)
        ]
        limits = [limit_for(stable, ALLOWED * points / year) for year in (52, 250)]
        seen = (sum(each > limit for each in shifted) / SHIFTS for limit in limits)
        print(f"| {name} | {' | '.join(f'{each:.0%}' for each in seen)} |", flush=True)


if __name__ == "__main__":
    main()
