"""The pages and the API of SLA plans."""

import pytest
from django.test import Client

from tests.answers import text_of
from tests.factories.people import make_user
from tests.factories.sla import make_plan
from tests.factories.tokens import call_as
from tests.queries import queries_of
from twintrack.foundation.access.roles import Role
from twintrack.sales.sla import queries
from twintrack.sales.sla.models import SlaPlan

pytestmark = pytest.mark.django_db
TYPED = {
    "name_zh": "七天二十四小时",
    "name_en": "Day and night",
    "weekdays": ["0", "1", "2", "3", "4", "5"],
    "opens": "08:30",
    "closes": "00:00",
    "zone": "Europe/Berlin",
    "country": "DE",
    "part": "by",
    "special_days": "2026-12-31 Stocktaking\n+2026-12-26 Inventory",
    "starts_from": "occurred",
    "warn_percent": "75",
    "pause_reasons": "等待客户 | Waiting for the customer",
    "response_blocker": "30 min",
    "resolution_blocker": "4 h",
    "clock_0": "resolution",
    "value_0": "2",
    "trigger_0": "after_breach",
    "whom_0": "executive",
}


def test_a_plan_is_written_read_and_changed(client: Client) -> None:
    client.force_login(make_user(Role.CSM))
    assert client.get("/settings/sla/new/").status_code == 200

    answer = client.post("/settings/sla/new/", TYPED)

    plan = SlaPlan.objects.get(name_en="Day and night")
    assert answer.headers["Location"] == f"/settings/sla/{plan.pk}/"
    terms = queries.terms_of(queries.newest_version(plan))
    assert (terms.country, terms.opens, terms.closes) == ("DE-BY", 510, 1440)
    assert [each.is_working for each in terms.special_days] == [False, True]
    assert [(each.value, each.role) for each in terms.escalations] == [(120, "executive")]
    page = text_of(client.get(f"/settings/sla/{plan.pk}/"))
    for said in ("08:30–24:00", "Mon–Sat", "Germany · BY", "2 h after the breach", "Stocktaking"):
        assert said in page, said
    edit = client.get(f"/settings/sla/{plan.pk}/edit/")
    seen = edit.context["form"].initial
    assert (seen["seen"], seen["whom_0"], seen["value_0"]) == (1, "executive", 2)

    answer = client.post(f"/settings/sla/{plan.pk}/edit/", TYPED | {"opens": "09:00", "seen": "1"})
    assert answer.status_code == 302
    assert "09:00–24:00" in text_of(client.get(f"/settings/sla/{plan.pk}/"))
    assert "08:30–24:00" in text_of(client.get(f"/settings/sla/{plan.pk}/?version=1"))
    night = TYPED | {"opens": "22:00", "closes": "06:00", "seen": "2"}
    client.post(f"/settings/sla/{plan.pk}/edit/", night)
    assert "22:00–06:00 the next day" in text_of(client.get(f"/settings/sla/{plan.pk}/"))
    stale = client.post(f"/settings/sla/{plan.pk}/edit/", TYPED | {"opens": "10:00", "seen": "1"})
    assert stale.status_code == 422
    for act in ("default", "retirement", "restoration"):
        assert client.post(f"/settings/sla/{plan.pk}/{act}/").status_code == 302
    plan.refresh_from_db()
    assert plan.is_default
    assert plan.retired_at is None


@pytest.mark.parametrize(
    "over",
    [
        {"response_blocker": "soon"},
        {"special_days": "New Year"},
        {"pause_reasons": "等待客户"},
        {"zone": "Mars/Olympus"},
        {"part": "XX"},
        {"closes": "08:30"},
        {"value_0": ""},
        {"resolution_blocker": "10 min"},
    ],
)
def test_what_cannot_be_meant_is_said_and_nothing_is_written(
    client: Client, over: dict[str, str]
) -> None:
    client.force_login(make_user(Role.SALES_MANAGER))

    answer = client.post("/settings/sla/new/", TYPED | over)

    assert answer.status_code == 422
    assert "errorlist" in text_of(answer)
    assert SlaPlan.objects.count() == 1


def test_an_engineer_reads_plans_and_changes_none_and_a_guest_sees_none(client: Client) -> None:
    plan = make_plan()
    client.force_login(make_user(Role.ENGINEER))
    assert "Gold service" in text_of(client.get("/settings/sla/"))
    assert client.get(f"/settings/sla/{plan.pk}/").status_code == 200
    assert client.get(f"/settings/sla/{plan.pk}/edit/").status_code == 403
    assert client.post(f"/settings/sla/{plan.pk}/retirement/").status_code == 403
    client.force_login(make_user(Role.GUEST))
    assert client.get(f"/settings/sla/{plan.pk}/").status_code == 404


def test_the_list_asks_as_often_for_one_plan_as_for_many(client: Client) -> None:
    client.force_login(make_user(Role.CSM))
    client.get("/settings/sla/")
    few = queries_of(lambda: client.get("/settings/sla/"))
    for _each in range(3):
        make_plan()

    assert queries_of(lambda: client.get("/settings/sla/")) == few


def test_the_api_agrees_changes_and_retires_as_the_pages_do() -> None:
    call = call_as(Role.SALES_MANAGER)
    body = {
        "name_zh": "金牌",
        "name_en": "Gold",
        "targets": {"blocker": {"response": 30, "resolution": 240}},
        "escalations": [
            {"clock": "response", "trigger": "percent", "value": 100, "whom": "manager"}
        ],
    }

    made = call.post("/sla-plans", body)
    assert made.status_code == 201
    pk = made.json()["id"]
    changed = call.post(f"/sla-plans/{pk}/versions", body | {"opens": 480, "seen": 1})
    assert (changed.status_code, changed.json()["number"]) == (201, 2)
    assert call.post(f"/sla-plans/{pk}/versions", body | {"seen": 1}).status_code == 409
    wrong = call.post("/sla-plans", body | {"zone": "Mars"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "place-unknown")
    versions = call.get(f"/sla-plans/{pk}/versions").json()["items"]
    assert [each["opens"] for each in versions] == [480, 540]
    assert call.post(f"/sla-plans/{pk}/default", {}).json()["is_default"]
    assert call.post(f"/sla-plans/{pk}/retirement", {}).status_code == 409
    assert len(call.get("/sla-plans").json()["items"]) == 2
    assert call_as(Role.ENGINEER).post("/sla-plans", body).status_code == 403
