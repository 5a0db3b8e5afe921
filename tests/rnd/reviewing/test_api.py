"""Review meetings by the API, from the call to the minutes."""

import pytest

from tests.factories.backlog import make_requirement
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.tokens import call_as
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.rnd.reviewing import queries
from twintrack.rnd.reviewing.models import Meeting

pytestmark = pytest.mark.django_db


def wanted(chair: User, *numbers: str, people: list[int] | None = None) -> dict[str, object]:
    return {
        "title": "November",
        "starts_at": "2099-01-05T10:00:00Z",
        "chair": chair.pk,
        "people": people or [],
        "requirements": list(numbers),
    }


def test_a_meeting_is_prepared_by_the_api() -> None:
    api, requirement = call_as(Role.PRODUCT_MANAGER), make_requirement()
    zhao = make_user(Role.SALESPERSON)
    wrong = api.post("/review-meetings", wanted(api.user, "REQ-0"))
    assert wrong.json()["errors"][0]["pointer"] == "#/requirements"
    called = api.post("/review-meetings", wanted(api.user, requirement.number, people=[zhao.pk]))
    assert called.status_code == 201
    number, item = called.json()["number"], called.json()["items"][0]
    one = f"/review-meetings/{number}"
    at = f"{one}/items/{item['id']}"
    facts = {"title": "Later", "starts_at": "2099-01-06T10:00:00Z", "chair": api.user.pk}

    assert api.post(f"{one}/facts", facts | {"place": "301"}).json()["place"] == "301"
    assert len(api.post(f"{one}/people", {"people": [zhao.pk]}).json()["participants"]) == 2
    assert api.post(at, {"minutes": 20}).json()["minutes"] == 20
    assert api.post(f"{at}/place", {"steps": 1}).status_code == 200
    assert api.delete(at).status_code == 204
    put = api.post(f"{one}/items", {"requirements": [requirement.number]}).json()
    assert [each["requirement"] for each in put["items"]] == [requirement.number]
    cancelled = api.post(f"{one}/cancellation", {"reason": "fair"})
    assert cancelled.json()["state"] == "cancelled"


def test_a_meeting_is_held_by_the_api() -> None:
    api, requirement = call_as(Role.PRODUCT_MANAGER), make_requirement()
    other = call_as(Role.SALESPERSON)
    body = wanted(api.user, requirement.number, people=[other.user.pk])
    called = api.post("/review-meetings", body).json()
    one = f"/review-meetings/{called['number']}"
    at = f"{one}/items/{called['items'][0]['id']}"
    somebody = f"{one}/participants/{called['participants'][0]['id']}/presence"

    assert api.post(f"{one}/start").json()["state"] == "running"
    assert api.post(f"{at}/turn").status_code == 200
    assert api.post(f"{at}/vote", {"verdict": "for"}).json()["verdict"] == "for"
    assert other.post(f"{at}/vote", {"verdict": "unsure"}).status_code == 200
    assert other.post(f"{at}/undecided").status_code == 403
    assert api.post(somebody, {"is_here": True}).status_code == 200
    assert api.post(f"{at}/notes", {"before": "", "text": "Well"}).json()["notes"] == "Well"
    assert api.post(f"{at}/notes", {"before": "", "text": "No"}).status_code == 409
    assert api.post(f"{at}/undecided").json()["outcome"] == "discussed"
    decided = api.post(f"{at}/decision", {"decision": "accepted", "reason": "yes"}).json()
    assert (decided["decision"], len(decided["votes"])) == ("accepted", 2)
    assert api.post(f"{one}/summary", {"before": "", "text": "Good"}).json()["summary"] == "Good"
    todo = api.post(f"{one}/follow-ups", {"text": "Ask", "owner": other.user.pk}).json()
    assert other.post(f"{one}/follow-ups/{todo['id']}", {"is_done": True}).json()["done_at"]
    assert api.post(f"{one}/close").json()["state"] == "closed"
    assert api.post(f"{one}/carried-over", {}).json()["code"] == "nothing-left"
    mine = api.get("/review-meetings?mine=true").json()["items"]
    assert [each["number"] for each in mine] == [called["number"]]


def test_an_agenda_tells_nothing_of_products_that_one_does_not_see() -> None:
    head, api = call_as(Role.EXECUTIVE), call_as(Role.PRODUCT_MANAGER)
    seen, hidden = make_requirement(), make_requirement(product=make_product(reach="teams"))
    body = wanted(head.user, seen.number, hidden.number, people=[api.user.pk])
    meeting = head.post("/review-meetings", body).json()
    one = f"/review-meetings/{meeting['number']}"
    about = {each["requirement"]: each["id"] for each in meeting["items"]}
    head.post(
        f"{one}/follow-ups",
        {"text": "Top secret", "owner": head.user.pk, "item": about[hidden.number]},
    )
    guest = make_user(Role.GUEST)
    [shown] = Meeting.objects.all()

    assert [each["requirement"] for each in api.get(one).json()["items"]] == [seen.number]
    assert api.get(one).json()["follow_ups"] == []
    assert len(head.get(one).json()["follow_ups"]) == 1
    assert queries.extents_of([shown], for_user=api.user)[shown.pk].items == 1
    assert queries.extents_of([shown], for_user=head.user)[shown.pk].items == 2
    wrong = api.post(f"{one}/follow-ups", {"text": "x", "owner": guest.pk})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "#/owner")
    facts = {"title": "Later", "starts_at": "2099-01-06T10:00:00Z", "chair": head.user.pk}
    stale = api.post(f"{one}/facts", facts | {"before": {"title": "October"}})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale-edit")
    before = {"title": "November", "chair": head.user.pk}
    assert api.post(f"{one}/facts", facts | {"before": before}).json()["title"] == "Later"
