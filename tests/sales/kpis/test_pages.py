"""Measures of sales on pages, in the API and as files; who may see whose."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.answers import text_of
from tests.factories.people import make_user
from tests.factories.selling import make_year
from tests.factories.tokens import call_as
from twintrack.analytics.months import later
from twintrack.foundation.access.roles import Role
from twintrack.foundation.money.formatting import money
from twintrack.foundation.people.models import User
from twintrack.sales.kpis import operations
from twintrack.sales.kpis.cards import measures_to_look_at
from twintrack.sales.kpis.keeping import refresh
from twintrack.sales.kpis.lifecycle import Warn

pytestmark = pytest.mark.django_db
PAGES = ("/sales/measures/", "/sales/measures/win_rate/", "/sales/measures/win_rate/export/")


def test_a_manager_sees_measures_with_counts_targets_and_the_rows_behind(
    client: Client, manager: User, seller: User
) -> None:
    now = timezone.now()
    deals = make_year(seller, now)
    refresh(now)
    client.force_login(manager)
    text = client.get("/sales/measures/").content.decode()
    assert "50.0%" in text
    assert "36/72" in text

    before = later(timezone.localdate(now), -2)
    page = client.get(f"/sales/measures/conversion/?month={before:%Y-%m}").content.decode()
    assert sum(f">{deal.number}<" in page for deal in deals) == 6
    assert (page.count(">Yes<"), page.count(">No<")) == (3, 3)
    won = client.get(f"/sales/measures/won/?month={before:%Y-%m}").content.decode()
    assert won.count(f">{money(Decimal(1000))}<") == 3
    rows = client.get("/sales/measures/win_rate/export/").getvalue().decode()
    assert len(rows.splitlines()) == 13
    data = call_as(user=manager).get("/sales-measures/win_rate/values?months=12").json()
    assert data["value"] == pytest.approx(50)
    assert data["months"][-3]["count"] == 6


def test_the_number_of_queries_does_not_grow_with_deals(
    client: Client, manager: User, seller: User
) -> None:
    client.force_login(manager)

    def asked() -> int:
        refresh(timezone.now())
        client.get("/sales/measures/")
        with CaptureQueriesContext(
            connection,
        ) as made:
            client.get("/sales/measures/")
        return len(made)

    make_year(seller, timezone.now(), won=1, lost=0)
    few = asked()
    make_year(seller, timezone.now(), won=3, lost=2)
    assert asked() == few


def test_people_see_their_own_numbers_and_those_of_whom_they_lead_and_nobody_else_any(
    client: Client, manager: User, seller: User
) -> None:
    other = make_user(Role.SALESPERSON, name="Wu")
    make_year(seller, timezone.now())
    refresh(timezone.now())

    def told(user: User, query: str = "") -> tuple[list[int], int]:
        client.force_login(user)
        pages = [client.get(page + query).status_code for page in PAGES]
        found = call_as(user=user).get(f"/sales-measures/win_rate/values{query}")
        return pages, found.json()["count"] if found.status_code == 200 else found.status_code

    assert told(make_user(Role.EXECUTIVE), f"?person={seller.pk}")[0] == [200, 200, 200]
    assert told(manager)[1] == 72
    assert told(manager, f"?person={seller.pk}")[1] == told(manager)[1]
    # A stranger to the team leads nobody: whose numbers are asked for is not there.
    stranger = make_user(Role.SALES_MANAGER)
    assert told(stranger, f"?person={seller.pk}")[1] == 422
    assert told(seller)[1] == told(manager)[1]
    # Others are not told a colleague's numbers, whatever they ask for: pages fall back to theirs.
    assert told(other)[1] == 0
    assert told(other, f"?person={seller.pk}")[1] == 422
    client.force_login(other)
    assert "36/72" not in client.get(f"/sales/measures/?person={seller.pk}").content.decode()
    for role in (Role.ENGINEER, Role.RND_LEAD, Role.PRODUCT_MANAGER):
        assert told(make_user(role)) == ([403, 403, 403], 403)


def test_a_target_is_set_by_who_answers_for_it_and_keeps_its_history(
    client: Client, manager: User, seller: User
) -> None:
    make_year(seller, timezone.now())
    refresh(timezone.now())
    client.force_login(manager)
    address, today = "/sales/measures/win_rate/target/", timezone.localdate()
    form = {"value": "60", "warn": "missed", "since": today.isoformat()}
    assert "Target (%)" in text_of(client.get(address))
    client.post("/sales/measures/won/target/", form | {"value": "3000000"})
    assert "Target (CNY)" in text_of(client.get("/sales/measures/won/target/"))
    aim = f"target ≥ {money(Decimal(3_000_000), 'CNY')}"
    assert aim in text_of(client.get("/sales/performance/"))
    assert client.post(address, form).status_code == 302
    assert client.post(address, form | {"value": "101"}).status_code == 422
    api = call_as(user=manager)
    later = {"value": 40, "warn": "off", "since": (today + timedelta(days=1)).isoformat()}
    assert api.post("/sales-measures/win_rate/targets", later).status_code == 201
    assert [each["value"] for each in api.get("/sales-measures/win_rate/targets").json()] == [
        40,
        60,
    ]

    found = api.get("/sales-measures/win_rate/values").json()
    assert (found["target"], found["is_missed"], found["warns"]) == (60, True, True)
    client.force_login(seller)
    assert client.post(address, form).status_code == 403
    refused = call_as(user=seller).post("/sales-measures/win_rate/targets", later)
    assert refused.status_code == 403


def test_today_tells_who_answers_for_the_company_what_misses_its_target(
    manager: User, seller: User
) -> None:
    now = timezone.now()
    make_year(seller, now)
    refresh(now)
    assert list(measures_to_look_at(manager, now)) == []
    operations.set_target(
        measure="win_rate",
        value=60,
        warn=Warn.MISSED,
        since=timezone.localdate(now),
        by=manager,
        at=now,
    )
    [card] = measures_to_look_at(manager, now)
    assert "50.0%" in card.hint
    assert list(measures_to_look_at(seller, now)) == []
    later_on = timezone.localdate(now)
    operations.set_target(
        measure="win_rate", value=60, warn=Warn.OFF, since=later_on, by=manager, at=now
    )
    assert list(measures_to_look_at(manager, now)) == []


def test_the_strip_over_the_pipeline_is_of_the_company_or_of_the_seller_alone(
    client: Client, manager: User, seller: User
) -> None:
    now = timezone.now()
    make_year(seller, now)
    refresh(now)
    client.force_login(manager)
    assert 'hx-get="/sales/strip/"' in client.get("/opportunities/board/").content.decode()
    of_all = client.get("/sales/strip/").content.decode()
    assert of_all.count('class="kpi"') == 4
    assert "All who sell" in of_all
    assert "50.0%" in of_all
    assert "/sales/measures/conversion/" in of_all

    client.force_login(make_user(Role.SALESPERSON, name="Wu"))
    own = client.get("/sales/strip/").content.decode()
    assert "Yours" in own
    assert "50.0%" not in own

    client.force_login(make_user(Role.ENGINEER, name="Zhou"))
    assert client.get("/sales/strip/").status_code == 403
    assert "/sales/strip/" not in client.get("/opportunities/board/").content.decode()
