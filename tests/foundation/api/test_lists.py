"""Lists of the API: page by page, at a constant cost, and only what the caller may see."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.backlog import make_requirement
from tests.factories.customers import make_customer
from tests.factories.feedback import make_feedback
from tests.factories.people import make_team, make_user
from tests.factories.products import make_product
from tests.factories.projects import make_milestone
from tests.factories.tokens import call_as
from tests.worker import drain
from twintrack.foundation.access.roles import Role
from twintrack.foundation.money.operations import enter_rate
from twintrack.rnd.backlog import operations as backlog
from twintrack.rnd.backlog.operations.demand import Demand

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
PATHS = (
    "/products",
    "/projects",
    "/milestones",
    "/requirements",
    "/customers",
    "/feedback",
    "/people",
    "/teams",
    "/events?limit=200",
)


def fill(count: int) -> None:
    for _ in range(count):
        product = make_product()
        make_milestone()
        make_requirement(product=product)
        make_feedback(product=product)
        make_team(make_user(Role.ENGINEER))


@pytest.mark.parametrize("path", PATHS)
def test_a_list_costs_the_same_for_three_and_for_thirty(path: str) -> None:
    caller = call_as(Role.EXECUTIVE)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert caller.get(path).status_code == 200
        return len(queries)

    caller.get("/me")
    fill(3)
    few = cost()
    fill(27)
    assert cost() == few


@pytest.mark.parametrize("path", PATHS[:-1])
def test_pages_follow_one_another_without_a_gap_or_a_repeat(path: str) -> None:
    caller = call_as(Role.EXECUTIVE)
    fill(5)
    whole = caller.get(path).json()["items"]

    seen, after = [], ""
    while True:
        page = caller.get(path, {"limit": 2, "after": after}).json()
        seen += page["items"]
        assert len(page["items"]) <= 2
        after = page["next"]
        if after is None:
            break

    assert seen == whole


def test_a_products_team_alone_sees_what_belongs_to_it() -> None:
    insider, outsider = make_user(Role.ENGINEER), make_user(Role.ENGINEER)
    team = make_team(insider)
    caller = call_as(Role.EXECUTIVE)
    product = make_product(reach="teams", owner=caller.user)
    product.teams.add(team)
    customer = make_customer()
    number = caller.post(
        "/feedback",
        {"customer": customer.number, "product": product.code, "verbatim": "Zugspannung springt"},
    ).json()["number"]
    drain()

    def seen_by(user: object) -> list[bool]:
        each = call_as(user=user)  # type: ignore[arg-type]
        return [
            each.get(f"/products/{product.code}").status_code == 200,
            each.get(f"/feedback/{number}").status_code == 200,
            any(item["number"] == number for item in each.get("/feedback").json()["items"]),
            any(
                hit["number"] == number for hit in each.get("/search?q=Zugspannung").json()["items"]
            ),
            any(
                event["kind"] == "feedback.recorded"
                for event in each.get("/events?limit=200").json()["items"]
            ),
            each.get("/requirements").json()["items"] != [],
        ]

    assert seen_by(insider) == [True] * 6
    assert seen_by(outsider) == [False] * 6


def test_events_are_followed_by_position_to_the_newest() -> None:
    caller = call_as(Role.PRODUCT_MANAGER)
    for code in ("a", "b", "c"):
        caller.post("/products", {"code": code, "name": code})

    first = caller.get("/events?limit=2").json()
    rest = caller.get(f"/events?limit=2&after={first['next']}").json()

    events = first["items"] + rest["items"]
    assert [each["payload"]["code"] for each in events] == ["a", "b", "c"]
    assert rest["next"] is None
    assert caller.get(f"/events?after={events[-1]['position']}").json()["items"] == []
    schemas = caller.get("/events/schemas").json()
    assert "code" in schemas["product.added"]["properties"]


def test_amounts_are_hidden_in_what_others_may_see() -> None:
    requirement = make_requirement(revenue="4860000")

    engineer = call_as(Role.ENGINEER).get(f"/requirements/{requirement.number}").json()
    executive = call_as(Role.EXECUTIVE).get(f"/requirements/{requirement.number}").json()

    assert engineer["revenue"] is None
    assert executive["revenue"].startswith("4860000")


def test_events_hide_amounts_from_those_who_may_not_see_them_and_nothing_else() -> None:
    seller = make_user(Role.SALES_MANAGER)
    backlog.set_demand(
        requirement=make_requirement(),
        demand=Demand(customers=2, feedbacks=3, revenue=Decimal("4860000.00")),
        by=seller,
        at=AT,
    )
    for rate in ("7.25", "7.31"):
        enter_rate(currency="USD", on=AT.date(), rate=Decimal(rate), by=seller, at=AT)

    def told(role: Role, kind: str) -> dict[str, object]:
        events = call_as(role).get(f"/events?kind={kind}").json()["items"]
        payload: dict[str, object] = events[-1]["payload"]
        return payload

    demand = "requirement.demand_changed"
    assert told(Role.EXECUTIVE, demand)["revenue"] == "4860000.00"
    assert told(Role.ENGINEER, demand)["revenue"] is None
    assert told(Role.ENGINEER, demand)["customers"] == 2
    for role in (Role.EXECUTIVE, Role.ENGINEER):
        rate = told(role, "exchange_rate.entered")
        assert (Decimal(str(rate["came_from"])), rate["to"]) == (Decimal("7.25"), "7.31")


def test_the_schema_says_which_amounts_may_be_hidden() -> None:
    schemas = call_as(Role.ENGINEER).get("/events/schemas").json()

    nullable = [{"type": "string"}, {"type": "null"}]
    assert schemas["requirement.demand_changed"]["properties"]["revenue"]["anyOf"] == nullable
    assert schemas["opportunity.opened"]["properties"]["amount"]["anyOf"] == nullable
    assert schemas["exchange_rate.entered"]["properties"]["to"]["type"] == "string"
