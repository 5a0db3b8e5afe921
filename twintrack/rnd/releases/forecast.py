"""
When the rest of a release is done at the pace of the last weeks. Pure: no database, no clock.

Weeks that were are drawn at random until enough is done; half of the draws are done by `p50`, four
in five by `p80`. The draws are the same for the same numbers, so that a page says the same twice.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

WEEKS = 12
# From fewer finished requirements nothing is concluded.
FEWEST = 5
DRAWS = 1000
# Further ahead nobody plans.
MOST_WEEKS = 104
WEEK = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """By which days the rest is done; `n` finished requirements of `weeks` weeks stand behind."""

    left: int
    n: int
    weeks: int
    p50: date | None
    p80: date | None

    @property
    def is_few(self) -> bool:
        return self.p50 is None


def foretell(*, left: int, finished_on: Collection[date], today: date) -> Forecast:
    """Say when what is left will be done, at the pace at which requirements were finished."""
    since = today - WEEK * WEEKS
    lately = [day for day in finished_on if since < day <= today]
    if len(lately) < FEWEST or left <= 0:
        return Forecast(left=left, n=len(lately), weeks=WEEKS, p50=None, p80=None)
    pace = [
        sum(since + WEEK * week < day <= since + WEEK * (week + 1) for day in lately)
        for week in range(WEEKS)
    ]
    needed = _draw(left, pace)
    return Forecast(
        left=left,
        n=len(lately),
        weeks=WEEKS,
        p50=today + WEEK * needed[DRAWS // 2],
        p80=today + WEEK * needed[DRAWS * 4 // 5],
    )


def _draw(left: int, pace: Sequence[int]) -> list[int]:
    """Draw how many weeks it takes, in rising order."""
    chance = Random(f"{left} {pace}")
    return sorted(_one(left, pace, chance) for _each in range(DRAWS))


def _one(left: int, pace: Sequence[int], chance: Random) -> int:
    weeks = 0
    while left > 0 and weeks < MOST_WEEKS:
        left -= chance.choice(pace)
        weeks += 1
    return weeks
