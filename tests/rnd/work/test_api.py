"""Work items by the REST API."""

from decimal import Decimal

import pytest

from tests.factories.iterations import make_iteration
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.tokens import call_as
from tests.factories.work import make_work_item
from twintrack.foundation.access.roles import Role

pytestmark = pytest.mark.django_db


def test_a_program_writes_work_down_and_brings_it_to_its_end() -> None:
    api = call_as(Role.ENGINEER)
    product, iteration, person = make_product(code="h3"), make_iteration(), make_user(Role.ENGINEER)
    body = {
        "product": "h3",
        "title": "It breaks",
        "kind": "defect",
        "severity": "blocker",
        "points": "3",
        "iteration": iteration.number,
        "assignee": person.pk,
    }

    made = api.post("/work-items", body)
    number = made.json()["number"]
    at = f"/work-items/{number}"
    other = make_work_item(product=product)

    assert made.status_code == 201
    assert made.json()["defect"]["severity"] == "blocker"
    assert api.post(f"{at}/block", {"reason": "No bench"}).json()["blocked_reason"] == "No bench"
    assert api.delete(f"{at}/block").json()["blocked_at"] is None
    assert api.patch(at, {"points": "5", "before": {"points": "3"}}).json()["points"] == "5.0"
    stale = api.patch(at, {"points": "8", "before": {"points": "3"}})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale-edit")
    assert api.patch(at, {"assignee": None}).json()["assignee"] is None
    link = api.post(f"{at}/links", {"kind": "blocks", "other": other.number})
    assert api.get(f"{at}/links").json()["items"] == [link.json()]
    assert api.delete(f"{at}/links/{link.json()['id']}").status_code == 204
    assert api.post(f"{at}/place", {"after": other.number}).json()["rank"] > other.rank
    assert api.post(f"{at}/state", {"state": "done", "seen": "todo"}).json()["done_at"]
    listed = api.get("/work-items", {"scope": "done", "iteration": iteration.number, "q": "break"})
    assert [each["number"] for each in listed.json()["items"]] == [number]
    assert api.get(at).json()["state"] == "done"


def test_what_a_body_names_wrongly_is_that_fields_error() -> None:
    api = call_as(Role.ENGINEER)
    make_product(code="h3")

    def refused(**more: object) -> str:
        answer = api.post("/work-items", {"product": "h3", "title": "x"} | more)
        assert answer.status_code == 422
        pointer: str = answer.json()["errors"][0]["pointer"]
        return pointer

    assert refused(product="none") == "#/product"
    assert refused(iteration="IT-99") == "#/iteration"
    assert refused(assignee=987_654) == "#/assignee"
    assert refused(wish=1) == "#/wish"


def test_many_are_changed_and_taken_back_by_one_call_each() -> None:
    api = call_as(Role.ENGINEER)
    one, two = make_work_item(), make_work_item(points=Decimal(2))
    numbers = {"work_items": [one.number, two.number]}

    done = api.post("/work-items-changes", numbers | {"points": "2"}).json()
    moved = api.post("/work-items-changes", numbers | {"state": "in_review"}).json()
    unclear = api.post("/work-items-changes", numbers | {"points": "2", "priority": 1})

    assert (done["changed"], done["unchanged"]) == ([one.number], [two.number])
    assert len(moved["changed"]) == 2
    assert unclear.status_code == 422
    span = {"first": moved["first"], "last": moved["last"]}
    assert {each["state"] for each in api.post("/work-items-undo", span).json()} == {"todo"}


def test_a_reader_changes_nothing_and_hidden_work_is_not_there() -> None:
    hidden = make_work_item(product=make_product(reach="teams"))
    api = call_as(Role.SALESPERSON)

    assert api.get(f"/work-items/{hidden.number}").status_code == 404
    assert api.get("/work-items", {"scope": "all"}).json()["items"] == []
    item = make_work_item()
    assert api.post(f"/work-items/{item.number}/state", {"state": "done"}).status_code == 403


def test_links_to_work_that_one_does_not_see_are_told_nowhere() -> None:
    head, api = call_as(Role.EXECUTIVE), call_as(Role.ENGINEER)
    item, hidden = make_work_item(), make_work_item(product=make_product(reach="teams"))
    at = f"/work-items/{item.number}/links"
    link = head.post(at, {"kind": "relates", "other": hidden.number}).json()["id"]
    api.client.force_login(api.user)

    assert api.get(at).json()["items"] == []
    assert api.delete(f"{at}/{link}").status_code == 404
    assert hidden.title not in api.client.get(f"/work/{item.number}/").content.decode()
    assert len(head.get(at).json()["items"]) == 1
