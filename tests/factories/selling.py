"""A year of selling, as measures of sales read it."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from tests.factories.pipeline import make_opportunity, make_passage
from twintrack.analytics.months import later
from twintrack.foundation.people.models import User
from twintrack.sales.pipeline.lifecycle import Outcome, Stage
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
