"""Whoever may become a customer: rules, a web form, and leads in each state."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from twintrack.demo.cast import Cast
from twintrack.foundation.people.models import User
from twintrack.sales.leads import operations as leads
from twintrack.sales.leads.lifecycle import State
from twintrack.sales.leads.models import Lead, LeadWebForm
from twintrack.sales.leads.operations import (
    AssignmentDetails,
    Conversion,
    Deal,
    LeadDetails,
    ScoreDetails,
    Spoken,
    WebFormDetails,
)
from twintrack.sales.leads.schedule import learn_anew

BEGINNING = 100
# The night in which the score was learned from the leads that had ended.
LEARNED, NIGHT = 1, 0.7
CLOSES_IN = timedelta(days=75)


class Prospect:
    """One lead of the story, from the day it came in."""

    def __init__(self, cast: Cast, told: dict[str, Any], web_form: list[LeadWebForm]) -> None:
        self.cast, self.told, self.web_form = cast, told, web_form
        self._lead: Lead | None = None

    def come(self, at: datetime) -> None:
        told, teller = self.told, self.cast.teller
        name, title = told["person"][:2], told["person"][2:]
        details = LeadDetails(
            company=teller.of(told["company"]),
            contact_name=teller.of(name),
            contact_title=teller.of(title),
            phone=told.get("phone", ""),
            email=told.get("email", ""),
            source=told["source"],
            interest=teller.of(told["interest"]),
            products=[self.cast.products[told["about"]]],
            region=teller.of(told["region"]),
            size=told.get("size", ""),
        )
        if told.get("web"):
            [form] = self.web_form
            self._lead = leads.take_word(web_form=form, details=details, turn="demo", at=at)
        else:
            self._lead = leads.capture(details=details, by=self.cast.staff["sun"], at=at)

    @property
    def _now(self) -> tuple[Lead, User]:
        assert self._lead
        self._lead.refresh_from_db()
        return self._lead, self._lead.owner or self.cast.staff["sun"]

    def reach(self, at: datetime) -> None:
        lead, by = self._now
        spoken = Spoken(text=self.cast.teller.of(self.told["said"]), reached=True)
        leads.note(lead=lead, spoken=spoken, by=by, at=at)

    def qualify(self, at: datetime) -> None:
        lead, by = self._now
        leads.move(lead=lead, before=State.CONTACTED, to=State.QUALIFIED, by=by, at=at)

    def give_up(self, at: datetime) -> None:
        lead, by = self._now
        words = self.cast.teller.of(self.told["words"])
        leads.disqualify(lead=lead, reason=self.told["reason"], words=words, by=by, at=at)

    def convert(self, at: datetime) -> None:
        lead, by = self._now
        deal = Deal(
            name=lead.interest[:120],
            amount=Decimal(self.told["amount"]),
            currency="CNY",
            expected_close_on=(at + CLOSES_IN).date(),
        )
        leads.convert(lead=lead, conversion=Conversion(deal=deal), by=by, at=at)


def _set_rules(cast: Cast, told: dict[str, Any], forms: list[LeadWebForm], at: datetime) -> None:
    by, teller = cast.staff["sun"], cast.teller
    for position, rule in enumerate(told["rules"], start=1):
        details = AssignmentDetails(
            name_zh=rule["name"][0],
            name_en=rule["name"][1],
            field=rule.get("field", ""),
            value=teller.of(rule["value"]) if "value" in rule else "",
            method=rule.get("method", "round_robin"),
            position=position,
            people=[cast.staff[each] for each in rule.get("people", ())],
        )
        leads.add_assignment_rule(details=details, by=by, at=at)
    for rule in told["points"]:
        leads.add_score_rule(
            details=ScoreDetails(
                name_zh=rule["name"][0],
                name_en=rule["name"][1],
                field=rule["field"],
                value=rule["value"],
                points=rule["points"],
            ),
            by=by,
            at=at,
        )
    page = WebFormDetails(
        name_zh="联系我们",
        name_en="Contact us",
        intro_zh="请留下联系方式，我们会在一个工作日内回复。",
        intro_en="Leave us word, and we answer within one working day.",
        products=list(cast.products.values()),
    )
    forms.append(leads.add_web_form(details=page, by=by, at=at))


def follow(cast: Cast) -> None:
    """Write into the diary how leads come in, are worked on, and end."""
    told = cast.teller.read("leads")
    cast.diary.on(LEARNED, NIGHT, learn_anew)
    forms: list[LeadWebForm] = []
    cast.diary.on(BEGINNING, 9.5, partial(_set_rules, cast, told, forms))
    for each in told["leads"]:
        prospect = Prospect(cast, each, forms)
        key = each["company"][1]
        for name, hour, act in (
            ("came", 9.6, prospect.come),
            ("reached", 10.8, prospect.reach),
            ("qualified", 14.2, prospect.qualify),
            ("converted", 15.5, prospect.convert),
            ("given_up", 16.2, prospect.give_up),
        ):
            if name in each:
                cast.diary.on(each[name], hour, act, key=key)
