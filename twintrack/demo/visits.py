"""Visits of the last two weeks and the days ahead: planned, held, noted, called off."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from twintrack.demo.cast import Cast
from twintrack.foundation.people.models import User
from twintrack.hub.scheduling.working_days import add_working_days
from twintrack.sales.feedback.models import Channel, Feedback
from twintrack.sales.pipeline.models import Opportunity
from twintrack.sales.visits import operations as visits
from twintrack.sales.visits.lifecycle import VisitKind
from twintrack.sales.visits.models import NoteTemplate, Visit

# A visit is planned in the afternoon of the day before, and called off by then.
PLANNED, CALLED_OFF = 16.0, 17.5


def follow(cast: Cast) -> None:
    """Write into the diary who is visited when, and what comes of it."""
    for told in cast.teller.read("visits")["visits"]:
        call = Call(cast, told)
        ago = max((cast.diary.today - call.starts_at.date()).days + 1, 1)
        cast.diary.on(ago, PLANNED, call.plan)
        if "off" in told:
            cast.diary.on(ago, CALLED_OFF, call.cancel)
        elif call.starts_at + timedelta(hours=2) < cast.diary.now:
            cast.diary.at(call.starts_at + timedelta(minutes=4), call.arrive)
            if "said" in told:
                cast.diary.at(call.ends_at + timedelta(minutes=20), call.note)


class Call:
    """One visit of the story."""

    def __init__(self, cast: Cast, told: dict[str, Any]) -> None:
        self.cast, self.told = cast, told
        day = add_working_days(cast.diary.today, told["day"])
        hour, minute = divmod(round(told["at"] * 60), 60)
        zone = timezone.get_current_timezone()
        self.starts_at = datetime.combine(day, time(hour, minute), zone)
        self.ends_at = self.starts_at + timedelta(minutes=told.get("takes", 90))
        self._visit: Visit | None = None

    @property
    def _now(self) -> Visit:
        assert self._visit
        self._visit.refresh_from_db()
        return self._visit

    @property
    def _owner(self) -> User:
        owner: User = self.cast.customers[self.told["with"]].owner
        return owner

    def plan(self, at: datetime) -> None:
        told, key = self.told, self.told["with"]
        customer = self.cast.customers[key]
        open_deals = Opportunity.objects.filter(customer=customer, closed_at=None)
        details = visits.VisitDetails(
            customer=customer,
            purpose=self.cast.teller.of(told["why"]),
            kind=told.get("kind", VisitKind.ON_SITE),
            place=self.cast.teller.of(told["where"]) if "where" in told else "",
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            opportunity=open_deals.order_by("pk").first(),
            contacts=self.cast.contacts.get(key, [])[: told.get("people", 1)],
            colleagues=[self.cast.staff[each] for each in told.get("along", [])],
        )
        self._visit = visits.plan(details=details, by=self._owner, at=at)

    def arrive(self, at: datetime) -> None:
        visits.check_in(visit=self._now, by=self._owner, at=at)

    def note(self, at: datetime) -> None:
        """Write down what was said, and lead to the feedback it became."""
        visit, of = self._now, self.cast.teller.of
        template = NoteTemplate.objects.order_by("position")[0]
        sections = list(template.sections.order_by("position"))
        texts = [
            of(self.told[name]) if name in self.told else "" for name in ("said", "needs", "rivals")
        ]
        step = of(self.told["next"]) if "next" in self.told else ""
        noted = visits.Noted(
            template=template,
            texts={each.pk: text for each, text in zip(sections, texts, strict=False)},
            next_step=step,
            next_step_on=self.cast.diary.day(self.told["due"]) if step else None,
        )
        visits.finish(visit=visit, noted=noted, by=self._owner, at=at)
        if self.told.get("heard"):
            self._hear(visit, at)

    def _hear(self, visit: Visit, at: datetime) -> None:
        heard = Feedback.objects.filter(customer=visit.customer, channel=Channel.VISIT)
        newest = heard.filter(recorded_at__lte=at).order_by("-recorded_at").first()
        if newest is not None:
            visits.hear(visit=visit, feedback=newest, by=self._owner, at=at)

    def cancel(self, at: datetime) -> None:
        reason = self.cast.teller.of(self.told["off"])
        visits.cancel(visit=self._now, reason=reason, by=self._owner, at=at)
