"""Opportunities on their way, those that were won and those that were lost."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils import timezone

from twintrack.demo.cast import Cast
from twintrack.helix.needs import operations as needs
from twintrack.sales.pipeline import operations as pipeline
from twintrack.sales.pipeline.lifecycle import Stage, TaskState
from twintrack.sales.pipeline.models import LostReason, Opportunity

PRESALES = "luo"
FIRST = Stage.REQUIREMENT_CONFIRMATION.value
# What is done next when a stage is entered.
STEPS = {
    FIRST: ["现场需求调研", "Survey the needs on site"],
    Stage.SOLUTION_DESIGN.value: ["方案初稿评审", "Review the first draft of the solution"],
    Stage.NEGOTIATION.value: ["发出正式报价", "Send the quote"],
    Stage.CONTRACT.value: ["合同条款送审", "Have the terms checked"],
}
ALONE = ["客户催得急，边走边补", "The customer is in a hurry; it follows"]


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
            next_step=self.cast.teller.of(STEPS[FIRST]),
            next_step_on=timezone.localdate(at) + timedelta(days=5),
        )
        self._opportunity = pipeline.open_opportunity(details=details, by=customer.owner, at=at)

    @property
    def _now(self) -> Opportunity:
        assert self._opportunity
        self._opportunity.refresh_from_db()
        return self._opportunity

    def advance(self, to: str, at: datetime) -> None:
        """Move it with what the stage asks for, except where the story goes on without."""
        here = self._now
        people = self.cast.contacts.get(self.customer, [])
        given = pipeline.Given(
            next_step=self.cast.teller.of(STEPS[to]),
            next_step_on=timezone.localdate(at) + timedelta(days=6),
            presales=None if "alone" in self.told else self.cast.staff[PRESALES],
            decision_maker=people[0] if people and to == Stage.CONTRACT else None,
            new_decision_maker="" if people or to != Stage.CONTRACT else "—",
        )
        pipeline.advance(
            opportunity=here,
            before=here.stage,
            to=to,
            given=given,
            anyway=self.cast.teller.of(self.told.get("alone", ALONE)),
            by=here.owner,
            at=at,
        )

    def catch_up(self, at: datetime) -> None:
        """Do what should have been done by now, except where somebody is behind."""
        if "planned" not in self.told:
            self.work_off(at, until=timezone.localdate(at))

    def work_off(self, at: datetime, until: date = date.max) -> None:
        """Do what the stage left behind has asked for, and skip one thing."""
        tasks = self._now.tasks.filter(state="todo", due_on__lte=until).order_by("pk")
        for number, task in enumerate(tasks):
            skips = "alone" in self.told and number == 0
            pipeline.close_task(
                task=task,
                state=TaskState.SKIPPED if skips else TaskState.DONE,
                reason=self.cast.teller.of(ALONE) if skips else "",
                by=task.owner,
                at=at,
            )

    def plan(self, at: datetime) -> None:
        """Say what comes next, as it stands today."""
        here = self._now
        values = {
            "next_step": self.cast.teller.of(self.told["next"]),
            "next_step_on": self.cast.diary.day(self.told["due"]),
        }
        pipeline.change(opportunity=here, before={}, values=values, by=here.owner, at=at)

    def drift(self, at: datetime) -> None:
        """Have done the last step, and plan none."""
        here = self._now
        values = {"next_step": "", "next_step_on": None}
        pipeline.change(opportunity=here, before={}, values=values, by=here.owner, at=at)

    def ask_of_rnd(self, at: datetime) -> None:
        """Note what the customer must have, and what they would like."""
        here = self._now
        for is_must, keys in (
            (True, self.told.get("needs", [])),
            (False, self.told.get("nice", [])),
        ):
            for key in keys:
                needs.note_need(
                    opportunity=here,
                    requirement=self.cast.requirements[key],
                    is_must=is_must,
                    by=here.owner,
                    at=at,
                )

    def win(self, at: datetime) -> None:
        here = self._now
        pipeline.win(opportunity=here, before=here.stage, by=here.owner, at=at)

    def lose(self, at: datetime) -> None:
        here = self._now
        reason = self.cast.teller.of(self.told["why"])
        loss = pipeline.Loss(
            because=LostReason.objects.get(code=self.told["because"]),
            competitor=self.told.get("to", ""),
        )
        pipeline.lose(
            opportunity=here,
            before=here.stage,
            reason=reason,
            loss=loss,
            by=here.owner,
            at=at,
        )


def follow(cast: Cast) -> None:
    """Write into the diary how opportunities open, move on and end."""
    for told in cast.teller.read("deals")["deals"]:
        deal = Deal(cast, told)
        key = f"{deal.customer}{told['opened']}"
        cast.diary.on(told["opened"], 16.4, deal.open, key=key)
        for stage, ago in told.get("way", {}).items():
            cast.diary.on(ago, 15.2, deal.work_off, key=key)
            cast.diary.on(ago, 16.6, partial(deal.advance, stage), key=key)
        if "won" in told:
            cast.diary.on(told["won"], 16.8, deal.win, key=key)
        elif "lost" in told:
            cast.diary.on(told["lost"], 16.8, deal.lose, key=key)
        else:
            _go_on(cast, deal, told, key)


def _go_on(cast: Cast, deal: Deal, told: dict[str, Any], key: str) -> None:
    """Write down what was done lately for a deal that is open today."""
    if "needs" in told or "nice" in told:
        cast.diary.on(6, 16.9, deal.ask_of_rnd, key=key)
    if "next" in told:
        cast.diary.on(told.get("planned", 2), 17.1, deal.plan, key=key)
    else:
        cast.diary.on(3, 17.1, deal.drift, key=key)
    cast.diary.on(1, 17.4, deal.catch_up, key=key)
