"""Nights in which the made-up company's measures of sales were kept, and what it aims at."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from twintrack.demo.cast import Cast
from twintrack.sales.kpis import operations
from twintrack.sales.kpis.lifecycle import Warn
from twintrack.sales.kpis.queries import Of
from twintrack.sales.kpis.rounds import freeze, keep_up

# So many nights ago, besides that in which the month began: enough to see states move.
NIGHTS = (21, 7, 1)
# What the head of sales set: measure, target, as people see it.
AIMS = (("win_rate", 60.0), ("collection_cycle", 45.0), ("discount", 12.0), ("response_kept", 95.0))
# What single people are to win in a month, in the base currency: who, how much.
OF_PEOPLE = (("zhao", 2_400_000.0), ("wu", 1_200_000.0))
EARLY, LATE = 0.4, 23.0


def follow(cast: Cast) -> None:
    """Write into the diary the nights in which measures were kept, and the targets."""

    def aim(at: datetime) -> None:
        for measure, value in AIMS:
            operations.set_target(
                measure=measure,
                value=value,
                warn=Warn.MISSED,
                since=timezone.localdate(at),
                by=cast.staff["sun"],
                at=at,
            )

    def share_out(at: datetime) -> None:
        whole = sum(value for _who, value in OF_PEOPLE)
        shares = [(Of(person=cast.staff[who]), value) for who, value in OF_PEOPLE]
        for of, value in [(Of(), whole), *shares]:
            operations.set_target(
                measure="won",
                value=value,
                warn=Warn.OFF,
                since=timezone.localdate(at),
                of=of,
                by=cast.staff["sun"],
                at=at,
            )

    cast.diary.on(30, 10, aim)
    cast.diary.on(29, 10, share_out)
    for ago in NIGHTS:
        cast.diary.on(ago, EARLY, freeze)
    cast.diary.on(0, LATE, keep_up)
