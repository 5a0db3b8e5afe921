"""How those who sell stand today: one row each, by name, with what is behind every number."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from django.db.models import Count, Q, Sum

from twintrack.analytics.measures import Measure
from twintrack.analytics.months import Month, first_of, later
from twintrack.foundation.measuring.sources import local
from twintrack.foundation.money.queries import find_rates
from twintrack.foundation.people.models import User
from twintrack.sales.forecast.queries import Category, newest, sum_by_owner
from twintrack.sales.kpis.keeping import known_measures
from twintrack.sales.kpis.lifecycle import Part
from twintrack.sales.kpis.queries.measures import (
    USUAL,
    Told,
    is_settled,
    last_full_month,
    library,
    read_told,
)
from twintrack.sales.kpis.queries.targets import Aim, aims_of
from twintrack.sales.kpis.queries.whom import Of, list_sellers, narrowed, whose
from twintrack.sales.pipeline.models import Opportunity
from twintrack.sales.pipeline.queries import is_adrift, is_rotting
from twintrack.sales.visits.progress import PersonWeek, monday_of, read_weeks

# Over the last year; the others as they stand in the running month.
OF_A_YEAR = ("conversion", "win_rate", "quote_to_sign")
RUNNING = ("stage_age", "won", "collected", "overdue")
NOTHING = Decimal(0)


@dataclass(kw_only=True)
class Open:
    """The open deals of somebody; amounts in the base currency at today's rates."""

    count: int = 0
    worth: Decimal = NOTHING
    rotting: int = 0
    adrift: int = 0
    commit: Decimal = NOTHING
    best_case: Decimal = NOTHING

    def add(self, other: Open) -> None:
        """Add what somebody else has."""
        self.count += other.count
        self.worth += other.worth
        self.rotting += other.rotting
        self.adrift += other.adrift
        self.commit += other.commit
        self.best_case += other.best_case


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One person, or all of them together, where no person is named."""

    person: User | None
    deals: Open
    weeks: list[PersonWeek]
    months: dict[str, Month] = field(default_factory=dict)
    # What they are to come to: their own, else the company's where it is no amount.
    aims: dict[str, Aim] = field(default_factory=dict)

    @property
    def held(self) -> int:
        return sum(each.held for each in self.weeks)

    @property
    def visits_target(self) -> int:
        return sum(each.target for each in self.weeks)


@dataclass(frozen=True, kw_only=True)
class Performance:
    """What the page of a manager shows, or of who sees only oneself."""

    of: Of
    people: list[Standing]
    together: Standing
    told: dict[str, Told]
    # Of all together, what stands and came in during the running month.
    running: dict[str, Month]
    monday: date


def read_performance(of: Of, *, at: datetime, for_user: User) -> Performance:
    """
    Read how people stand today: those of a team, or all whose numbers somebody sees.

    :raises NotAllowed: if they neither sell nor answer for what is sold.
    :raises NotThere: if it is of somebody, or of a team, whom they do not lead.
    """
    of = narrowed(of, for_user=for_user)
    today = local(at).date()
    people = _people(of, for_user)
    ids = {each.pk for each in people}
    monday = monday_of(today)
    deals = _open(ids, at=at, today=today, for_user=for_user)
    weeks = {each.person.pk: each for each in read_weeks(people, monday, monday)}
    months = _months(ids, at)
    aims = aims_of([(Part.PERSON, each) for each in ids], today)
    rows = [
        Standing(
            person=each,
            deals=deals[each.pk],
            weeks=[weeks[each.pk]],
            months=months[each.pk],
            aims=aims[Part.PERSON, each.pk],
        )
        for each in people
    ]
    whole = Open()
    for each in deals.values():
        whole.add(each)
    known = known_measures()
    measures = [known[code] for code in (*OF_A_YEAR, *RUNNING)]
    return Performance(
        of=of,
        people=rows,
        together=Standing(person=None, deals=whole, weeks=list(weeks.values())),
        told=read_told(measures, of, at=at, for_user=for_user),
        running=_running(of, at),
        monday=monday,
    )


def _people(of: Of, for_user: User) -> list[User]:
    if of.person is not None:
        return [of.person]
    people = list_sellers(for_user=for_user)
    if of.team is not None:
        members = set(of.team.memberships.values_list("user", flat=True))
        people = [each for each in people if each.pk in members]
    return people


def _open(people: Collection[int], *, at: datetime, today: date, for_user: User) -> dict[int, Open]:
    rows = (
        Opportunity.objects.open()
        .filter(owner__in=people)
        .order_by()
        .values_list("owner", "currency")
        .annotate(
            many=Count("pk"),
            worth=Sum("amount"),
            rotting=Count("pk", filter=is_rotting(at)),
            adrift=Count("pk", filter=Q(is_adrift(today))),
        )
    )
    summed = list(rows)
    rates = find_rates({row[1] for row in summed}, on=today)
    found = {each: Open() for each in people}
    for owner, currency, many, worth, rotting, adrift in summed:
        in_base = worth * rates.get(currency, NOTHING)
        found[owner].add(Open(count=many, worth=in_base, rotting=rotting, adrift=adrift))
    forecast = newest(for_user=for_user, team=None)
    if forecast is not None:
        for owner, sums in sum_by_owner(forecast, owners=people, today=today).items():
            found[owner].commit = sums[Category.COMMIT]
            found[owner].best_case = sums[Category.BEST_CASE]
    return found


def _months(people: Collection[int], at: datetime) -> dict[int, dict[str, Month]]:
    """Read what the store knows of each, in two questions however many they are."""
    held = library()
    key = f"{held.store.folder} {held.parts.version} {held.parts.made_at}"
    return _known_months(key, tuple(sorted(people)), last_full_month(at))


@lru_cache(maxsize=64)
def _known_months(_key: str, people: tuple[int, ...], last: date) -> dict[int, dict[str, Month]]:
    """Read the store once for as long as it is the same."""
    known, held = known_measures(), library()
    first, running = later(last, 1 - USUAL), later(last, 1)
    by_month = [known[code] for code in ("conversion", "win_rate", *RUNNING)]
    months = held.by_person(by_month, people, first, running)
    year = held.by_person([known["quote_to_sign"]], people, first, last, is_whole=True)
    return {
        person: {
            code: _joined(known[code], told.get(code) or year[person].get(code, []), running)
            for code in (*OF_A_YEAR, *RUNNING)
        }
        for person, told in months.items()
    }


def _running(of: Of, at: datetime) -> dict[str, Month]:
    known, month = known_measures(), first_of(local(at).date())
    measures = [known[code] for code in RUNNING]
    found = library().months(measures, whose(of), month, month, local(at))
    return {code: months[0] for code, months in found.items() if months}


def _joined(measure: Measure, months: Sequence[Month], running: date) -> Month:
    """Add the decided months of a year up, or give the running one of what stands or comes in."""
    if measure.code in RUNNING:
        found = [each for each in months if each.starts_on == running]
        return found[0] if found else Month(running, 0, 0.0, 0.0)
    over = [each for each in months if each.starts_on < running]
    counted = [each for each in over if is_settled(measure, each, now=running)]
    if measure.code == "quote_to_sign" and counted:
        return counted[0]
    return Month(
        running,
        sum(each.count for each in counted),
        sum(each.part for each in counted),
        sum(each.whole for each in counted),
        open=sum(each.open for each in over),
    )
