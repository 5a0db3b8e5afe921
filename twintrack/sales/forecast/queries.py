"""What is forecast, what stands behind it, and what forecasts were worth."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from statistics import median

from django.db.models import Case, IntegerField, Sum, Value, When
from django.utils import timezone

from twintrack.algorithms.forecasting.deals import quarter_of
from twintrack.algorithms.forecasting.quarter import FEW
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.money.queries import find_rates, total_in_base
from twintrack.foundation.people.models import Team, Track, User
from twintrack.sales.forecast.models import Forecast
from twintrack.sales.forecast.reckoning import KEPT_AGES, chance_of
from twintrack.sales.pipeline.lifecycle import Stage
from twintrack.sales.pipeline.models import Opportunity

QUARTERS = 8
# In which week of a quarter the table of earlier ones looks at what was told.
LOOKED_AT = 4
# A quarter of which less was told is not judged.
FEWEST_WEEKS = 6
ONE = timedelta(days=1)


class Category(StrEnum):
    """How surely a deal is won within the quarter."""

    COMMIT = "commit"
    BEST_CASE = "best_case"
    PIPELINE = "pipeline"


LEAST = {Category.COMMIT: 0.7, Category.BEST_CASE: 0.4, Category.PIPELINE: 0.0}


@dataclass(frozen=True, kw_only=True)
class Prospect:
    """An open deal: its chance to be won within the quarter, and what it is worth in base."""

    opportunity: Opportunity
    chance: float
    worth: Decimal

    @property
    def percent(self) -> int:
        return round(100 * self.chance)

    @property
    def weighted(self) -> Decimal:
        return self.worth * Decimal(self.chance)

    @property
    def category(self) -> Category:
        return next(each for each, least in LEAST.items() if self.chance >= least)


@dataclass(frozen=True, kw_only=True)
class Group:
    """The open deals of one category, added up."""

    category: Category
    count: int
    worth: Decimal
    weighted: Decimal


@dataclass(frozen=True, kw_only=True)
class Tested:
    """
    A quarter that is over: what it brought, and what was told of it.

    `told` is the forecast of its fifth Monday; `held` of `weeks` intervals held what came; `off`
    is the middle of how far the forecasts lay from it, as a share.
    """

    quarter_on: date
    came: Decimal
    told: Forecast | None
    held: int
    weeks: int
    off: float

    @property
    def off_percent(self) -> int:
        return round(100 * self.off)


def list_selling_teams() -> list[Team]:
    """List the teams of sales whose members look after opportunities."""
    owners = Opportunity.objects.order_by().values("owner")
    teams = Team.objects.exclude(track=Track.RND).filter(members__in=owners)
    return list(teams.distinct().order_by("name"))


def find_team(pk: int | None) -> Team | None:
    """
    Find a team that sells; nothing for the whole company.

    :raises NotThere: if there is no such team.
    """
    if pk is None:
        return None
    found = Team.objects.exclude(track=Track.RND).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def newest(*, for_user: User, team: Team | None) -> Forecast | None:
    """Give the last forecast of a team or of the company."""
    rows = Forecast.objects.visible_to(for_user).filter(team=team)
    found: Forecast | None = rows.select_related("team").order_by("-on").first()
    return found


def newest_of_teams(*, for_user: User, on: date) -> list[Forecast]:
    """List the forecasts of the teams on a day, the largest first."""
    rows = Forecast.objects.visible_to(for_user).filter(on=on).exclude(team=None)
    return list(rows.select_related("team").order_by("-expected"))


def list_course(forecast: Forecast, *, for_user: User) -> list[Forecast]:
    """List what was told of the same quarter, week by week, and last of all today."""
    rows = Forecast.objects.visible_to(for_user).filter(
        team=forecast.team, quarter_on=forecast.quarter_on
    )
    weekly = rows.filter(on__week_day=2, on__lt=forecast.on).order_by("on")
    return [*weekly, forecast]


def list_prospects(forecast: Forecast, *, for_user: User, today: date) -> list[Prospect]:
    """List the open deals behind a forecast, what they are likely to bring first."""
    rows = Opportunity.objects.visible_to(for_user).open().select_related("customer", "owner")
    if forecast.team is not None:
        rows = rows.filter(owner__in=forecast.team.members.values("pk"))
    found = list(rows)
    rates = find_rates({each.currency for each in found}, on=today)
    prospects = [
        Prospect(
            opportunity=each,
            chance=min(_chance(forecast, each, today) * forecast.factor, 1.0),
            worth=each.amount * rates.get(each.currency, Decimal(0)),
        )
        for each in found
    ]
    return sorted(prospects, key=lambda each: (-each.weighted, each.opportunity.pk))


def _chance(forecast: Forecast, opportunity: Opportunity, today: date) -> float:
    if forecast.closed < FEW and opportunity.expected_close_on > forecast.last_on:
        return 0.0
    age = (today - timezone.localdate(opportunity.stage_since)).days
    return chance_of(forecast.chances, opportunity.stage, age)


def sum_by_owner(
    forecast: Forecast, *, owners: Collection[int], today: date
) -> dict[int, dict[Category, Decimal]]:
    """
    Add up what the open deals of people are worth by how surely they are won, in base.

    One query that groups by stage and age, however many deals there are; no person asks.
    """
    start = timezone.make_aware(datetime.combine(today + ONE, time()))
    age = Case(
        *(
            When(stage_since__lt=start - timedelta(days=each), then=Value(each))
            for each in reversed(KEPT_AGES)
        ),
        default=Value(0),
        output_field=IntegerField(),
    )
    rows = Opportunity.objects.open().filter(owner__in=owners)
    if forecast.closed < FEW:
        rows = rows.filter(expected_close_on__lte=forecast.last_on)
    summed = list(
        rows.order_by()
        .annotate(age_kept=age)
        .values_list("owner", "stage", "age_kept", "currency")
        .annotate(worth=Sum("amount"))
    )
    rates = find_rates({row[3] for row in summed}, on=today)
    found: dict[int, dict[Category, Decimal]] = {
        owner: dict.fromkeys(Category, Decimal(0)) for owner in owners
    }
    for owner, stage, old, currency, worth in summed:
        chance = min(chance_of(forecast.chances, stage, old) * forecast.factor, 1.0)
        category = next(each for each, least in LEAST.items() if chance >= least)
        found[owner][category] += worth * rates.get(currency, Decimal(0))
    return found


def group(prospects: Sequence[Prospect]) -> list[Group]:
    """Add the open deals up by how surely they are won."""
    return [
        Group(
            category=category,
            count=len(own),
            worth=sum((each.worth for each in own), Decimal(0)),
            weighted=sum((each.weighted for each in own), Decimal(0)),
        )
        for category in Category
        for own in [[each for each in prospects if each.category == category]]
    ]


def list_tested(*, for_user: User, team: Team | None, today: date) -> list[Tested]:
    """Judge what was told of the last quarters that are over, the newest first."""
    first = date.fromordinal(quarter_of(today.toordinal())[0])
    rows = Forecast.objects.visible_to(for_user).filter(
        team=team, quarter_on__lt=first, on__week_day=2
    )
    told: dict[date, list[Forecast]] = {}
    for each in rows.order_by("on"):
        told.setdefault(each.quarter_on, []).append(each)
    judged = [quarter for quarter, weeks in told.items() if len(weeks) >= FEWEST_WEEKS]
    newest_first = sorted(judged, reverse=True)[:QUARTERS]
    owners = None if team is None else set(team.members.values_list("pk", flat=True))
    return [_judge(quarter, told[quarter], owners, today) for quarter in newest_first]


def _judge(
    quarter: date, told: Sequence[Forecast], owners: Collection[int] | None, today: date
) -> Tested:
    came = sum_won(quarter, owners=owners, rates_on=today)
    held = sum(each.low <= came <= each.high for each in told)
    off = [abs(float(each.expected) / float(came) - 1) for each in told if came]
    return Tested(
        quarter_on=quarter,
        came=came,
        told=told[LOOKED_AT] if len(told) > LOOKED_AT else None,
        held=held,
        weeks=len(told),
        off=median(off) if off else 0.0,
    )


def sum_won(quarter: date, *, owners: Collection[int] | None, rates_on: date) -> Decimal:
    """Add up what was won in a quarter, in the base currency at the rates of a day."""
    last = date.fromordinal(quarter_of(quarter.toordinal())[1])
    rows = Opportunity.objects.filter(
        stage=Stage.WON, closed_at__date__gte=quarter, closed_at__date__lte=last
    )
    if owners is not None:
        rows = rows.filter(owner__in=owners)
    sums = rows.order_by().values_list("currency").annotate(total=Sum("amount"))
    return total_in_base(dict(sums), on=rates_on).in_base
