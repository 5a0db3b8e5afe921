"""Let the rules choose who gets a lead: the first that fits, and nobody who is away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User
from twintrack.hub.scheduling.queries import leaves_of
from twintrack.sales.leads import queries
from twintrack.sales.leads.lifecycle import OPEN, Method
from twintrack.sales.leads.models import AssignmentRule, Lead
from twintrack.sales.leads.queries import Newcomer
from twintrack.sales.leads.traits import Traits


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """Whom a lead goes to, and by which rule."""

    person: User | None = None
    rule: AssignmentRule | None = None

    def told(self) -> dict[str, Any]:
        """Say by which rule, as it is called now."""
        if self.rule is None:
            return {"rule_id": None}
        rule = self.rule
        return {"rule_id": rule.pk, "rule_zh": rule.name_zh, "rule_en": rule.name_en}


def choose_owner(traits: Traits, newcomer: Newcomer, *, at: datetime) -> Chosen:
    """Choose who gets a lead, and remember whose turn it was; nobody where no rule fits."""
    rules = AssignmentRule.objects.select_for_update(no_key=True).filter(is_active=True)
    for rule in rules.order_by("position", "pk"):
        if not traits.fits(rule.field, rule.value):
            continue
        people = _present(_meant(rule, newcomer), at)
        if not people:
            continue
        person = _least(people) if rule.method == Method.LOAD else _next(rule, people)
        rule.last = person
        rule.save(update_fields=["last"])
        return Chosen(person=person, rule=rule)
    return Chosen()


def _meant(rule: AssignmentRule, newcomer: Newcomer) -> list[User]:
    """List whom a rule means for somebody new, by id."""
    named = list(rule.people.order_by("pk"))
    if rule.method != Method.CUSTOMER:
        return named
    owner = queries.owner_of_known(newcomer)
    return [owner] if owner is not None and (not named or owner in named) else []


def _present(meant: Sequence[User], at: datetime) -> list[User]:
    """Keep those who are there on that day, and may look after leads."""
    people = [each for each in meant if each.is_active and may(each, Act.MANAGE_LEADS)]
    day = at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    away = leaves_of(people, day, day)
    gone = {pk for pk, leaves in away.items() if any(leave.part_of(day) == 1 for leave in leaves)}
    return [each for each in people if each.pk not in gone]


def _next(rule: AssignmentRule, people: Sequence[User]) -> User:
    last = rule.last_id or 0
    return next((each for each in people if each.pk > last), people[0])


def _least(people: Sequence[User]) -> User:
    open_ones = Lead.objects.filter(owner__in=people, state__in=OPEN).order_by()
    counts = dict(open_ones.values_list("owner").annotate(count=Count("pk")))
    return min(people, key=lambda each: (counts.get(each.pk, 0), each.pk))
