"""Reviews, criteria, merges and parts by the REST API."""

import pytest

from tests.factories.backlog import make_requirement
from tests.factories.products import make_product
from tests.factories.tokens import call_as
from twintrack.foundation.access.roles import Role
from twintrack.rnd.backlog.models import Criterion

pytestmark = pytest.mark.django_db


def test_a_review_from_the_question_to_the_decision_taken_back() -> None:
    lin, zhao = call_as(Role.PRODUCT_MANAGER), call_as(Role.SALESPERSON)
    requirement = make_requirement(value_score=5)
    url = f"/requirements/{requirement.number}"
    estimate = {"reach": 4, "impact": 2, "confidence": 80, "effort": 1}

    asked = lin.post(f"{url}/review", {"reviewers": [zhao.user.pk], "due_on": "2099-01-01"})
    mine = zhao.get("/reviews", {"for_me": True})
    given = zhao.post(f"{url}/opinion", {"verdict": "for", "estimate": estimate})
    reviews = lin.get(f"{url}/reviews")
    waiting = lin.get("/reviews")
    lin.post(f"{url}/decision", {"decision": "accepted", "reason": "yes"})
    back = lin.post(f"{url}/decision/withdrawal")
    withdrawn = lin.post(f"{url}/review/withdrawal")

    assert asked.json()["state"] == "under_review"
    assert [each["number"] for each in mine.json()["items"]] == [requirement.number]
    assert given.json()["verdict"] == "for"
    opinions = reviews.json()["items"][0]["opinions"]
    assert [each["verdict"] for each in opinions] == ["for"]
    assert [each["number"] for each in waiting.json()["items"]] == [requirement.number]
    assert back.json()["state"] == "under_review"
    assert withdrawn.json()["state"] == "proposed"
    [decision] = lin.get(f"{url}/decisions").json()["items"]
    assert decision["taken_back_by"]["id"] == lin.user.pk


def test_who_cannot_be_asked_is_named_as_the_wrong_field() -> None:
    lin, requirement = call_as(Role.PRODUCT_MANAGER), make_requirement()

    answer = lin.post(f"/requirements/{requirement.number}/review", {"reviewers": [999_999]})

    assert answer.status_code == 422
    assert answer.json()["code"] == "person-cannot-see"


def test_what_a_requirement_says_is_changed_but_not_unseen() -> None:
    zhou, requirement = call_as(Role.ENGINEER), make_requirement(description="one")
    url = f"/requirements/{requirement.number}"

    told = zhou.post(f"{url}/description", {"before": "one", "description": "two"})
    stale = zhou.post(f"{url}/description", {"before": "one", "description": "three"})
    kind = zhou.post(f"{url}/kind", {"before": "improvement", "kind": "technical"})

    assert told.json()["description"] == "two"
    assert stale.status_code == 409
    assert kind.json()["kind"] == "technical"


def test_criteria_are_kept_by_programs_too() -> None:
    zhou, requirement = call_as(Role.ENGINEER), make_requirement()
    url = f"/requirements/{requirement.number}/criteria"

    one = zhou.post(url, {"text": "Below 0.5 %"})
    two = zhou.post(url, {"text": "At the customer"}).json()["id"]
    first = one.json()["id"]
    zhou.post(f"{url}/{two}/place", {"steps": -1})
    reworded = zhou.post(f"{url}/{first}/text", {"before": "Below 0.5 %", "text": "Below 1 %"})
    met = zhou.post(f"{url}/{first}/check", {"is_met": True})
    zhou.post(f"{url}/{two}/removal")
    zhou.post(f"{url}/{two}/restoration")
    rows = zhou.get(url).json()["items"]

    assert one.status_code == 201
    assert reworded.json()["text"] == "Below 1 %"
    assert (met.json()["is_met"], met.json()["met_by"]["id"]) == (True, zhou.user.pk)
    assert [row["id"] for row in rows] == [two, first]
    assert zhou.post(f"{url}/999999/check", {"is_met": True}).status_code == 404
    assert Criterion.objects.count() == 2


def test_requirements_are_merged_taken_out_and_split() -> None:
    lin, product = call_as(Role.PRODUCT_MANAGER), make_product()
    target, source = make_requirement(product=product), make_requirement(product=product)
    other = make_requirement()
    url = f"/requirements/{target.number}"

    refused = lin.post(f"{url}/merge", {"sources": [other.number]})
    unknown = lin.post(f"{url}/merge", {"sources": ["REQ-none"]})
    lin.post(f"{url}/merge", {"sources": [source.number]})
    merged = lin.get(f"/requirements/{source.number}").json()
    back = lin.post(f"/requirements/{source.number}/merge/withdrawal")
    parts = lin.post(f"{url}/parts", {"titles": ["A", "B"]})
    listed = lin.get(f"{url}/parts")

    assert (refused.status_code, refused.json()["code"]) == (422, "other-product")
    assert unknown.json()["errors"][0]["pointer"] == "#/sources"
    assert (merged["state"], merged["merged_into"]) == ("merged", target.number)
    assert back.json()["merged_into"] is None
    assert parts.status_code == 201
    assert [each["split_from"] for each in listed.json()["items"]] == [target.number] * 2
