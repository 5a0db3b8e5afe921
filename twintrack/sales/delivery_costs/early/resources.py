"""Those who are to do the tasks of a delivery left, are away, or have more to do than hours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twintrack.foundation.people.models import User
from twintrack.hub.risks.models import RiskKind
from twintrack.hub.risks.rules import NeverKnown, Parameter, Rule, Signal, Values, Warned
from twintrack.hub.scheduling.models import Leave
from twintrack.hub.scheduling.queries import leaves_of, own_calendars
from twintrack.hub.scheduling.working_time import WorkingTime, away, working_time
from twintrack.sales.deliveries.models import Delivery, DeliveryTask
from twintrack.sales.delivery_costs.arithmetic import HOUR
from twintrack.sales.delivery_costs.books import open_books
from twintrack.sales.delivery_costs.early.facts import (
    Evidence,
    named,
    open_deliveries,
    warned_of,
    whose,
)

LEFT, AWAY, LOADED = "left", "away", "loaded"
HUNDRED = Decimal(100)


@dataclass(kw_only=True)
class _Hands:
    """Who is to do what from today on, and when they work."""

    today: date
    until: date
    calendars: dict[int, Any] = field(default_factory=dict)
    leaves: dict[int, list[Leave]] = field(default_factory=dict)
    load: dict[int, Decimal] = field(default_factory=dict)

    def time_of(self, person: User) -> WorkingTime:
        return working_time(team=None, person=self.calendars.get(person.pk), special={})

    def days(self, person: User, start: date, end: date) -> tuple[int, Decimal]:
        """Count a person's working days between two days, and on how many they are away."""
        days = self.time_of(person).working_days(start, end)
        leaves = self.leaves.get(person.pk, [])
        return len(days), sum((away(leaves, each) for each in days), Decimal(0))

    def hours(self, person: User) -> Decimal:
        """Give the hours a person has in the days looked at."""
        days, gone = self.days(person, self.today, self.until)
        return (days - gone) * self.time_of(person).hours


def find(values: Values, at: datetime) -> Iterator[Signal]:
    """Look at the open tasks of the next days: who is not there to do them?"""
    today = timezone.localdate(at)
    deliveries = open_deliveries()
    until = today + timedelta(days=int(values["ahead"]))
    tasks = [
        each
        for delivery in deliveries
        for each in delivery.tasks.all()
        if each.is_open and each.assignee is not None and each.start_on <= until
    ]
    hands = _hands(tasks, today, until, _remaining(deliveries, today))
    for delivery in deliveries:
        mine = [each for each in tasks if each.delivery_id == delivery.pk]
        found = [each for each in (_trouble(task, hands, values) for task in mine) if each]
        if found:
            yield _signal(delivery, found)


def _remaining(deliveries: Collection[Delivery], today: date) -> dict[int, Decimal]:
    """Give the hours that tasks still take, as their books say."""
    books = open_books(deliveries, on=today)
    tasks = (each for book in books.values() for each in book.tasks)
    return {each.task.pk: Decimal(each.remaining) / HOUR for each in tasks}


def _hands(
    tasks: Collection[DeliveryTask], today: date, until: date, remaining: Mapping[int, Decimal]
) -> _Hands:
    people = {each.pk: each for each in map(_person, tasks)}
    last = max([until, *(each.finish_on for each in tasks)])
    load: dict[int, Decimal] = defaultdict(Decimal)
    hands = _Hands(
        today=today,
        until=until,
        calendars=own_calendars(list(people.values())),
        leaves=leaves_of(list(people.values()), today, last),
        load=load,
    )
    for task in tasks:
        load[_person(task).pk] += _hours_within(task, remaining[task.pk], hands)
    return hands


def _person(task: DeliveryTask) -> User:
    assert task.assignee is not None
    return task.assignee


