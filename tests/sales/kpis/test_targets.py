"""Targets of teams and of single people: whose they are, who sets them and who sees them."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.answers import text_of
from tests.factories.people import make_team, make_user
from tests.factories.products import make_product
from tests.factories.selling import make_year
from tests.factories.tokens import call_as
from tests.queries import queries_of
from twintrack.foundation.access.refusals import NotAllowed, NotThere
from twintrack.foundation.access.roles import Role
from twintrack.foundation.money.formatting import money
from twintrack.foundation.people.models import User
from twintrack.sales.kpis import operations, queries
from twintrack.sales.kpis.keeping import refresh
from twintrack.sales.kpis.lifecycle import Warn
from twintrack.sales.kpis.models import SalesTarget
from twintrack.sales.kpis.queries import Of

pytestmark = pytest.mark.django_db
WON, RATE = "/sales/measures/won/", "/sales/measures/win_rate/"


def aim(of: Of, value: float | None, *, by: User, measure: str = "won", **over: Any) -> SalesTarget:
    now = timezone.now()
    given = {"since": timezone.localdate(now), "warn": Warn.MISSED, "at": now} | over
    return operations.set_target(measure=measure, value=value, of=of, by=by, **given)


def value_of(measure: str, of: Of) -> float | None:
    return queries.aim_of(queries.get_measure(measure), timezone.localdate(), of).value


def test_a_rate_of_the_company_holds_for_everybody_and_an_amount_only_for_whom_it_was_set(
    manager: User, seller: User
) -> None:
    other = make_user(Role.SALESPERSON)
    aim(Of(), 60, by=manager, measure="win_rate")
    aim(Of(), 3_000_000, by=manager)
    aim(Of(person=seller), 50, by=manager, measure="win_rate")
    aim(Of(person=seller), 900_000, by=manager)
    # What holds from tomorrow holds not yet.
    aim(Of(person=seller), 1, by=manager, since=timezone.localdate() + timedelta(days=1))
    people = (Of(), Of(person=seller), Of(person=other), Of(team=manager.teams.get()))
    assert [value_of("win_rate", each) for each in people] == [60, 50, 60, 60]
    assert [value_of("won", each) for each in people] == [3_000_000, 900_000, None, None]
    # No target is one too.
    aim(Of(person=seller), None, by=manager, measure="win_rate")
    assert value_of("win_rate", Of(person=seller)) is None


def test_who_leads_sets_targets_of_their_people_and_of_nobody_else(
    manager: User, seller: User
) -> None:
    stranger = make_user(Role.SALESPERSON)
    strangers = make_team(stranger, name="Others")
    for of in (Of(person=stranger), Of(team=strangers)):
        with pytest.raises(NotThere):
            aim(of, 1, by=manager)
        assert aim(of, 1, by=make_user(Role.EXECUTIVE)).whose == (of.person or of.team).pk  # type: ignore[union-attr]
    with pytest.raises(NotAllowed):
        aim(Of(person=seller), 1, by=seller)
    with pytest.raises(operations.TargetTooNarrow):
        aim(Of(product=make_product()), 1, by=manager)


def test_the_page_of_a_manager_says_how_far_each_one_has_come(
    client: Client, manager: User, seller: User
) -> None:
    make_year(seller, timezone.now())
    refresh(timezone.now())
    client.force_login(manager)
    form = {"warn": "missed", "since": timezone.localdate().isoformat()}
    answer = client.post(f"{WON}target/", form | {"whose": f"person-{seller.pk}", "value": "5000"})
    assert answer.headers["Location"] == f"{WON}?person={seller.pk}"
    team = manager.teams.get()
    client.post(f"{WON}target/", form | {"whose": f"team-{team.pk}", "value": "9000"})
    assert client.post(f"{WON}target/", form | {"whose": "person-0"}).status_code == 422
    held, five = text_of(client.get(WON)), money(Decimal(5000), "CNY")
    assert money(Decimal(9000), "CNY") in held
    assert f"people together {five}" in held
    # The form that opens from a person's numbers is theirs.
    asked = client.get(f"{WON}target/?person={seller.pk}").content.decode()
    assert f'<option value="person-{seller.pk}" selected>' in asked
    assert f"target {five} · " in text_of(client.get("/sales/performance/"))
    told = call_as(user=manager).get("/sales-performance").json()
    assert {each["name"]: each["won_target"] for each in told} == {"Sun": None, "Zhao": 5000}


def test_people_see_their_own_target_and_not_a_colleagues(
    client: Client, manager: User, seller: User
) -> None:
    other = make_user(Role.SALESPERSON)
    team = manager.teams.get()
    targets = [
        aim(Of(), 1_000, by=manager),
        aim(Of(team=team), 500, by=manager),
        aim(Of(person=seller), 300, by=manager),
    ]

    def seen(user: User) -> list[float | None]:
        rows = SalesTarget.objects.visible_to(user)
        return [each.value for each in targets if rows.filter(pk=each.pk).exists()]

    assert seen(manager) == seen(seller) == seen(make_user(Role.EXECUTIVE)) == [1000, 500, 300]
    assert (seen(other), seen(make_user(Role.ENGINEER))) == ([1000], [])
    path = "/sales-measures/won/targets"
    mine = call_as(user=seller).get(f"{path}?person={seller.pk}").json()
    assert [each["value"] for each in mine] == [300]
    refused = call_as(user=other).get(f"{path}?person={seller.pk}")
    assert refused.status_code == 422
    assert [each["value"] for each in call_as(user=other).get(path).json()] == [1000]
    client.force_login(other)
    assert "¥300" not in text_of(client.get(f"{WON}?person={seller.pk}"))
    body = {"value": 1, "since": timezone.localdate().isoformat(), "person": seller.pk}
    assert call_as(user=manager).post(path, body).status_code == 201
    assert call_as(user=other).post(path, body).status_code == 403
    assert call_as(user=make_user(Role.SALES_MANAGER)).post(path, body).status_code == 422


def test_targets_of_many_people_are_asked_for_at_once(
    client: Client, manager: User, seller: User
) -> None:
    client.force_login(manager)
    team = manager.teams.get()
    aim(Of(person=seller), 1, by=manager)

    def walk() -> None:
        client.get("/sales/performance/")
        client.get(WON)

    walk()
    few = queries_of(walk)
    for _each in range(3):
        colleague = make_user(Role.SALESPERSON)
        team.members.add(colleague)
        aim(Of(person=colleague), 2, by=manager)
    walk()
    assert queries_of(walk) == few
