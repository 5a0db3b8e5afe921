"""Measures, what is out of the ordinary in them, and what is behind it, as a person may see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.db.models import Case, QuerySet, Value, When

from twintrack.algorithms.control import Kind
from twintrack.analytics.cells import WEEK, Library, Observation, Scope, Week, monday_of
from twintrack.analytics.courses import Course, course
from twintrack.analytics.measures import Measure
from twintrack.analytics.metrics import MEASURES
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.rules import Act, check_may, may, sees_everything
from twintrack.foundation.measuring.sources import local, teams_of_people
from twintrack.foundation.people.models import Team, TeamMembership, User
from twintrack.hub.products.models import Module, Product, Version
from twintrack.hub.products.queries import visible_product_ids
from twintrack.hub.scheduling.working_days import is_working_day
from twintrack.rnd.insight.keeping import engine, store
from twintrack.rnd.insight.lifecycle import UNSETTLED
from twintrack.rnd.insight.models import Expectation, Finding

# Limits are learned from what came before: so many weeks are walked, whatever is shown of them.
WALKED = 104
PERIODS = (26, 52, 104)


@dataclass(frozen=True)
class Where:
    """Whose measures are asked for."""

    product: Product | None = None
    module: Module | None = None
    team: Team | None = None
    is_mine: bool = False


def may_see_insight(user: User) -> bool:
    """Say whether a person's work is R&D."""
    return may(user, Act.SEE_INSIGHT)


def get_measure(code: str) -> Measure:
    """
    Find a measure by its code.

    :raises NotThere: if there is none.
    """
    try:
        return MEASURES[code]
    except KeyError:
        raise NotThere from None


def library() -> Library:
    """Give the store as it is now."""
    place = store()
    return Library(engine(), place, place.read())


def list_teams(*, for_user: User) -> QuerySet[Team]:
    """
    List the teams whose measures a person may see.

    Where they would be of one person alone, only that person sees them, and who leads them.
    """
    members, led = defaultdict(set), set()
    rows = TeamMembership.objects.values_list("user_id", "team_id", "is_lead")
    for user, team, is_lead in rows:
        members[team].add(user)
        if is_lead and user == for_user.pk:
            led.add(team)
    counted = defaultdict(set)
    for user, team in teams_of_people().items():
        counted[team].add(user)
    under = {for_user.pk}.union(*(members[team] for team in led))
    alone = [
        team
        for team, people in members.items()
        if 1 in {len(people), len(counted[team])} and not (counted[team] or people) <= under
    ]
    return Team.objects.exclude(pk__in=alone).order_by("name")


def get_team(pk: int, *, for_user: User) -> Team:
    """
    Find a team whose measures a person may see.

    :raises NotThere: if there is none.
    """
    found = list_teams(for_user=for_user).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def scope_of(where: Where, *, for_user: User) -> Scope:
    """
    Narrow to what a person may see.

    :raises NotAllowed: if their work is not R&D.
    :raises NotThere: if of the team only one person's work would be shown, whom they do not lead.
    """
    check_may(for_user, Act.SEE_INSIGHT)
    if where.team:
        get_team(where.team.pk, for_user=for_user)
    if where.product:
        products: tuple[int, ...] | None = (where.product.pk,)
    elif sees_everything(for_user):
        products = None
    else:
        # What belongs to no product, such as an iteration, everybody of R&D may see.
        products = (0, *sorted(visible_product_ids(for_user)))
    return Scope(
        products,
        where.module.pk if where.module else None,
        where.team.pk if where.team else None,
        for_user.pk if where.is_mine else None,
    )


def last_full_week(at: datetime) -> date:
    """Give the Monday of the last week that is over: the running one is too young to be judged."""
    return monday_of(local(at).date()) - WEEK


@lru_cache(maxsize=1024)
def working_days_of(monday: date) -> int:
    """Count the working days of a week."""
    return sum(is_working_day(monday + timedelta(days=each)) for each in range(7))


def days_of_weeks(first: date, last: date) -> dict[date, int]:
    """Count the working days of each week between two Mondays."""
    weeks = (last - first).days // 7 + 1
    return {
        monday: working_days_of(monday) for monday in (first + WEEK * turn for turn in range(weeks))
    }


