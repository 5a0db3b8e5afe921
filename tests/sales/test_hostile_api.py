"""What no caller can mean is refused by the REST API with the field that is wrong."""

from typing import Any

import pytest
from django.test import Client

from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.tokens import call_as
from twintrack.foundation.access.roles import Role

pytestmark = pytest.mark.django_db
WORDS = {"zh": "准备", "en": "Prepare"}
TASK = {"name": WORDS, "phase": 0, "days": 1, "after": 5}
TEMPLATE = {"name_zh": "新", "name_en": "New", "plan": {"phases": [WORDS], "tasks": [TASK]}}


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("/pipeline-stages/negotiation", {"criteria": None}, "#/values/criteria"),
        ("/pipeline-stages/negotiation", {"probability": None}, "#/values/probability"),
        ("/products/h3", {"name": None}, "#/values/name"),
    ],
)
def test_nothing_where_something_must_be_is_named(path: str, body: Any, pointer: str) -> None:
    make_product(code="h3")

    answer = call_as(Role.EXECUTIVE).patch(path, {"before": {}, "values": body})

    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]


def test_one_task_before_another_is_read_as_one_and_refused_where_it_is_none() -> None:
    answer = call_as(Role.SALES_MANAGER).post("/delivery-templates", TEMPLATE)

    assert answer.status_code == 422


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "x"])
def test_a_moment_that_nobody_can_mean_is_refused_in_an_address(moment: str) -> None:
    asked = {"since": moment, "until": "2026-11-27T00:00:00Z"}

    answer = call_as(Role.CSM).get("/complaints/figures", asked)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == "since"


@pytest.mark.parametrize(
    "address", ["/contracts{}?q=a%00b", "/leads{}?q=%00", "/contracts/C-%00{}"]
)
def test_a_zero_byte_in_an_address_is_refused_on_pages_and_by_the_api(
    client: Client, address: str
) -> None:
    client.force_login(make_user(Role.SALESPERSON, language="en"))

    page = client.get(address.format("/"))
    answer = call_as(Role.SALESPERSON).get(address.format(""))

    assert page.status_code == 400
    assert "cannot be read" in page.content.decode()
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
