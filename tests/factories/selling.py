"""A year of selling, as measures of sales read it."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from tests.factories.pipeline import make_opportunity, make_passage
from twintrack.analytics.months import later
from twintrack.foundation.people.models import User
from twintrack.sales.pipeline.lifecycle import CLOSED, Outcome, Stage
from twintrack.sales.pipeline.models import Opportunity

FIRST = Stage.REQUIREMENT_CONFIRMATION


def make_deal(
    owner: User, opened: datetime, *, end: str = "", days: int = 20, amount: int = 1000
) -> Opportunity:
    """Make a deal at its first stage, which it left for an end after so many days, or not."""
    closed = opened + timedelta(days=days) if end else None
    deal = make_opportunity(
        owner=owner,
        amount=Decimal(amount),
        opened_at=opened,
        stage=end or FIRST,
        stage_since=closed or opened,
        closed_at=closed,
    )
    outcome = {"won": Outcome.WON, "lost": Outcome.LOST}.get(end, "")
    make_passage(deal, FIRST, left_at=closed, outcome=outcome)
    return deal


def make_year(owner: User, now: datetime, *, won: int = 3, lost: int = 3) -> list[Opportunity]:
    """Make so many deals won and lost in each of the twelve months before, and one open."""
    deals = []
    for month in range(1, 13):
        first = later(timezone.localdate(now).replace(day=1), -month)
        opened = datetime.combine(first, time(12), UTC) + timedelta(days=2)
        for turn in range(won + lost):
            end = "won" if turn < won else "lost"
            deals.append(make_deal(owner, opened, end=end))
    deals.append(make_deal(owner, now - timedelta(days=2)))
    return deals


def moment(day: int, hour: int = 3) -> datetime:
    """Give a moment of a day that is named by its ordinal."""
    return datetime.combine(date.fromordinal(day), datetime.min.time(), UTC) + timedelta(hours=hour)


def make_wandering(
    dice: random.Random, on: int, *, since: int = 200, owner: User | None = None
) -> Opportunity:
    """Make an opportunity that wanders through the stages until a day, back too, and may end."""
    stages = [each for each in Stage if each not in CLOSED]
    day, place = on - dice.randrange(2, since), 0
    more = {} if owner is None else {"owner": owner}
    opportunity = make_opportunity(
        opened_at=moment(day),
        stage_since=moment(day),
        amount=Decimal(dice.randrange(1, 9) * 1000),
        **more,
    )
    while True:
        until = day + dice.randrange(0, 60)
        onward = dice.choice([place + 1, place + 1, max(place - 1, 0)])
        is_end = dice.random() < 0.4 or onward in (place, len(stages))
        if until >= on:
            make_passage(opportunity, stages[place], entered_at=moment(day))
            opportunity.stage, opportunity.stage_since = stages[place], moment(day)
            break
        end = dice.choice([Stage.WON, Stage.LOST])
        outcome = end if is_end else Outcome.ONWARD if onward > place else Outcome.BACK
        passage = {"entered_at": moment(day), "left_at": moment(until), "outcome": outcome}
        make_passage(opportunity, stages[place], is_last=False, **passage)
        if is_end:
            opportunity.stage, opportunity.closed_at = end, moment(until)
            break
        day, place = until, onward
    opportunity.save()
    return opportunity
