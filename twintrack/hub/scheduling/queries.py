"""When people work and are away, as far as a person may see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.people.models import Team, User
from twintrack.hub.scheduling.models import Leave, SpecialDay, TimeShare, WorkCalendar
from twintrack.hub.scheduling.working_time import WorkingTime, working_time

WHOLE = 100


@dataclass(frozen=True, kw_only=True)
class PersonTimes:
    """What decides when one person works for a team."""

    person: User
    time: WorkingTime
    of_team: WorkingTime
    leaves: list[Leave]
    percent: int


def read_times(team: Team, start: date, end: date) -> list[PersonTimes]:
    """Read when each member of a team works and is away between two days, by name."""
    people = list(
        User.objects.filter(memberships__team=team, is_active=True).order_by("name", "pk")
    )
    ids = [each.pk for each in people]
    calendars = list(WorkCalendar.objects.filter(Q(team=team) | Q(person__in=ids)))
    own = {each.person_id: each for each in calendars if each.person_id}
    of_team = next((each for each in calendars if each.team_id), None)
    special = {
        each.day: each for each in SpecialDay.objects.filter(team=team, day__range=(start, end))
    }
    shares = dict(TimeShare.objects.filter(team=team).values_list("person_id", "percent"))
    leaves = leaves_of(people, start, end)
    usual = working_time(team=of_team, person=None, special=special)
    return [
        PersonTimes(
            person=each,
            of_team=usual,
            time=working_time(team=of_team, person=own.get(each.pk), special=special),
            leaves=leaves.get(each.pk, []),
            percent=shares.get(each.pk, WHOLE),
        )
        for each in people
    ]


def team_times(teams: Collection[Team], start: date, end: date) -> dict[int, WorkingTime]:
    """Give on which days teams work between two days, by their ids; nobody's own calendar."""
    calendars = {each.team_id: each for each in WorkCalendar.objects.filter(team__in=teams)}
    special: dict[int, dict[date, SpecialDay]] = defaultdict(dict)
    for each in SpecialDay.objects.filter(team__in=teams, day__range=(start, end)):
        special[each.team_id][each.day] = each
    return {
        team.pk: working_time(team=calendars.get(team.pk), person=None, special=special[team.pk])
        for team in teams
    }


def leaves_of(people: Collection[User], start: date, end: date) -> dict[int, list[Leave]]:
    """Give what people are away between two days, by their ids."""
    by_id = {each.pk: each for each in people}
    found: dict[int, list[Leave]] = defaultdict(list)
    for leave in Leave.objects.between(start, end).filter(person__in=by_id).order_by("start_on"):
        leave.person = by_id[leave.person_id]
        found[leave.person_id].append(leave)
    return found


def list_leaves(
    *,
    for_user: User,
    person: User | None = None,
    since: date | None = None,
    before: date | None = None,
) -> QuerySet[Leave]:
    """List leave, the latest first; of a person, not over on a day, or over before one."""
    leaves: QuerySet[Leave] = Leave.objects.visible_to(for_user).filter(withdrawn_at=None)
    if person:
        leaves = leaves.filter(person=person)
    if since:
        leaves = leaves.filter(end_on__gte=since)
    if before:
        leaves = leaves.filter(end_on__lt=before)
    return leaves.select_related("person", "entered_by").order_by("-start_on", "-pk")


def get_leave(pk: int, *, for_user: User) -> Leave:
    """
    Find a leave, also one that was withdrawn.

    :raises NotThere: if there is none, or the person may not see it.
    """
    leaves: QuerySet[Leave] = Leave.objects.visible_to(for_user).filter(pk=pk)
    found = leaves.select_related("person", "entered_by").first()
    if found is None:
        raise NotThere
    return found


def team_calendar(team: Team) -> WorkCalendar:
    """Give the calendar of a team; one that was never set is the usual one."""
    return WorkCalendar.objects.filter(team=team).first() or WorkCalendar(team=team)


def person_calendar(person: User) -> WorkCalendar | None:
    """Give the calendar of a person who has others days than the team."""
    return WorkCalendar.objects.filter(person=person).first()


def list_special_days(team: Team) -> QuerySet[SpecialDay]:
    """List the days of a team's own, the latest first."""
    return SpecialDay.objects.filter(team=team).order_by("-day")


def get_special_day(pk: int) -> SpecialDay:
    """
    Find a day of a team's own.

    :raises NotThere: if there is none.
    """
    found = SpecialDay.objects.filter(pk=pk).select_related("team").first()
    if found is None:
        raise NotThere
    return found


def shares_of(team: Team) -> dict[int, int]:
    """Give how much of their time people have for a team, in per cent, by their ids."""
    return dict(TimeShare.objects.filter(team=team).values_list("person_id", "percent"))


def own_calendars(people: Collection[User]) -> dict[int, WorkCalendar]:
    """Give the calendars of those who have one of their own, by the ids of the people."""
    found = WorkCalendar.objects.filter(person__in=people)
    return {each.person_id: each for each in found if each.person_id}


def list_shares(team: Team) -> list[dict[str, object]]:
    """List how much of their time each member has for a team, by name."""
    shares = shares_of(team)
    people = User.objects.filter(memberships__team=team, is_active=True).order_by("name", "pk")
    return [{"person": each, "percent": shares.get(each.pk, WHOLE)} for each in people]


def sort_teams(teams: Iterable[Team], *, for_user: User) -> list[Team]:
    """Put teams in order: one's own first, of these the ones that keep a calendar."""
    kept = set(WorkCalendar.objects.exclude(team=None).values_list("team_id", flat=True))
    return sorted(teams, key=lambda each: (each.pk not in for_user.team_ids, each.pk not in kept))
