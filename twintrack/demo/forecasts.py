"""The mornings on which the made-up company's quarter was forecast."""

from __future__ import annotations

from twintrack.demo.cast import Cast
from twintrack.sales.forecast.rounds import keep_up

WEEKS = 9
EARLY = 4.5


def follow(cast: Cast) -> None:
    """Write into the diary the mornings of the last weeks, and that of today."""
    today = cast.diary.today
    for week in range(WEEKS):
        cast.diary.on(today.weekday() + 7 * week, EARLY, keep_up)
    if today.weekday():
        cast.diary.on(0, EARLY, keep_up)
