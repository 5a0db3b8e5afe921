"""Opportunities on their way, those that were won and those that were lost."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from twintrack.demo.cast import Cast
from twintrack.sales.pipeline import operations as pipeline
from twintrack.sales.pipeline.lifecycle import Stage
from twintrack.sales.pipeline.models import Opportunity


class Deal:
    """One opportunity of the story, from the day it is opened."""

    def __init__(self, cast: Cast, told: dict[str, Any]) -> None:
        self.cast, self.told = cast, told
        self.customer = told["with"]
        self._opportunity: Opportunity | None = None

    def open(self, at: datetime) -> None:
        customer = self.cast.customers[self.customer]
        details = pipeline.OpportunityDetails(
            customer=customer,
            name=self.cast.teller.of(self.told["name"]),
            amount=Decimal(self.told["amount"]),
            currency=self.told.get("in", "CNY"),
            expected_close_on=self.cast.diary.day(self.told["close"]),
            products=[self.cast.products[self.told["about"]]],
        )
        self._opportunity = pipeline.open_opportunity(details=details, by=customer.owner, at=at)

    @property
    def _now(self) -> Opportunity:
        assert self._opportunity
        self._opportunity.refresh_from_db()
        return self._opportunity

    def advance(self, to: Stage, at: datetime) -> None:
        here = self._now
        by = here.owner
        pipeline.advance(opportunity=here, before=Stage(here.stage), to=to, by=by, at=at)

    def win(self, at: datetime) -> None:
        here = self._now
        pipeline.win(opportunity=here, before=Stage(here.stage), by=here.owner, at=at)

    def lose(self, at: datetime) -> None:
        here = self._now
        reason = self.cast.teller.of(self.told["why"])
        pipeline.lose(
            opportunity=here, before=Stage(here.stage), reason=reason, by=here.owner, at=at
        )


def follow(cast: Cast) -> None:
    """Write into the diary how opportunities open, move on and end."""
    for told in cast.teller.read("deals")["deals"]:
        deal = Deal(cast, told)
        key = f"{deal.customer}{told['opened']}"
        cast.diary.on(told["opened"], 16.4, deal.open, key=key)
        for stage, ago in told.get("way", {}).items():
            cast.diary.on(ago, 16.6, partial(deal.advance, Stage(stage)), key=key)
        if "won" in told:
            cast.diary.on(told["won"], 16.8, deal.win, key=key)
        if "lost" in told:
            cast.diary.on(told["lost"], 16.8, deal.lose, key=key)