def _hours_within(task: DeliveryTask, remaining: Decimal, hands: _Hands) -> Decimal:
    """Give the part of what a task still takes that falls into the days looked at, evenly."""
    start, end = max(task.start_on, hands.today), min(task.finish_on, hands.until)
    whole, _gone = hands.days(_person(task), start, task.finish_on)
    if task.finish_on <= hands.until or not whole:
        return remaining
    within, _gone = hands.days(_person(task), start, end)
    return remaining * within / whole


def _trouble(task: DeliveryTask, hands: _Hands, values: Values) -> dict[str, Any] | None:
    person = _person(task)
    found: dict[str, Any] = {"task_id": task.pk, "task": task.name, "who": person.name}
    if not person.is_active:
        return found | {"why": LEFT}
    days, gone = hands.days(person, max(task.start_on, hands.today), task.finish_on)
    if days and gone * HUNDRED / days >= values["away"]:
        return found | {"why": AWAY, "days": str(gone.normalize()), "of": days}
    hours, load = hands.hours(person), hands.load[person.pk]
    if load and load * HUNDRED > values["load"] * hours:
        said = {"hours": str(load.quantize(Decimal(1))), "has": str(hours.quantize(Decimal(1)))}
        return found | {"why": LOADED} | said
    return None


def _signal(delivery: Delivery, found: list[dict[str, Any]]) -> Signal:
    has_left = any(each["why"] == LEFT for each in found)
    return Signal(
        **whose(delivery),
        probability=90 if has_left else min(85, 45 + 10 * len(found)),
        evidence={"name": named(delivery), "tasks": found[:10]},
    )


def judge(warned: Warned, at: datetime) -> bool | None:
    """Say whether one of the tasks was done later than planned, or not at all."""
    warned_of(warned)
    ids = [each["task_id"] for each in warned.evidence["tasks"]]
    tasks = [each for each in DeliveryTask.objects.filter(pk__in=ids) if each.state != "cancelled"]
    if not tasks:
        raise NeverKnown
    today = timezone.localdate(at)
    if any((each.done_on or today) > each.finish_on for each in tasks):
        return True
    return False if all(each.done_on for each in tasks) else None


def say(evidence: Evidence) -> str:
    tasks = evidence["tasks"]
    told = {"name": evidence["name"], "who": tasks[0]["who"], "task": tasks[0]["task"]}
    if tasks[0]["why"] == LEFT:
        return _("%(name)s: %(who)s has left and was to do “%(task)s”") % told
    if tasks[0]["why"] == AWAY:
        return _("%(name)s: %(who)s is away when “%(task)s” is to be done") % told
    return _("%(name)s: %(who)s has more to do than hours for “%(task)s”") % told


def facts(evidence: Evidence) -> list[tuple[str, Any]]:
    said = {
        LEFT: _("%(who)s has left"),
        AWAY: _("%(who)s is away on %(days)s of %(of)s days"),
        LOADED: _("%(who)s: %(hours)s h to do in %(has)s h"),
    }
    return [(each["task"], said[each["why"]] % each) for each in evidence["tasks"]]


RULE = Rule(
    code="delivery-resources",
    label=gettext_lazy("Nobody is there to deliver"),
    meaning=gettext_lazy(
        "Whoever is to do a task left, is on leave for most of its days, or has more tasks of"
        " deliveries than hours. Right if one of these tasks was done later than planned."
    ),
    kind=RiskKind.RESOURCE,
    subject="delivery",
    find=find,
    judge=judge,
    say=say,
    facts=facts,
    parameters=(
        Parameter(
            name="ahead",
            label=gettext_lazy("days ahead"),
            usual=Decimal(14),
            least=Decimal(1),
            most=Decimal(90),
        ),
        Parameter(
            name="away",
            label=gettext_lazy("from % of a task's days away"),
            usual=Decimal(50),
            least=Decimal(1),
            most=Decimal(100),
        ),
        Parameter(
            name="load",
            label=gettext_lazy("above % of the hours there are"),
            usual=Decimal(110),
            least=Decimal(50),
            most=Decimal(300),
        ),
    ),
)
