"""Say on which days teams and people work, and how much of their time a team has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.people.models import Team, TeamMembership, User
from twintrack.hub.scheduling.events import (
    PersonCalendarDropped,
    PersonCalendarSet,
    SpecialDayDropped,
    SpecialDaySet,
    TeamCalendarSet,
    TimeShareSet,
)
from twintrack.hub.scheduling.models import SpecialDay, TimeShare, WorkCalendar
from twintrack.hub.scheduling.queries import WHOLE


class NoWorkingDay(Refusal):
    """A week without a working day."""

    message = _("Choose at least one working day.")
    status = 422


class NotOfTeam(Refusal):
    """Somebody who does not belong to the team has no time for it."""

    message = _("This person does not belong to the team.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class CalendarFacts:
    """Working days as `date.weekday` counts them, hours a day, and whether holidays are kept."""

    weekdays: str
    hours: Decimal
    keeps_holidays: bool = True


def _check(facts: CalendarFacts) -> None:
    if not facts.weekdays:
        raise NoWorkingDay


def _is_same(calendar: WorkCalendar | None, facts: CalendarFacts) -> bool:
    return calendar is not None and all(
        getattr(calendar, field) == value for field, value in vars(facts).items()
    )


@transaction.atomic
def set_team_calendar(
    *, team: Team, facts: CalendarFacts, by: User, at: datetime, caused_by: Entry | None = None
) -> WorkCalendar:
    """
    Say on which days and how long a team works.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NoWorkingDay: if no day of the week is one.
    """
    check_may(by, Act.KEEP_CALENDARS)
    _check(facts)
    known = WorkCalendar.objects.filter(team=team).first()
    if known is not None and _is_same(known, facts):
        return known
    calendar, _is_new = WorkCalendar.objects.update_or_create(team=team, defaults=vars(facts))
    event = TeamCalendarSet(team_id=team.pk, team_name=team.name, **vars(facts))
    record(event, about=team, by=by, at=at, caused_by=caused_by)
    return calendar


@transaction.atomic
def set_person_calendar(
    *, person: User, facts: CalendarFacts, by: User, at: datetime, caused_by: Entry | None = None
) -> WorkCalendar:
    """
    Say on which days and how long somebody works, other than their teams.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NoWorkingDay: if no day of the week is one.
    """
    check_may(by, Act.KEEP_CALENDARS)
    _check(facts)
    known = WorkCalendar.objects.filter(person=person).first()
    if known is not None and _is_same(known, facts):
        return known
    calendar, _is_new = WorkCalendar.objects.update_or_create(person=person, defaults=vars(facts))
    event = PersonCalendarSet(person_id=person.pk, name=person.name, **vars(facts))
    record(event, about=person, by=by, at=at, caused_by=caused_by)
    return calendar


@transaction.atomic
def drop_person_calendar(
    *, person: User, by: User, at: datetime, caused_by: Entry | None = None
) -> User:
    """
    Let somebody work as their teams do again.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.KEEP_CALENDARS)
    gone, _each = WorkCalendar.objects.filter(person=person).delete()
    if gone:
        event = PersonCalendarDropped(person_id=person.pk, name=person.name)
        record(event, about=person, by=by, at=at, caused_by=caused_by)
    return person


@transaction.atomic
def set_special_day(
    *,
    team: Team,
    day: date,
    name: str,
    is_working: bool,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> SpecialDay:
    """
    Let a team be free on a day, or work on it, other than the calendar says.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.KEEP_CALENDARS)
    told = {"name": name, "is_working": is_working}
    known: SpecialDay | None = SpecialDay.objects.filter(team=team, day=day, **told).first()
    if known:
        return known
    special, _is_new = SpecialDay.objects.update_or_create(team=team, day=day, defaults=told)
    event = SpecialDaySet(
        team_id=team.pk, team_name=team.name, day=day, name=name, is_working=is_working
    )
    record(event, about=team, by=by, at=at, caused_by=caused_by)
    return special


@transaction.atomic
def drop_special_day(
    *, special: SpecialDay, by: User, at: datetime, caused_by: Entry | None = None
) -> Team:
    """
    Let a day of a team be as the calendar says again.

    :raises NotAllowed: if the person's roles do not allow it.
    """
    check_may(by, Act.KEEP_CALENDARS)
    team = special.team
    gone, _each = SpecialDay.objects.filter(pk=special.pk).delete()
    if gone:
        event = SpecialDayDropped(
            team_id=team.pk, team_name=team.name, day=special.day, name=special.name
        )
        record(event, about=team, by=by, at=at, caused_by=caused_by)
    return team


@transaction.atomic
def set_time_share(
    *,
    team: Team,
    person: User,
    percent: int,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> TimeShare | None:
    """
    Say how much of their working time somebody has for the planned work of a team, in per cent.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises NotOfTeam: if the person does not belong to the team.
    """
    check_may(by, Act.KEEP_CALENDARS)
    if not TeamMembership.objects.filter(team=team, user=person).exists():
        raise NotOfTeam
    known = TimeShare.objects.filter(team=team, person=person).first()
    came_from = known.percent if known else WHOLE
    if came_from == percent:
        return known
    share, _is_new = TimeShare.objects.update_or_create(
        team=team, person=person, defaults={"percent": percent}
    )
    event = TimeShareSet(
        team_id=team.pk,
        team_name=team.name,
        person_id=person.pk,
        name=person.name,
        came_from=came_from,
        to=percent,
    )
    record(event, about=team, by=by, at=at, caused_by=caused_by, also=[person])
    return share
