"""Segments follow the rules, unless somebody set them by hand and said why."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests.answers import text_of
from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.pipeline import make_opportunity
from tests.factories.products import make_product
from tests.factories.tokens import call_as
from tests.queries import queries_of
from tests.worker import drain
from twintrack.foundation.access.refusals import NotAllowed, ReasonMissing, StaleEdit
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Customer, Installation
from twintrack.sales.customers.operations import change_customer
from twintrack.sales.segments import operations, queries
from twintrack.sales.segments.models import SegmentChange, SegmentRule
from twintrack.sales.segments.operations import SegmentRuleDetails
from twintrack.sales.segments.schedule import judge_all

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
ON = date(2026, 11, 24)


@pytest.fixture
def sun() -> User:
    return make_user(Role.SALES_MANAGER)


def add(by: User, **over: Any) -> SegmentRule:
    said: dict[str, Any] = {
        "name_zh": "锂电",
        "name_en": "Battery",
        "measure": "industry",
        "value": "锂电",
        "points": 70,
    }
    return operations.add_rule(details=SegmentRuleDetails(**said | over), by=by, at=AT)


def segment_of(customer: Customer) -> str:
    customer.refresh_from_db()
    return customer.segment


def test_a_rule_moves_whom_it_fits_and_what_moved_is_kept(sun: User) -> None:
    battery, other = make_customer(industry="锂电隔膜"), make_customer(segment="B")

    rule = add(sun)

    assert (segment_of(battery), segment_of(other)) == ("A", "C")
    change = SegmentChange.objects.get(customer=battery)
    assert (change.came_from, change.to, change.points) == ("C", "A", 70)
    assert change.rule_names == [rule.name_en]
    assert Entry.objects.get(kind="segment_rule.added").payload["moved"] == 2
    assert Entry.objects.filter(kind="customer.segmented").count() == 2


def test_without_rules_segments_stay_as_they_are(sun: User) -> None:
    customer = make_customer(segment="B")

    judge_all(AT)

    assert segment_of(customer) == "B"


def test_what_somebody_set_by_hand_stays_until_it_is_taken_away(sun: User) -> None:
    customer = make_customer(industry="锂电")
    operations.pin(customer=customer, segment="B", reason="pays late", by=sun, at=AT)

    add(sun)
    assert segment_of(customer) == "B"
    with pytest.raises(ReasonMissing):
        operations.pin(customer=customer, segment="C", reason=" ", by=sun, at=AT)
    operations.unpin(customer=customer, by=sun, at=AT)
    operations.unpin(customer=customer, by=sun, at=AT)

    assert segment_of(customer) == "A"
    assert Entry.objects.filter(kind="customer.segment_unpinned").count() == 1
    reasons = SegmentChange.objects.order_by("pk").values_list("to", "reason")
    assert list(reasons) == [("B", "pays late"), ("A", "")]


def test_segments_follow_what_happens_and_a_change_by_hand_is_kept(sun: User) -> None:
    add(sun, measure="installed", value="", at_least=Decimal(1))
    customer, by_hand = make_customer(), make_customer()
    Installation.objects.create(customer=customer, product=make_product())
    for each, values in ((customer, {"region": "宁波"}), (by_hand, {"segment": "B"})):
        before = {name: getattr(each, name) for name in values}
        change_customer(customer=each, before=before, values=values, by=sun, at=AT)

    drain()
    judge_all(AT)

    assert (segment_of(customer), segment_of(by_hand)) == ("A", "B")
    standing = queries.standing_of(by_hand, on=ON)
    assert standing.pin is not None


def test_open_pipeline_counts_in_the_base_currency(sun: User) -> None:
    customer = make_customer()
    make_opportunity(customer=customer, amount=Decimal(500), currency="CNY")

    add(sun, measure="pipeline", value="", at_least=Decimal(500), points=30)

    assert segment_of(customer) == "B"


def test_a_preview_tells_who_would_move_and_moves_nobody(client: Client, sun: User) -> None:
    client.force_login(sun)
    customer = make_customer(industry="锂电")
    wish = {"name_zh": "锂电", "name_en": "Battery", "measure": "industry", "value": "锂电"}
    wish |= {"points": "70", "at_least": "0", "is_active": "on"}

    page = text_of(client.post("/segments/rules/new/", wish | {"act": "try"}))

    assert customer.name in page
    assert segment_of(customer) == "C"
    client.post("/segments/rules/new/", wish | {"act": "save"})
    assert segment_of(customer) == "A"
    assert "Battery" in text_of(client.get("/segments/"))


def test_a_rule_is_changed_from_what_one_saw(client: Client, sun: User) -> None:
    customer, rule = make_customer(industry="锂电"), add(sun)
    with pytest.raises(StaleEdit):
        operations.change_rule(rule=rule, before={"points": 5}, values={"points": 9}, by=sun, at=AT)

    operations.change_rule(rule=rule, before={"points": 70}, values={"points": 40}, by=sun, at=AT)
    assert segment_of(customer) == "B"
    operations.set_bounds(points_a=40, points_b=10, by=sun, at=AT)

    assert segment_of(customer) == "A"
    client.force_login(sun)
    tried = {"points_a": "90", "points_b": "10", "act": "try"}
    assert "1 customer would move" in text_of(client.post("/segments/bounds/", tried))


@pytest.mark.parametrize(
    "over",
    [
        {"name_en": " "},
        {"value": ""},
        {"points": 0},
        {"measure": "revenue", "at_least": Decimal(0)},
        {"measure": "charm"},
    ],
)
def test_a_rule_that_says_nothing_is_refused(sun: User, over: dict[str, Any]) -> None:
    with pytest.raises(operations.SegmentRuleImpossible):
        add(sun, **over)


def test_bounds_that_make_no_sense_and_unknown_segments_are_refused(sun: User) -> None:
    with pytest.raises(operations.BoundsImpossible):
        operations.set_bounds(points_a=10, points_b=10, by=sun, at=AT)
    with pytest.raises(operations.SegmentUnknown):
        operations.pin(customer=make_customer(), segment="D", reason="x", by=sun, at=AT)


def test_who_may_not_is_refused(client: Client) -> None:
    zhao, zhou = make_user(Role.SALESPERSON), make_user(Role.ENGINEER)
    customer = make_customer()
    with pytest.raises(NotAllowed):
        add(zhao)
    with pytest.raises(NotAllowed):
        operations.pin(customer=customer, segment="A", reason="x", by=zhou, at=AT)
    client.force_login(zhao)
    assert client.get("/segments/rules/new/").status_code == 403
    client.force_login(zhou)
    assert client.get("/segments/").status_code == 403
    assert call_as(Role.ENGINEER).get("/segments").status_code == 403
    preview = {"name_zh": "x", "name_en": "x", "measure": "region", "value": "x", "points": 1}
    assert call_as(Role.SALESPERSON).post("/segment-rules/preview", preview).status_code == 403


def test_a_customers_page_tells_why(client: Client, sun: User) -> None:
    client.force_login(sun)
    customer = make_customer(industry="锂电")
    add(sun)
    url = f"/customers/{customer.number}/segment/"

    client.post(f"{url}pin/", {"segment": "B", "reason": "pays late"})
    page = text_of(client.get(f"/customers/{customer.number}/"))
    client.post(f"{url}unpin/")

    assert "pays late" in page
    assert "Battery" in page
    assert segment_of(customer) == "A"


def test_to_judge_more_customers_asks_no_more(sun: User) -> None:
    add(sun)
    make_opportunity(customer=make_customer(industry="锂电"))
    rules, bounds = queries.active_rules(), queries.bounds_of(queries.current_bounds())

    def ask() -> object:
        return queries.preview(rules, bounds, for_user=sun, on=ON)

    few = queries_of(ask)
    for _each in range(5):
        make_opportunity(customer=make_customer(industry="锂电"))

    assert queries_of(ask) <= few


def test_the_api_does_the_same(sun: User) -> None:
    api = call_as(user=sun)
    customer = make_customer(industry="锂电")
    rule = {"name_zh": "锂电", "name_en": "Battery", "measure": "industry", "value": "锂电"}

    tried = api.post("/segment-rules/preview", rule | {"points": 70}).json()
    made = api.post("/segment-rules", rule | {"points": 70}).json()
    change = {"before": {"points": 70}, "values": {"points": 40}}
    api.patch(f"/segment-rules/{made['id']}", change)

    assert tried["moved"] == 1
    assert api.get("/segments").json()["counts"]["B"] == 1
    assert api.post("/segments/bounds", {"points_a": 40, "points_b": 5}).status_code == 200
    at = f"/customers/{customer.number}"
    assert api.post(f"{at}/segment-pin", {"segment": "C", "reason": "x"}).json()["reason"] == "x"
    assert api.delete(f"{at}/segment-pin").status_code == 204
    assert len(api.get(f"{at}/segment-changes").json()["items"]) == 5
    assert len(api.get("/segment-rules").json()["items"]) == 1
