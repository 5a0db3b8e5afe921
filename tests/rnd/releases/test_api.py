"""Releases by the API."""

from datetime import date

import pytest

from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.releases import make_release
from tests.factories.tokens import call_as
from twintrack.foundation.access.roles import Role
from twintrack.rnd.releases.lifecycle import State

pytestmark = pytest.mark.django_db


def test_a_release_goes_its_way_by_the_api() -> None:
    api, product = call_as(Role.RND_LEAD), make_product()
    body = {"product": product.code, "name": "3.3", "planned_on": "2026-12-18"}
    made = api.post("/releases", body)
    assert (made.status_code, made.json()["state"]) == (201, "planned")
    url = f"/releases/{made.json()['number']}"

    assert api.post("/releases", body | {"product": "no"}).status_code == 422
    changed = api.post(
        f"{url}/facts",
        {"before": {"forecast_on": None}, "forecast_on": "2026-12-23", "goal": "No breaks"},
    )
    assert changed.json()["forecast_on"] == "2026-12-23"
    stale = {"before": {"forecast_on": "2026-12-01"}, "forecast_on": "2026-12-24"}
    assert api.post(f"{url}/facts", stale).status_code == 409
    other = make_user(Role.RND_LEAD)
    assert api.post(f"{url}/facts", {"owner": other.pk}).json()["owner"]["id"] == other.pk
    assert api.post(f"{url}/state", {"to": "in_development"}).status_code == 200
    assert api.post(f"{url}/freeze").json()["state"] == "code_freeze"
    assert api.post(f"{url}/state", {"to": "testing"}).json()["state"] == "testing"
    following = make_release(product=product)
    sent = {"on": "2026-11-20", "carry_to": following.number, "reason": "no notes yet"}
    assert api.post(f"{url}/shipment", sent).json()["released_on"] == "2026-11-20"
    assert api.post(f"{url}/withdrawal", {"reason": "trips"}).json()["state"] == "withdrawn"
    assert api.post(f"{url}/return", {"reason": "does not"}).json()["state"] == "released"

    assert api.get("/releases").json()["items"][0]["name"] == "3.3"
    assert api.get(f"{url}/scope").json()["total"] == 0
    assert api.get(f"{url}/gates").status_code == 200
    gates = f"/products/{product.code}/release-gates"
    assert api.get(gates).status_code == 200
    assert api.post(f"{gates}/nonsense", {"target": 1}).status_code == 404


def test_who_may_not_is_told_so() -> None:
    release = make_release(state=State.TESTING)
    api = call_as(Role.SALESPERSON)
    assert api.get(f"/releases/{release.number}").status_code == 200
    assert api.post(f"/releases/{release.number}/shipment", {}).status_code == 403


def test_notes_and_the_roll_out_by_the_api() -> None:
    api = call_as(Role.RND_LEAD)
    release = make_release(state=State.RELEASED, released_on=date(2026, 11, 4))
    url = f"/releases/{release.number}"
    assert len(api.post(f"{url}/notes").json()) == 2
    written = api.post(f"{url}/notes/en", {"before": "", "body": "- **x**"}).json()
    assert written["body"] == "- **x**"
    assert len(api.get(f"{url}/notes").json()) == 2
    steps = api.post(f"{url}/rollout", {"start": "2026-11-23", "percents": [5, 100]}).json()
    assert [each["percent"] for each in steps] == [5, 100]
    assert api.post(f"{url}/rollout/pause", {"reason": "E17"}).status_code == 200
    assert api.post(f"{url}/rollout/resume").status_code == 200
