"""How those who sell stand today: numbers, whose they are, and what they lead to."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.people import make_user
from tests.factories.selling import make_deal, make_year
from tests.factories.tokens import call_as
from tests.factories.visits import make_visit
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.sales.forecast.queries import Category, group, list_prospects, newest, sum_by_owner
from twintrack.sales.forecast.rounds import keep_up
from twintrack.sales.kpis.keeping import refresh
from twintrack.sales.pipeline.models import Opportunity

pytestmark = pytest.mark.django_db
PAGE = "/sales/performance/"


def test_the_page_leads_from_each_number_to_the_rows_behind(
    client: Client, manager: User, seller: User
) -> None:
    now = timezone.now()
    make_year(seller, now)
    make_deal(seller, now - timedelta(days=200), amount=9_000_000)
    make_visit(owner=seller, state="done", held_at=now)
    refresh(now)
    client.force_login(manager)
    text = client.get(PAGE).content.decode()
    assert "Zhao" in text
    assert f"view=open&amp;owner={seller.pk}" in text
    assert f"view=open&amp;state=rotting&amp;owner={seller.pk}" in text
    assert "36/72" in text
    [told] = [
        each
        for each in call_as(user=manager).get("/sales-performance").json()
        if each["person"] == seller.pk
    ]
    assert Decimal(told["pipeline"]) == 9_001_000
    assert (told["open_deals"], told["rotting"], told["adrift"]) == (2, 1, 2)
    assert (told["visits_held"], told["visits_target"] > 0) == (1, True)
    # The lists hold as many as the numbers say.
    listed = client.get(f"/opportunities/?view=open&owner={seller.pk}").content.decode()
    assert sum(f">{each.number}<" in listed for each in Opportunity.objects.open()) == 2
    lines = client.get(f"{PAGE}export/").getvalue().decode().splitlines()
    assert [line.split(",")[0].strip('"') for line in lines[1:]] == ["Sun", "Zhao"]


def test_the_categories_of_people_add_up_to_those_of_the_forecast(seller: User) -> None:
    now = timezone.now()
    boss, other = make_user(Role.EXECUTIVE), make_user(Role.SALESPERSON)
    make_year(seller, now)
    for turn in range(6):
        owner = seller if turn % 2 else other
        make_deal(owner, now - timedelta(days=9 * turn), amount=1000 * (turn + 1))
    keep_up(now)
    forecast = newest(for_user=boss, team=None)
    assert forecast is not None
    today = timezone.localdate(now)
    prospects = list_prospects(forecast, for_user=boss, today=today)
    sums = sum_by_owner(forecast, owners=[seller.pk, other.pk], today=today)
    for each in group(prospects):
        assert sum(mine[each.category] for mine in sums.values()) == each.worth
    assert sum(mine[Category.PIPELINE] for mine in sums.values()) >= 0


def test_people_see_their_own_row_and_who_does_not_sell_none(
    client: Client, manager: User, seller: User
) -> None:
    make_year(seller, timezone.now())
    refresh(timezone.now())
    other = make_user(Role.SALESPERSON, name="Wu Tong")

    def rows(user: User, query: str = "") -> object:
        client.force_login(user)
        pages = {client.get(f"{PAGE}{each}{query}").status_code for each in ("", "export/")}
        found = call_as(user=user).get(f"/sales-performance{query}")
        if found.status_code != 200:
            return pages, found.status_code
        return pages, [each["name"] for each in found.json()]

    assert rows(manager) == ({200}, ["Sun", "Zhao"])
    assert rows(seller) == ({200}, ["Zhao"])
    assert rows(other) == ({200}, ["Wu Tong"])
    assert rows(other, f"?person={seller.pk}") == ({200}, 422)
    assert "Zhao" not in client.get(f"{PAGE}?person={seller.pk}").content.decode()
    assert rows(make_user(Role.EXECUTIVE)) == ({200}, ["Sun", "Wu Tong", "Zhao"])
    for role in (Role.ENGINEER, Role.RND_LEAD, Role.PRODUCT_MANAGER):
        assert rows(make_user(role)) == ({403}, 403)


def test_the_number_of_queries_does_not_grow_with_deals_or_people(
    client: Client, manager: User, seller: User
) -> None:
    team = manager.teams.get()
    client.force_login(manager)

    def asked() -> int:
        refresh(timezone.now())
        client.get(PAGE)
        with CaptureQueriesContext(connection) as made:
            client.get(PAGE)
        return len(made)

    make_year(seller, timezone.now(), won=1, lost=0)
    few = asked()
    for _turn in range(3):
        colleague = make_user(Role.SALESPERSON)
        team.members.add(colleague)
        make_year(colleague, timezone.now(), won=1, lost=1)
    assert asked() == few
