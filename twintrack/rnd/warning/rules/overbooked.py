"""People have more to do in an iteration than they have hours for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twintrack.hub.risks.models import RiskKind
from twintrack.hub.risks.rules import NeverKnown, Parameter, Rule, Signal, Values, Warned
from twintrack.hub.scheduling.capacity import Capacity, capacity_of, remaining_of
from twintrack.rnd.iterations.lifecycle import IterationState
from twintrack.rnd.iterations.models import Iteration
from twintrack.rnd.sprints.lifecycle import Decision
from twintrack.rnd.warning.facts import day_of, lead_of, product_of, work_of
from twintrack.rnd.work.lifecycle import OPEN, State
from twintrack.rnd.work.marks import written
from twintrack.rnd.work.models import WorkItem


def find(values: Values, at: datetime) -> Iterator[Signal]:
    """Look at running and coming iterations: whose hours to do exceed the hours there are?"""
    today = day_of(at)
    near = Q(
        state=IterationState.PLANNED, start_on__lte=today + timedelta(days=int(values["ahead"]))
    )
    rows = Iteration.objects.filter(near | Q(state=IterationState.ACTIVE))
    for iteration in rows.select_related("team").order_by("pk"):
        items = work_of(iteration)
        product, owner = product_of(items), lead_of(iteration)
        if product is None or owner is None:
            continue
        whole = capacity_of(iteration.team, iteration.start_on, iteration.end_on)
        people = _over(remaining_of(whole, iteration.team, today), items, values["load"])
        if not people:
            continue
        worst = max(Decimal(each["load"]) for each in people)
        yield Signal(
            subject_id=iteration.pk,
            product_id=product,
            owner_id=owner,
            probability=min(95, 40 + int(worst - 100) // 2),
            evidence={"name": iteration.name, "people": people},
        )


def _over(capacity: Capacity, items: list[WorkItem], limit: Decimal) -> list[dict[str, Any]]:
    hours: dict[int, Decimal] = defaultdict(Decimal)
    for item in items:
        if item.assignee_id is not None and item.state in OPEN:
            hours[item.assignee_id] += item.remaining_hours or Decimal(0)
    found = []
    for each in capacity.people:
        to_do = hours[each.person.pk]
        if not to_do:
            continue
        load = to_do * 100 / each.hours if each.hours else Decimal(999)
        if load > limit:
            found.append(
                {
                    "id": each.person.pk,
                    "name": each.person.name,
                    "hours": written(to_do),
                    "capacity": written(each.hours),
                    "load": str(load.quantize(Decimal(1))),
                }
            )
    return found


def judge(warned: Warned, _at: datetime) -> bool | None:
    """Say after its end whether somebody who was overbooked left work undone."""
    iteration = Iteration.objects.filter(pk=warned.subject_id).first()
    if iteration is None or iteration.state == IterationState.CANCELLED:
        raise NeverKnown
    if iteration.state != IterationState.COMPLETED:
        return None
    people = warned.evidence["people"]
    # Warnings of before name nobody's id.
    whose = Q(assignee__in=[each["id"] for each in people if "id" in each]) | Q(
        assignee__name__in=[each["name"] for each in people if "id" not in each]
    )
    late = Q(done_at=None) | Q(done_at__gt=iteration.ended_at)
    went_on = Q(outcomes__iteration=iteration) & ~Q(outcomes__decision=Decision.DONE)
    left = WorkItem.objects.filter(whose, Q(late, iteration=iteration) | went_on)
    return left.exclude(state=State.CANCELLED).exists()


def say(evidence: Mapping[str, Any]) -> str:
    people = evidence["people"]
    named = {"name": evidence["name"], "who": people[0]["name"], "more": len(people) - 1}
    if named["more"]:
        return _("%(who)s and %(more)s more are overbooked in %(name)s") % named
    return _("%(who)s is overbooked in %(name)s") % named


def facts(evidence: Mapping[str, Any]) -> list[tuple[str, Any]]:
    said = _("%(hours)s h to do in %(capacity)s h: %(load)s %%")
    return [(each["name"], said % each) for each in evidence["people"]]


RULE = Rule(
    code="overbooked",
    label=gettext_lazy("People are overbooked"),
    meaning=gettext_lazy(
        "The remaining hours of somebody's work in an iteration exceed the hours that calendar and"
        " leave give them until its end. Right if work they had begun was not done in time."
    ),
    kind=RiskKind.RESOURCE,
    subject="iteration",
    find=find,
    judge=judge,
    say=say,
    facts=facts,
    parameters=(
        Parameter(
            name="load",
            label=gettext_lazy("above % of the hours there are"),
            usual=Decimal(110),
            least=Decimal(80),
            most=Decimal(300),
        ),
        Parameter(
            name="ahead",
            label=gettext_lazy("days ahead of its start"),
            usual=Decimal(7),
            least=Decimal(0),
            most=Decimal(60),
        ),
    ),
)
