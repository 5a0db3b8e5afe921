"""
How many visits people make a week, against how many there are to be.

A week runs from Monday to Sunday where the person works. Visits that were held count for whom they
belong to, not for who went along, so none counts twice. Days on which the person does not work, by
calendar or by leave, shorten the target: `per_week` x days present / usual days, rounded half up.
"""

from __future__ import annotations

import zoneinfo
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Q

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import Team, TeamMembership, User
from twintrack.hub.scheduling.models import Leave
from twintrack.hub.scheduling.queries import leaves_of, own_calendars, team_times
from twintrack.hub.scheduling.working_time import WorkingTime, away, working_time
from twintrack.sales.visits.lifecycle import HELD, OPEN
from twintrack.sales.visits.models import Visit, VisitTarget
from twintrack.sales.visits.models.targets import USUAL

DAY, WEEK = timedelta(days=1), timedelta(days=7)
SUNDAY = timedelta(days=6)


@dataclass(frozen=True, kw_only=True)
class PersonWeek:
    """One person's week: how many visits were held, are still planned, and are to be made."""

    person: User
    monday: date
    held: int
    planned: int
    per_week: int
    usual_days: int
    present_days: Decimal

    @property
    def away_days(self) -> Decimal:
        """Days of a usual week that are free or leave in this one."""
        return max(Decimal(0), self.usual_days - self.present_days)

    @property
    def target(self) -> int:
        """How many there are to be in the days that are left of the week; never more than usual."""
        if not self.usual_days:
            return 0
        share = min(Decimal(1), self.present_days / self.usual_days)
        return int((self.per_week * share).quantize(Decimal(1), ROUND_HALF_UP))

    @property
    def missing(self) -> int:
        return max(0, self.target - self.held)

    @property
    def percent(self) -> int:
        """How far the target is reached, 100 at most; a week without one is reached."""
        return min(100, round(100 * self.held / self.target)) if self.target else 100


def monday_of(day: date) -> date:
    """Give the Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def zone_of(person: User) -> zoneinfo.ZoneInfo:
    """Give the time zone in which a person's weeks begin."""
    return zoneinfo.ZoneInfo(person.time_zone)


def people_under(user: User) -> set[int]:
    """
    Give whose numbers a person sees: their own, and those of whom they lead.

    A sales manager leads the teams they belong to, others those they are named the lead of.
    """
    led = TeamMembership.objects.filter(user=user)
    if Role.SALES_MANAGER not in user.roles:
        led = led.filter(is_lead=True)
    members = TeamMembership.objects.filter(team__in=led.values("team")).values_list(
        "user_id", flat=True
    )
    return {user.pk, *members}


def list_weeks(
    people: Collection[User], first: date, last: date, *, for_user: User
) -> list[PersonWeek]:
    """
    List the weeks of people from the first to the last Monday, as far as somebody may see them.

    :raises NotThere: if somebody among them is neither the reader nor led by them.
    """
    if not {each.pk for each in people} <= people_under(for_user):
        raise NotThere
    return read_weeks(people, first, last)


