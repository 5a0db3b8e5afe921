"""Quotes over the REST API, from the first line to the acceptance."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.people import make_user
from tests.factories.pipeline import make_opportunity
from tests.factories.quotes import make_book, make_item, make_rule
from tests.factories.tokens import ApiClient, call_as
from twintrack.foundation.access.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def api() -> ApiClient:
    return call_as(Role.SALESPERSON)


@pytest.fixture
def path(api: ApiClient) -> str:
    """The address of a draft of one line of ten, with 12 % off."""
    item = make_item(cost="600")
    book = make_book({item: {"1": "1000", "10": "900"}})
    until = (timezone.localdate() + timedelta(days=20)).isoformat()
    body = {"opportunity": "O-0", "price_book": book.pk, "valid_until": until, "discount": "12"}
    assert api.post("/quotes", body).status_code == 422
    begun = api.post("/quotes", body | {"opportunity": make_opportunity().number})
    assert begun.status_code == 201
    path = f"/quotes/{begun.json()['number']}"
    assert api.post(f"{path}/lines", {"item": item.code, "quantity": "9"}).status_code == 201
    return path


def test_a_draft_is_written(api: ApiClient, path: str) -> None:
    until = (timezone.localdate() + timedelta(days=20)).isoformat()
    [line] = api.get(path).json()["lines"]
    change = {"before": {"quantity": "9"}, "values": {"quantity": "10"}}
    changed = api.patch(f"{path}/lines/{line['id']}", change).json()
    assert (changed["lines"][0]["list_price"], changed["net"]) == ("900.00", "7920.00")
    assert api.patch(f"{path}/lines/{line['id']}", change).status_code == 200
    stale = {"before": {"quantity": "9"}, "values": {"quantity": "11"}}
    assert api.patch(f"{path}/lines/{line['id']}", stale).status_code == 409
    free = {"name": "Freight", "quantity": "1", "list_price": "80", "tax_rate": "6", "cost": "40"}
    second = api.post(f"{path}/lines", free).json()["lines"][1]
    api.post(f"{path}/lines/{second['id']}/place", {"to": 1})
    left = api.delete(f"{path}/lines/{second['id']}").json()
    assert [each["id"] for each in left["lines"]] == [line["id"]]
    promised = api.post(f"{path}/promises", {"text": "Line 2 runs", "due_on": until}).json()
    promise = promised["promises"][0]["id"]
    linked = api.post(f"{path}/promises/{promise}/commitment", {"commitment": "PR-1"})
    assert linked.json()["promises"][0]["commitment"] == "PR-1"
    assert api.delete(f"{path}/promises/{promise}").json()["promises"] == []
    terms = {"before": {"notes": ""}, "values": {"notes": "Thank you"}}
    assert api.patch(path, terms).json()["notes"] == "Thank you"


def test_a_quote_goes_its_whole_way(api: ApiClient, path: str) -> None:
    make_rule()
    theirs = call_as(Role.SALES_MANAGER)
    until = (timezone.localdate() + timedelta(days=20)).isoformat()
    waiting = api.post(f"{path}/submission").json()
    assert waiting["approvals"][0]["role"] == "sales_manager"
    seen = {"seen": waiting["revision"]}
    assert api.post(f"{path}/approval", seen).status_code == 403
    theirs.post(f"{path}/sent-back", seen | {"reason": "less"})
    again = api.post(f"{path}/submission").json()
    api.post(f"{path}/withdrawal")
    again = api.post(f"{path}/submission").json()
    done = theirs.post(f"{path}/approval", {"seen": again["revision"]})
    assert done.json()["state"] == "approved"
    api.post(f"{path}/sendings", {"way": "handed_over", "to": "Ms Yu"})
    assert api.get(f"{path}/paper").content.startswith(b"%PDF")
    fresh = api.post(f"{path}/versions", {"valid_until": until, "note": "less"})
    assert (fresh.status_code, fresh.json()["version"]) == (201, 2)
    today = timezone.localdate().isoformat()
    accepted = {"accepted_by": "Ms Yu", "accepted_on": today}
    outdated = api.post(f"{path}/acceptance?version=1", accepted)
    assert (outdated.status_code, outdated.json()["code"]) == (409, "outdated")
    other = make_user(Role.SALESPERSON)
    assert api.post(f"{path}/owner", {"owner_id": other.pk}).json()["owner"]["id"] == other.pk
    assert api.get("/quotes", {"is_open": "true"}).json()["items"][0]["version"] == 2


def test_what_the_customer_says_and_rules_of_approval() -> None:
    from tests.factories.quotes import make_sent

    api, manager = call_as(Role.SALESPERSON), call_as(Role.SALES_MANAGER)
    today = timezone.localdate()
    taken, refused = (make_sent(at=timezone.now(), valid_until=today) for _each in range(2))
    accepted = {"accepted_by": "Ms Yu", "accepted_on": today.isoformat()}
    path = f"/quotes/{taken.quote.number}/acceptance"
    assert api.post(path, accepted).json()["state"] == "accepted"
    assert api.post(path, accepted).json()["code"] == "accepted-already"
    declined = api.post(f"/quotes/{refused.quote.number}/refusal", {"reason": "too dear"})
    assert declined.json()["decline_reason"] == "too dear"
    rule = {
        "name_zh": "大额",
        "name_en": "Large",
        "kind": "amount_above",
        "threshold": "1000000",
        "role": "executive",
    }
    assert api.post("/approval-rules", rule).status_code == 403
    made = manager.post("/approval-rules", rule).json()
    off = {"before": {"is_active": True}, "values": {"is_active": False}}
    assert manager.patch(f"/approval-rules/{made['id']}", off).json()["is_active"] is False
    listed = {each["name_en"]: each["is_given"] for each in api.get("/approval-rules").json()}
    assert listed.pop("Large") is False
    assert set(listed.values()) == {True}
    assert call_as(Role.PRODUCT_MANAGER).get(f"/quotes/{taken.quote.number}").json()["cost"] is None
    assert call_as(Role.ENGINEER).get(f"/quotes/{taken.quote.number}").status_code == 404
