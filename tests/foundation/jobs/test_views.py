"""The operations page: it begins with a sentence, and administrators alone see it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.followers import AT, Follower, names, rename
from tests.factories.people import make_user
from tests.queries import queries_of
from twintrack.foundation.access.roles import Role
from twintrack.foundation.jobs.models import Worker
from twintrack.foundation.jobs.queries import count_troubles
from twintrack.foundation.ledger import subscribers
from twintrack.foundation.ledger.models import Cursor, Entry, ParkedEntry
from twintrack.foundation.ledger.worker import run_once
from twintrack.foundation.people.models import User
from twintrack.foundation.schedules.models import Schedule
from twintrack.foundation.schedules.runner import run_due

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def follower(monkeypatch: pytest.MonkeyPatch) -> Follower:
    monkeypatch.setattr(subscribers, "_SUBSCRIBERS", {})
    return Follower()


@pytest.fixture
def admin(client: Client) -> User:
    user = make_user(Role.ADMIN)
    client.force_login(user)
    return user


def start_worker(seen_before: timedelta = timedelta()) -> Worker:
    now = timezone.now()
    return Worker.objects.create(host="a", pid=1, started_at=now, seen_at=now - seen_before)


def page(client: Client) -> str:
    answer = client.get("/operations/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_begins_with_what_needs_a_person_most(
    client: Client, admin: User, follower: Follower
) -> None:
    assert "No worker is running" in page(client)
    start_worker()
    assert "All subscribers are up to date" in page(client)
    rename("new 1")
    assert "All subscribers are up to date" in page(client)
    follower.broken = True
    run_once(at=AT)
    assert "A subscriber failed and tries again by itself" in page(client)
    follower.broken = False
    run_once(at=AT + timedelta(days=1))
    follower.park()
    assert "1 entry is parked since" in page(client)


def test_a_silent_worker_stands_at_the_top(client: Client, admin: User) -> None:
    start_worker(timedelta(minutes=2))

    assert "The worker a:1 has given no sign since" in page(client)


def test_every_region_can_be_asked_for_alone(
    client: Client, admin: User, follower: Follower
) -> None:
    follower.park()
    for region in ("state", "parked", "subscribers"):
        headers = HTMX | {"HX-Target": f"div#{region}"}
        part = client.get("/operations/", headers=headers).content.decode()
        assert part.strip().startswith("<div")
        assert f'id="{region}"' in part
        assert "<html" not in part


@pytest.mark.parametrize("role", [Role.EXECUTIVE, Role.ENGINEER])
def test_others_neither_see_nor_do_anything(client: Client, role: Role, follower: Follower) -> None:
    parked = follower.park()
    client.force_login(make_user(role))

    assert client.get("/operations/").status_code == 403
    for address in (
        f"/operations/parked/{parked.pk}/replay/",
        "/operations/parked/replay/",
        f"/operations/parked/{parked.pk}/dismiss/",
        "/operations/subscribers/retry/",
        "/operations/schedules/1/run/",
    ):
        assert client.post(address, {"reason": "x"}).status_code == 403, address
    assert ParkedEntry.objects.open().exists()
    assert client.get("/places/operations/count/").status_code == 404
    assert "/operations/" not in client.get("/ui/").content.decode()


def test_an_administrator_replays_one_and_is_told(
    client: Client, admin: User, follower: Follower
) -> None:
    parked = follower.park()
    assert count_troubles(admin) == 1
    follower.broken = True
    failed = client.post(f"/operations/parked/{parked.pk}/replay/", follow=True)
    follower.broken = False
    done = client.post(f"/operations/parked/{parked.pk}/replay/", follow=True)
    again = client.post(f"/operations/parked/{parked.pk}/replay/", follow=True)

    assert "failed again: RuntimeError: told to fail" in failed.content.decode()
    assert f"Entry {parked.entry_id} took effect" in done.content.decode()
    assert "not parked any more" in again.content.decode()
    assert names() == ["new poison"]
    assert count_troubles(admin) == 0


def test_all_are_replayed_at_once(client: Client, admin: User, follower: Follower) -> None:
    follower.park("new 1")
    follower.park("new 2")

    answer = client.post("/operations/parked/replay/", follow=True).content.decode()

    assert "2 entries took effect" in answer
    assert names() == ["new 1", "new 2"]


def test_a_dismissal_asks_for_a_reason(client: Client, admin: User, follower: Follower) -> None:
    parked = follower.park()
    address = f"/operations/parked/{parked.pk}/dismiss/"
    dialog = HTMX | {"HX-Target": "div#modal-body"}

    assert "<html" in client.get(address).content.decode()
    assert "<html" not in client.get(address, headers=dialog).content.decode()
    assert client.post(address, {"reason": " "}).status_code == 422
    assert ParkedEntry.objects.open().exists()
    answer = client.post(address, {"reason": "Twice"}, headers=dialog)

    assert answer.headers["HX-Redirect"] == "/operations/"
    assert not ParkedEntry.objects.open().exists()
    assert client.post(address, {"reason": "Twice"}).status_code == 302
    assert client.get("/operations/parked/999/dismiss/").status_code == 404


def test_a_subscriber_and_a_schedule_are_hurried(
    client: Client, admin: User, follower: Follower
) -> None:
    follower.broken = True
    rename("new 1")
    run_once(at=AT)
    assert "Try again now" in page(client)
    client.post("/operations/subscribers/retry/", {"subscriber": "test.follower"})
    assert Cursor.objects.get(pk="test.follower").retry_at is None
    run_due(at=AT)
    schedule = Schedule.objects.get(name="sessions")
    client.post(f"/operations/schedules/{schedule.pk}/run/")

    schedule.refresh_from_db()
    assert schedule.next_run_at <= timezone.now()
    assert client.post("/operations/subscribers/retry/").status_code == 404
    assert client.post("/operations/schedules/999/run/").status_code == 404


def test_an_unknown_event_does_not_break_the_page_or_the_inbox(
    client: Client, admin: User, follower: Follower
) -> None:
    subscriber = subscribers.Subscriber("test.reader")
    subscriber.on_any(lambda entry: str(entry.event))
    known = rename("new 1")
    Entry.objects.create(
        kind="of.another_version",
        payload={},
        about_kind=known.about_kind,
        about_id=known.about_id,
        actor=known.actor,
        happened_at=AT,
    )
    for tries in range(6):
        run_once(at=AT + timedelta(hours=tries))

    assert "of.another_version" in page(client)
    assert "of.another_version" in client.get("/inbox/").content.decode()


def test_many_parked_entries_ask_no_more_questions_than_one(
    client: Client, admin: User, follower: Follower
) -> None:
    follower.park("new 0")
    page(client)
    few = queries_of(lambda: page(client))
    for number in range(1, 8):
        follower.park(f"new {number}")

    assert few <= 40
    assert queries_of(lambda: page(client)) <= few