def read_weeks(people: Collection[User], first: date, last: date) -> list[PersonWeek]:
    """
    Read the weeks of people, for measures and cards: no person asks, all are given.

    Visits per person-week are the mean of `held` over what this gives.
    """
    mondays = [first + WEEK * n for n in range((last - first).days // 7 + 1)]
    teams = _teams_of(people)
    targets = _Targets(teams, _leaders_alone(people))
    days = _Days(people, teams, first, last + SUNDAY)
    held = _count(people, first, last, is_held=True)
    planned = _count(people, first, last, is_held=False)
    return [
        PersonWeek(
            person=person,
            monday=monday,
            held=held[person.pk, monday],
            planned=planned[person.pk, monday],
            per_week=targets.of(person, monday),
            usual_days=len(days.time_of(person).weekdays),
            present_days=days.present(person, monday),
        )
        for person in people
        for monday in mondays
    ]


def week_of(person: User, *, on: date) -> PersonWeek:
    """Read one person's week, whoever asks."""
    monday = monday_of(on)
    return read_weeks([person], monday, monday)[0]


def _leaders_alone(people: Collection[User]) -> set[int]:
    """Give who leads sales and is no salesperson: of them visits are asked by name only."""
    lead = User.objects.filter(pk__in=[each.pk for each in people])
    lead = lead.filter(role_grants__role=Role.SALES_MANAGER)
    return set(lead.exclude(role_grants__role=Role.SALESPERSON).values_list("pk", flat=True))


def _teams_of(people: Collection[User]) -> dict[int, list[Team]]:
    rows = TeamMembership.objects.filter(user__in=people).select_related("team")
    found: dict[int, list[Team]] = {each.pk: [] for each in people}
    for row in rows.order_by("team__name", "pk"):
        found[row.user_id].append(row.team)
    return found


def _count(
    people: Collection[User], first: date, last: date, *, is_held: bool
) -> Counter[tuple[int, date]]:
    zones = {each.pk: zone_of(each) for each in people}
    moment = "held_at" if is_held else "starts_at"
    states = Q(state__in=HELD) if is_held else Q(state__in=OPEN) & ~Q(state__in=HELD)
    # A day more at both ends: zones differ, each visit is then put into its own week.
    start = datetime.combine(first - DAY, time.min, zoneinfo.ZoneInfo("UTC"))
    end = datetime.combine(last + WEEK + DAY, time.min, zoneinfo.ZoneInfo("UTC"))
    rows = Visit.objects.filter(states, owner__in=people).filter(
        **{f"{moment}__gte": start, f"{moment}__lt": end}
    )
    return Counter(
        (owner, monday_of(at.astimezone(zones[owner]).date()))
        for owner, at in rows.values_list("owner_id", moment)
    )


class _Targets:
    """What was set, and who it was set for."""

    def __init__(self, teams: dict[int, list[Team]], leaders: Collection[int]) -> None:
        self.teams, self.leaders = teams, leaders
        self.rows = list(VisitTarget.objects.order_by("since", "pk"))

    def of(self, person: User, monday: date) -> int:
        """Give what was wanted of a person in a week: their own, their team's, everybody's."""
        names = {each.pk for each in self.teams[person.pk]}
        known = [each for each in self.rows if each.since <= monday]
        own = [each for each in known if each.person_id == person.pk]
        if not own and person.pk in self.leaders:
            return 0
        for rows in (
            own,
            [each for each in known if each.team_id in names],
            [each for each in known if each.team_id is None and each.person_id is None],
        ):
            if rows:
                return int(rows[-1].per_week)
        return USUAL


class _Days:
    """On which days people work."""

    def __init__(
        self, people: Collection[User], teams: dict[int, list[Team]], start: date, end: date
    ) -> None:
        every = {team.pk: team for each in teams.values() for team in each}
        self.teams, self.times = teams, team_times(list(every.values()), start, end)
        self.own = own_calendars(people)
        self.leaves: dict[int, list[Leave]] = leaves_of(people, start, end)

    def time_of(self, person: User) -> WorkingTime:
        """Give a person's own working time, else that of the first of their teams."""
        if person.pk in self.own:
            return working_time(team=None, person=self.own[person.pk], special={})
        return next(self._of_teams(person), WorkingTime())

    def _of_teams(self, person: User) -> Iterator[WorkingTime]:
        return (self.times[team.pk] for team in self.teams[person.pk] if team.pk in self.times)

    def present(self, person: User, monday: date) -> Decimal:
        """Count the days a person works in a week, less leave."""
        leaves = self.leaves.get(person.pk, [])
        days = self.time_of(person).working_days(monday, monday + SUNDAY)
        return sum((1 - away(leaves, day) for day in days), Decimal(0))
