"""How many visits a week there are, and are to be."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.factories.people import make_team, make_user
from tests.factories.visits import AT, make_visit
from tests.queries import queries_of
from twintrack.foundation.access.refusals import NotAllowed, NotThere
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import TeamMembership
from twintrack.hub.scheduling.models import Leave
from twintrack.sales.visits import operations
from twintrack.sales.visits.models import VisitTarget
from twintrack.sales.visits.progress import list_weeks, read_weeks, week_of

pytestmark = pytest.mark.django_db
MONDAY, WEEK = date(2026, 11, 23), timedelta(days=7)


def test_visits_count_once_they_are_held_in_the_week_of_whoever_made_them() -> None:
    zhao, along = make_user(name="Zhao"), make_user(name="Luo")
    held = make_visit(owner=zhao, state="done")
    held.colleagues.add(along)
    make_visit(owner=zhao, state="checked_in")
    make_visit(owner=zhao)
    make_visit(owner=zhao, state="cancelled")
    # Sunday evening of London is Monday in Shanghai.
    edge = datetime(2026, 11, 22, 20, tzinfo=UTC)
    make_visit(owner=zhao, state="done", starts_at=edge)
    london = make_user(time_zone="Europe/London")
    make_visit(owner=london, state="done", starts_at=edge)

    week = week_of(zhao, on=date(2026, 11, 26))
    assert (week.held, week.planned, week.target, week.missing) == (3, 1, 5, 2)
    assert week.percent == 60
    assert week_of(along, on=MONDAY).held == 0
    assert week_of(london, on=MONDAY).held == 0
    assert week_of(london, on=MONDAY - WEEK).held == 1


def test_who_leads_sales_is_asked_for_visits_by_name_only() -> None:
    sun = make_user(Role.SALES_MANAGER, name="Sun")
    both = make_user(Role.SALES_MANAGER, Role.SALESPERSON)
    assert week_of(sun, on=MONDAY).missing == 0
    assert week_of(both, on=MONDAY).target == 5
    VisitTarget.objects.create(person=sun, per_week=2, since=MONDAY, set_at=AT)
    assert week_of(sun, on=MONDAY).target == 2


def test_leave_and_holidays_shorten_the_target() -> None:
    zhao = make_user(name="Zhao")
    Leave.objects.create(
        person=zhao,
        kind="annual",
        start_on=date(2026, 11, 26),
        end_on=date(2026, 11, 27),
        ends_at_noon=True,
        entered_by=zhao,
        entered_at=AT,
    )
    week = week_of(zhao, on=MONDAY)
    # 3.5 of 5 days: 3.5 visits, rounded half up.
    assert (week.present_days, week.away_days, week.target) == (Decimal("3.5"), Decimal("1.5"), 4)
    # National Day 2025: nobody works from Wednesday to Wednesday, and the whole of that week.
    assert week_of(zhao, on=date(2025, 10, 1)).target < 5


def test_a_persons_target_comes_before_the_teams_and_each_week_keeps_its_own() -> None:
    manager, zhao, wu = make_user(Role.SALES_MANAGER), make_user(), make_user()
    team = make_team(zhao, wu)
    with pytest.raises(NotAllowed):
        operations.set_target(per_week=3, on=MONDAY, by=make_user(Role.SALESPERSON), at=AT)
    with pytest.raises(operations.TargetImpossible):
        operations.set_target(per_week=51, on=MONDAY, by=manager, at=AT)
    for whom, many, on in (
        ({}, 6, MONDAY - WEEK),
        ({"team": team}, 8, MONDAY),
        ({"person": zhao}, 3, MONDAY + timedelta(days=2)),
    ):
        operations.set_target(**whom, per_week=many, on=on, by=manager, at=AT)
    weeks = read_weeks([zhao, wu], MONDAY - 2 * WEEK, MONDAY)
    assert [each.per_week for each in weeks] == [5, 6, 3, 5, 6, 8]


def test_only_oneself_and_who_leads_the_team_see_the_numbers_of_a_person() -> None:
    zhao, wu, lead = make_user(), make_user(), make_user()
    team = make_team(zhao, wu)
    TeamMembership.objects.create(team=team, user=lead, is_lead=True)
    assert list_weeks([zhao], MONDAY, MONDAY, for_user=zhao)
    assert len(list_weeks([zhao, wu], MONDAY, MONDAY, for_user=lead)) == 2
    manager = make_user(Role.SALES_MANAGER)
    TeamMembership.objects.create(team=team, user=manager)
    assert list_weeks([wu], MONDAY, MONDAY, for_user=manager)
    for other in (wu, make_user(Role.EXECUTIVE), make_user(Role.SALES_MANAGER)):
        with pytest.raises(NotThere):
            list_weeks([zhao], MONDAY, MONDAY, for_user=other)


def test_more_people_and_weeks_do_not_ask_more() -> None:
    some = [make_user() for _each in range(6)]
    make_team(*some)
    few = queries_of(lambda: read_weeks(some[:1], MONDAY, MONDAY))
    for person in some:
        make_visit(owner=person, state="done")
    assert queries_of(lambda: read_weeks(some, MONDAY - 8 * WEEK, MONDAY)) <= few
