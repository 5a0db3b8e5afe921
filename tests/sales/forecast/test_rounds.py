"""Forecasts are kept as they were told, for the company and for each team that sells."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.people import make_team, make_user
from tests.factories.pipeline import make_opportunity, make_passage
from tests.factories.tokens import call_as
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.sales.forecast.models import Forecast
from twintrack.sales.forecast.queries import list_tested
from twintrack.sales.forecast.rounds import keep_up
from twintrack.sales.pipeline.lifecycle import Outcome, Stage
from twintrack.sales.pipeline.models import Opportunity

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)


def decided(owner: User, days_ago: int, *, won: bool, amount: int = 1000) -> Opportunity:
    closed = NOW - timedelta(days=days_ago)
    end = Stage.WON if won else Stage.LOST
    opportunity = make_opportunity(
        owner=owner,
        amount=Decimal(amount),
        opened_at=closed - timedelta(days=20),
        stage=end,
        stage_since=closed,
        closed_at=closed,
    )
    outcome = Outcome.WON if won else Outcome.LOST
    make_passage(opportunity, Stage.NEGOTIATION, left_at=closed, outcome=outcome)
    return opportunity


def still_open(owner: User, **over: object) -> Opportunity:
    began = NOW - timedelta(days=5)
    opportunity = make_opportunity(
        owner=owner, stage=Stage.NEGOTIATION, opened_at=began, stage_since=began, **over
    )
    make_passage(opportunity, Stage.NEGOTIATION)
    return opportunity


@pytest.fixture
def seller() -> User:
    person = make_user(Role.SALESPERSON)
    make_team(person, name="Key accounts")
    return person


def sell(seller: User, *, since: int, count: int) -> None:
    dice = random.Random(2)
    for turn in range(count):
        decided(seller, since * turn // count + 1, won=dice.random() < 0.6)


def test_a_young_company_counts_by_stages_and_says_so(seller: User, client: Client) -> None:
    decided(seller, 2, won=True)
    still_open(seller, amount=Decimal(5000))

    keep_up(NOW)

    told = Forecast.objects.get(team=None)
    assert (told.closed, told.is_replayed, told.factor) == (1, False, 1.0)
    assert told.expected == told.done + told.from_open
    assert told.low < told.expected < told.high
    client.force_login(seller)
    page = client.get("/sales-forecast/").content.decode()
    assert "1 deal was decided so far, too few to learn from" in page


def test_what_was_told_stays_whatever_changes_later(seller: User) -> None:
    sell(seller, since=90, count=50)
    still_open(seller)

    keep_up(NOW)
    before = list(Forecast.objects.order_by("pk").values())
    entries = Entry.objects.filter(kind="forecast.taken").count()
    Opportunity.objects.update(amount=Decimal(7))
    keep_up(NOW)

    assert list(Forecast.objects.order_by("pk").values()) == before
    assert entries == len(before) == Entry.objects.filter(kind="forecast.taken").count()
    assert {each["team_id"] for each in before} == {None, seller.teams.get().pk}
    mondays = Forecast.objects.filter(is_replayed=True)
    assert mondays.count() > 10
    assert {each.on.weekday() for each in mondays} == {0}
    keep_up(NOW + timedelta(days=1))
    assert Forecast.objects.filter(is_replayed=False).count() == 4


def test_quarters_that_are_over_are_judged_by_what_they_brought(seller: User) -> None:
    sell(seller, since=150, count=60)
    keep_up(NOW)

    tested = list_tested(for_user=seller, team=None, today=timezone.localdate(NOW))

    assert tested
    for each in tested:
        won = sum(
            one.amount
            for one in Opportunity.objects.filter(stage=Stage.WON)
            if quarter(timezone.localdate(one.closed_at)) == quarter(each.quarter_on)
        )
        assert each.came == won
        rows = Forecast.objects.filter(team=None, quarter_on=each.quarter_on)
        assert each.weeks == rows.count()
        assert each.held == sum(row.low <= won <= row.high for row in rows)


def quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month - 1) // 3


def test_who_may_see_no_amounts_sees_no_forecast(seller: User, client: Client) -> None:
    still_open(seller)
    keep_up(NOW)

    client.force_login(make_user(Role.ENGINEER))
    assert client.get("/sales-forecast/").status_code == 403
    assert call_as(Role.ENGINEER).get("/sales-forecast").status_code == 403
    assert Forecast.objects.visible_to(make_user(Role.RND_LEAD)).count() == 0


def test_page_and_api_tell_the_same_and_ask_no_more_for_more_deals(
    seller: User, client: Client
) -> None:
    sell(seller, since=40, count=30)
    first = still_open(seller)
    keep_up(NOW)
    client.force_login(make_user(Role.SALES_MANAGER))
    url = "/sales-forecast/"
    page = client.get(url).content.decode()
    told = Forecast.objects.get(team=None, is_replayed=False)
    assert first.number in page
    assert "Key accounts" in page

    caller = call_as(Role.SALES_MANAGER)
    assert Decimal(caller.get("/sales-forecast").json()[-1]["expected"]) == told.expected
    team = seller.teams.get()
    assert caller.get(f"/sales-forecast?team={team.pk}").json()[-1]["team_id"] == team.pk
    assert caller.get("/sales-forecast/quarters").status_code == 200
    assert caller.get("/sales-forecast?team=999999").status_code == 404

    few = count_queries(client, url)
    for _each in range(6):
        still_open(make_user(Role.SALESPERSON))
    assert count_queries(client, url) <= few


def count_queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return len(asked)


def test_nothing_is_forecast_before_the_first_morning(client: Client) -> None:
    client.force_login(make_user(Role.SALES_MANAGER))

    assert "Nothing is forecast yet" in client.get("/sales-forecast/").content.decode()
    assert call_as(Role.SALES_MANAGER).get("/sales-forecast").status_code == 404


def test_the_morning_of_a_day_is_that_of_the_company() -> None:
    late = datetime(2026, 11, 23, 20, tzinfo=UTC)

    keep_up(late)

    assert Forecast.objects.get().on == date(2026, 11, 24)
