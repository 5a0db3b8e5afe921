"""What measures should come to: of the company, a team or a person, as it held on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from twintrack.analytics.measures import Measure
from twintrack.foundation.people.models import Team, User
from twintrack.sales.kpis.keeping import known_measures
from twintrack.sales.kpis.lifecycle import Part, Warn
from twintrack.sales.kpis.models import SalesTarget
from twintrack.sales.kpis.queries.whom import Of, list_sellers, list_teams

# Whose a target is: what kind of them, and the id.
Place = tuple[str, int]
COMPANY: Place = (Part.COMPANY, 0)


@dataclass(frozen=True, kw_only=True)
class Aim:
    """What a measure should come to, in the unit people see, and when it warns."""

    value: float | None
    warn: str = Warn.MISSED


@dataclass(frozen=True, kw_only=True)
class Held:
    """The target that holds today for a team or a person."""

    whose: Team | User
    part_of: str
    target: SalesTarget


def aims_of(places: Collection[Place], day: date) -> dict[Place, dict[str, Aim]]:
    """
    Give what each should come to in every measure on a day, in one query.

    Where nothing was set for a team or a person, what holds for the company holds for them too;
    amounts do not: they add up to the company's.
    """
    rows = SalesTarget.objects.filter(since__lte=day)
    meant = Q(part_of=Part.COMPANY)
    for part in {part for part, _pk in places} - {Part.COMPANY}:
        meant |= Q(part_of=part, whose__in=[pk for each, pk in places if each == part])
    own: dict[Place, dict[str, Aim]] = defaultdict(dict)
    for row in rows.filter(meant).order_by("since", "pk"):
        own[row.part_of, row.whose][row.measure] = Aim(value=row.value, warn=row.warn)
    found = {}
    for place in places:
        usual = {
            code: own[COMPANY].get(code) or Aim(value=each.target)
            for code, each in known_measures().items()
            if place == COMPANY or not each.is_money
        }
        found[place] = usual | own[place]
    return found


def aims_on(day: date, of: Of) -> dict[str, Aim]:
    """Give what measures of somebody should come to on a day."""
    # Of several things at once nothing is set; it is asked as of somebody without targets.
    place = of.place or (Part.PRODUCT, 0)
    return aims_of([place], day)[place]


def aim_of(measure: Measure, day: date, of: Of) -> Aim:
    """Give what a measure of somebody should come to on a day."""
    return aims_on(day, of).get(measure.code) or Aim(value=None)


def list_targets(measure: Measure, of: Of, *, for_user: User) -> list[SalesTarget]:
    """List what was set for a measure of somebody, the latest first."""
    if of.place is None:
        return []
    part_of, whose = of.place
    rows = SalesTarget.objects.visible_to(for_user)
    rows = rows.filter(measure=measure.code, part_of=part_of, whose=whose)
    return list(rows.select_related("set_by").order_by("-since", "-pk"))


def list_held(measure: Measure, day: date, *, for_user: User) -> list[Held]:
    """List the targets that hold on a day for teams and people whose numbers a person may see."""
    rows = SalesTarget.objects.visible_to(for_user).exclude(part_of=Part.COMPANY)
    rows = rows.filter(measure=measure.code, since__lte=day).order_by("since", "pk")
    latest = {(row.part_of, row.whose): row for row in rows}
    named: list[tuple[str, Team | User]] = []
    if latest:
        named += [(Part.TEAM, each) for each in list_teams(for_user=for_user)]
        named += [(Part.PERSON, each) for each in list_sellers(for_user=for_user)]
    return [
        Held(whose=each, part_of=part, target=latest[part, each.pk])
        for part, each in named
        if (part, each.pk) in latest and latest[part, each.pk].value is not None
    ]
