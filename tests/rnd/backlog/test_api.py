"""The pool over the REST API: the same filters, the same operations, the same refusals."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.backlog import make_requirement
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.projects import make_milestone
from tests.factories.tokens import ApiClient, call_as
from twintrack.foundation.access.roles import Role
from twintrack.foundation.labels.models import Label, Labelling
from twintrack.rnd.backlog.models import Requirement

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin() -> ApiClient:
    return call_as(Role.PRODUCT_MANAGER)


def numbers(answer: Any) -> list[str]:
    return [each["number"] for each in answer.json()["items"]]


def test_the_list_takes_the_filters_and_orders_of_the_page(lin: ApiClient) -> None:
    h3 = make_product(code="h3")
    a = make_requirement(product=h3, priority=1, revenue=5, state="planned")
    b = make_requirement(owner=lin.user, customers_count=2, revenue=9, title="Tension")

    def asked(**query: Any) -> list[str]:
        return numbers(lin.get("/requirements", query))

    assert asked(sort="-revenue") == [b.number, a.number]
    assert asked(product="h3") == asked(priority=[1, 2]) == asked(state="planned") == [a.number]
    assert asked(owner=lin.user.pk) == asked(q="tens") == asked(waited_for=True) == [b.number]
    label = Label.objects.create(name="Spring fair")
    Labelling.objects.create(label=label, about_kind="requirement", about_id=b.pk)
    assert asked(label=label.pk) == [b.number]
    assert lin.get("/requirements", {"sort": "nonsense"}).status_code == 422
    assert lin.get("/requirements", {"product": "nothing"}).status_code == 404


def test_pages_follow_one_another_by_key(lin: ApiClient) -> None:
    for _each in range(5):
        make_requirement()
    first = lin.get("/requirements", {"sort": "rank", "limit": 3})
    more = lin.get("/requirements", {"sort": "rank", "limit": 3, "after": first.json()["next"]})

    assert len(set(numbers(first) + numbers(more))) == 5
    assert more.json()["next"] is None


def test_one_field_is_changed_and_a_stale_change_is_refused(lin: ApiClient) -> None:
    requirement = make_requirement(title="Old")
    at, owner = f"/requirements/{requirement.number}", requirement.owner_id
    zhou = make_user(Role.ENGINEER)

    named = lin.post(f"{at}/title", {"before": "Old", "title": "New"})
    handed = lin.post(f"{at}/owner", {"before": owner, "owner": zhou.pk})
    weighed = lin.post(f"{at}/priority", {"before": 3, "priority": 1})

    assert named.json()["title"] == "New"
    assert handed.json()["owner"]["id"] == zhou.pk
    assert weighed.json()["priority"] == 1
    for path, body in (
        ("title", {"before": "Old", "title": "Mine"}),
        ("owner", {"before": owner, "owner": lin.user.pk}),
        ("priority", {"before": 3, "priority": 2}),
    ):
        stale = lin.post(f"{at}/{path}", body)
        assert (stale.status_code, stale.json()["code"]) == (409, "stale-edit")
    assert lin.post(f"{at}/owner", {"before": zhou.pk, "owner": 0}).status_code == 422


def test_the_order_by_hand_is_changed(lin: ApiClient) -> None:
    a, b, c = [make_requirement() for _each in range(3)]

    lin.post(f"/requirements/{c.number}/rank", {"after": a.number, "before": b.number})

    assert numbers(lin.get("/requirements", {"sort": "rank"})) == [a.number, c.number, b.number]
    unknown = lin.post(f"/requirements/{c.number}/rank", {"after": "REQ-404"})
    assert (unknown.status_code, unknown.json()["errors"][0]["pointer"]) == (422, "#/after")


@pytest.mark.parametrize(
    ("field", "value"),
    [("state", "planned"), ("priority", 1), ("planned_on", "2026-12-23"), ("owner", "me")],
)
def test_many_are_changed_at_once_and_taken_back(lin: ApiClient, field: str, value: object) -> None:
    rows = [make_requirement(state="accepted") for _each in range(3)]
    before = [getattr(row, field) for row in rows]
    sent = {"requirements": [row.number for row in rows], "field": field}
    sent[field] = lin.user.pk if value == "me" else value  # type: ignore[assignment]

    outcome = lin.post("/requirements/changes", sent).json()
    again = lin.post("/requirements/changes", sent).json()
    back = lin.post("/requirements/undo", outcome["undo"])

    assert outcome["changed"] == again["unchanged"] == [row.number for row in rows]
    assert again["undo"] is None
    assert len(back.json()) == 3
    assert [getattr(each, field) for each in Requirement.objects.order_by("pk")] == before


def test_those_that_refuse_are_told_and_the_others_kept(lin: ApiClient) -> None:
    milestone = make_milestone()
    mine, other = make_requirement(product=milestone.project.product), make_requirement()
    sent = {
        "requirements": [mine.number, other.number],
        "field": "milestone",
        "milestone": milestone.number,
    }

    outcome = lin.post("/requirements/changes", sent).json()

    assert outcome["changed"] == [mine.number]
    [refused] = outcome["refused"]
    assert (refused["number"], refused["code"]) == (other.number, "other-project")
    unknown = lin.post("/requirements/changes", sent | {"requirements": ["REQ-404"]})
    assert unknown.json()["errors"][0]["pointer"] == "#/requirements"
    assert lin.post("/requirements/changes", sent | {"field": "rice"}).status_code == 422


def test_roles_hold_here_too() -> None:
    requirement = make_requirement(title="Old")
    sales = call_as(Role.SALESPERSON)
    at = f"/requirements/{requirement.number}"

    for path, body in (
        (f"{at}/title", {"before": "Old", "title": "New"}),
        (f"{at}/rank", {}),
        ("/requirements/undo", {"first": 1, "last": 2}),
    ):
        assert sales.post(path, body).status_code == 403


def test_changing_many_costs_the_same_for_three_and_for_thirty(lin: ApiClient) -> None:
    def cost(many: int) -> int:
        rows = [make_requirement().number for _each in range(many)]
        sent = {"requirements": rows, "field": "priority", "priority": 1}
        with CaptureQueriesContext(connection) as queries:
            assert lin.post("/requirements/changes", sent).status_code == 200
        return len(queries)

    cost(1)
    assert cost(3) == cost(30)
