"""Operations by the REST API: the same acts, for tokens that administer."""

from datetime import timedelta

import pytest

from tests.factories.followers import AT, Follower, names, rename
from tests.factories.tokens import ApiClient, call_as
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger import subscribers
from twintrack.foundation.ledger.models import Cursor, Entry, ParkedEntry
from twintrack.foundation.ledger.worker import run_once
from twintrack.foundation.schedules.models import Schedule
from twintrack.foundation.schedules.runner import run_due

pytestmark = pytest.mark.django_db


@pytest.fixture
def follower(monkeypatch: pytest.MonkeyPatch) -> Follower:
    monkeypatch.setattr(subscribers, "_SUBSCRIBERS", {})
    return Follower()


@pytest.fixture
def api() -> ApiClient:
    return call_as(Role.ADMIN, scope="admin")


def test_the_overview_says_what_the_page_says(api: ApiClient, follower: Follower) -> None:
    follower.park()
    run_due(at=AT)

    told = api.get("/operations").json()

    assert (told["verdict"], told["parked"], told["waiting"]) == ("no_worker", 1, 0)
    [subscriber] = told["subscribers"]
    assert (subscriber["name"], subscriber["state"]) == ("test.follower", "current")
    assert "sessions" in {each["name"] for each in told["schedules"]}


def test_parked_entries_are_listed_replayed_and_dismissed(
    api: ApiClient, follower: Follower
) -> None:
    first, second = follower.park("new 1"), follower.park("new 2")
    assert [each["id"] for each in api.get("/operations/parked").json()["items"]] == [
        second.pk,
        first.pk,
    ]
    replayed = api.post(f"/operations/parked/{first.pk}/replays")
    assert replayed.json()["replayed_at"]
    assert api.post(f"/operations/parked/{first.pk}/replays").status_code == 409
    assert Entry.objects.latest("pk").actor == api.user
    address = f"/operations/parked/{second.pk}/dismissal"
    assert api.post(address, {"reason": ""}).status_code == 422
    assert api.post(address, {"reason": "Twice"}).json()["dismissed_at"]
    follower.park("new 3")

    assert api.post("/operations/parked/replays").json() == {"done": 1, "failed": 0}
    assert names() == ["new 1", "new 3"]
    assert api.post("/operations/parked/999/replays").status_code == 404


def test_a_subscriber_and_a_schedule_are_hurried(api: ApiClient, follower: Follower) -> None:
    follower.broken = True
    rename("new 1")
    run_once(at=AT)
    run_due(at=AT)
    schedule = Schedule.objects.get(name="sessions")

    told = api.post("/operations/retries", {"subscriber": "test.follower"})
    assert told.json()["subscribers"][0]["state"] == "retrying"
    assert Cursor.objects.get().retry_at is None
    assert api.post("/operations/retries", {"subscriber": "nobody"}).status_code == 404
    before = schedule.next_run_at - timedelta(seconds=1)
    assert api.post(f"/operations/schedules/{schedule.pk}/runs").json()["name"] == "sessions"
    schedule.refresh_from_db()
    assert schedule.next_run_at != before


def test_only_an_administrators_token_that_administers_may(follower: Follower) -> None:
    parked = follower.park()
    for client in (call_as(Role.ADMIN), call_as(Role.EXECUTIVE, scope="admin")):
        assert client.get("/operations").status_code == 403
        assert client.post(f"/operations/parked/{parked.pk}/replays").status_code == 403
    assert ParkedEntry.objects.open().exists()