def read_courses(
    measures: Sequence[Measure], where: Where, *, at: datetime, for_user: User
) -> dict[str, Course]:
    """
    Read the courses of measures with their limits.

    :raises NotAllowed: if the person's work is not R&D.
    """
    scope = scope_of(where, for_user=for_user)
    last = last_full_week(at)
    first = last - WEEK * (WALKED - 1)
    held = library()
    if scope.person is not None:
        own = {each.code: held.own_weeks(each, scope, first, last, local(at)) for each in measures}
        return _walked(own, first, last)
    key = f"{held.store.folder} {held.parts.version} {held.parts.made_at}"
    return dict(_known_courses(key, tuple(each.code for each in measures), scope, first, last))


@lru_cache(maxsize=64)
def _known_courses(
    _key: str, codes: tuple[str, ...], scope: Scope, first: date, last: date
) -> dict[str, Course]:
    """Read and judge courses once for as long as the store is the same."""
    return _walked(
        library().weeks([MEASURES[each] for each in codes], scope, first, last), first, last
    )


def _walked(weeks: Mapping[str, Sequence[Week]], first: date, last: date) -> dict[str, Course]:
    days = days_of_weeks(first, last)
    return {
        code: course(MEASURES[code], found, first=first, last=last, working_days=days)
        for code, found in weeks.items()
    }


def read_rows(
    measure: Measure,
    where: Where,
    weeks: tuple[date, date],
    *,
    at: datetime,
    for_user: User,
    limit: int = 100,
) -> list[Observation]:
    """
    Read what is behind a measure from one Monday to another, the heaviest first.

    :raises NotAllowed: if the person's work is not R&D.
    """
    scope = scope_of(where, for_user=for_user)
    return library().observations(measure, scope, weeks, local(at), limit)


def made_at() -> datetime | None:
    """Say when the store was last brought up to date."""
    told = store().read().made_at
    return datetime.fromisoformat(told) if told else None


def list_flags(product: Product | None, first: date, last: date) -> list[tuple[date, str]]:
    """List the releases of a product between two days; of all products none: they would crowd."""
    if product is None:
        return []
    released = Version.objects.filter(product=product, released_on__range=(first, last))
    return [
        (day, name)
        for day, name in released.order_by("released_on").values_list("released_on", "name")
        if day
    ]


def list_findings(
    *, for_user: User, where: Where | None = None, states: Sequence[str] = ()
) -> QuerySet[Finding]:
    """List findings: those that wait for somebody first, then the newest first."""
    found: QuerySet[Finding] = Finding.objects.visible_to(for_user).select_related(
        "product", "module", "owner", "requirement"
    )
    if states:
        found = found.filter(state__in=states)
    if where and where.product:
        found = found.filter(product=where.product)
    if where and where.module:
        found = found.filter(module=where.module)
    waits = Case(When(state__in=UNSETTLED, then=Value(0)), default=Value(1))
    return found.annotate(waits=waits).order_by("waits", "-since", "-pk")


def get_finding(number: str, *, for_user: User) -> Finding:
    """
    Find a finding by its number.

    :raises NotThere: if there is none, or the person may not see it.
    """
    found: Finding | None = list_findings(for_user=for_user).filter(number=number).first()
    if found is None:
        raise NotThere
    return found


def list_owned(user: User) -> QuerySet[Finding]:
    """List the findings that a person looks after and that are not settled."""
    found: QuerySet[Finding] = Finding.objects.unsettled().filter(owner=user)
    return found


def expectations_of(product: Product | None) -> dict[str, Expectation]:
    """Give what is expected of a product's measures, by their codes."""
    if product is None:
        return {}
    return {each.measure: each for each in Expectation.objects.filter(product=product)}


def target_of(measure: Measure, expected: dict[str, Expectation]) -> float | None:
    """Give the target of a measure, in the unit that people see."""
    held = expected.get(measure.code)
    if held:
        return held.target
    return None if measure.target is None else measure.target * measure.factor


def is_ratio(measure: Measure) -> bool:
    """Say whether a measure is a share of something."""
    return measure.kind == Kind.RATIO
