"""What administrators do to keep the installation going; the ledger knows who."""

from datetime import timedelta

import pytest

from tests.factories.followers import AT, Follower, names, rename
from tests.factories.people import make_user
from twintrack.foundation.access.refusals import NotAllowed, NotThere, ReasonMissing
from twintrack.foundation.access.roles import Role
from twintrack.foundation.jobs import operations
from twintrack.foundation.jobs.models import Worker
from twintrack.foundation.ledger import subscribers
from twintrack.foundation.ledger.models import Cursor, Entry, ParkedEntry
from twintrack.foundation.ledger.worker import run_once
from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.people.automation import automation
from twintrack.foundation.people.models import User
from twintrack.foundation.schedules.models import Schedule
from twintrack.foundation.schedules.runner import run_due

pytestmark = pytest.mark.django_db


@pytest.fixture
def follower(monkeypatch: pytest.MonkeyPatch) -> Follower:
    monkeypatch.setattr(subscribers, "_SUBSCRIBERS", {})
    return Follower()


@pytest.fixture
def admin() -> User:
    return make_user(Role.ADMIN)


def last_event() -> object:
    return Entry.objects.latest("pk").event


def test_administrators_are_told_of_a_parked_entry_once(admin: User, follower: Follower) -> None:
    make_user(Role.ENGINEER)

    parked = follower.park()

    told = Notification.objects.get()
    assert (told.recipient, told.subject_kind, told.subject_id) == (
        admin,
        "parked_entry",
        parked.pk,
    )


def test_a_parked_entry_takes_effect_once_and_the_ledger_knows_who(
    admin: User, follower: Follower
) -> None:
    parked = follower.park()

    operations.replay(parked_id=parked.pk, by=admin, at=AT)
    with pytest.raises(operations.NotParked):
        operations.replay(parked_id=parked.pk, by=admin, at=AT)
    run_once(at=AT + timedelta(days=1))

    assert names() == ["new poison"]
    entry = Entry.objects.latest("pk")
    assert (entry.kind, entry.actor, entry.subject) == (
        "parked_entry.replayed",
        admin,
        f"parked_entry:{parked.pk}",
    )


def test_what_fails_again_stays_parked_with_the_new_error(admin: User, follower: Follower) -> None:
    parked = follower.park()
    follower.broken = True

    again = operations.replay(parked_id=parked.pk, by=admin, at=AT)

    assert names() == []
    assert again.replayed_at is None
    assert (again.tries, again.error) == (6, "RuntimeError: told to fail")
    assert last_event().error == "RuntimeError: told to fail"  # type: ignore[attr-defined]
    assert list(ParkedEntry.objects.open()) == [again]


def test_all_parked_entries_are_replayed_in_order(admin: User, follower: Follower) -> None:
    follower.park("new 1")
    follower.park("new 2")

    assert operations.replay_all(by=admin, at=AT) == (2, 0)
    assert names() == ["new 1", "new 2"]


def test_an_entry_of_a_subscriber_that_is_gone_can_only_be_dismissed(
    admin: User, follower: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    parked = follower.park()
    monkeypatch.setattr(subscribers, "_SUBSCRIBERS", {})

    with pytest.raises(operations.SubscriberGone):
        operations.replay(parked_id=parked.pk, by=admin, at=AT)
    assert operations.replay_all(by=admin, at=AT) == (0, 1)
    operations.dismiss(parked_id=parked.pk, reason="It is gone", by=admin, at=AT)

    assert not ParkedEntry.objects.open()
    assert last_event().reason == "It is gone"  # type: ignore[attr-defined]


def test_a_dismissal_needs_a_reason_and_is_final(admin: User, follower: Follower) -> None:
    parked = follower.park()

    with pytest.raises(ReasonMissing):
        operations.dismiss(parked_id=parked.pk, reason="  ", by=admin, at=AT)
    operations.dismiss(parked_id=parked.pk, reason="Twice", by=admin, at=AT)

    with pytest.raises(operations.NotParked):
        operations.replay(parked_id=parked.pk, by=admin, at=AT)
    assert names() == []


def test_a_subscriber_tries_again_at_once(admin: User, follower: Follower) -> None:
    follower.broken = True
    follower_entry = rename("new 1")
    run_once(at=AT)
    follower.broken = False

    operations.retry(subscriber="test.follower", by=admin, at=AT)
    run_once(at=AT)

    assert names() == ["new 1"]
    assert Cursor.objects.get(pk="test.follower").position >= follower_entry.pk
    assert Entry.objects.filter(kind="subscriber.retried", actor=admin).exists()


def test_scheduled_work_is_done_when_it_is_asked_for(admin: User) -> None:
    run_due(at=AT)
    schedule = Schedule.objects.get(name="sessions")

    operations.hurry(schedule_id=schedule.pk, by=admin, at=AT)
    run_due(at=AT)

    schedule.refresh_from_db()
    assert schedule.last_run_at == AT
    assert last_event().name == "sessions"  # type: ignore[attr-defined]


def test_what_is_not_there_is_refused(admin: User) -> None:
    with pytest.raises(NotThere):
        operations.replay(parked_id=9, by=admin, at=AT)
    with pytest.raises(NotThere):
        operations.retry(subscriber="nobody", by=admin, at=AT)
    with pytest.raises(NotThere):
        operations.hurry(schedule_id=9, by=admin, at=AT)


@pytest.mark.parametrize("role", [Role.EXECUTIVE, Role.RND_LEAD, Role.GUEST])
def test_only_administrators_operate(role: Role, follower: Follower) -> None:
    parked, other = follower.park(), make_user(role)
    before = Entry.objects.count()

    for refused in (
        lambda: operations.replay(parked_id=parked.pk, by=other, at=AT),
        lambda: operations.replay_all(by=other, at=AT),
        lambda: operations.dismiss(parked_id=parked.pk, reason="x", by=other, at=AT),
        lambda: operations.retry(subscriber="test.follower", by=other, at=AT),
        lambda: operations.hurry(schedule_id=1, by=other, at=AT),
    ):
        with pytest.raises(NotAllowed):
            refused()
    assert Entry.objects.count() == before


def test_a_silence_is_noted_once() -> None:
    worker = Worker.objects.create(host="a", pid=1, started_at=AT, seen_at=AT)
    house = automation()

    assert operations.note_silence(worker_id=worker.pk, by=house, at=AT)
    assert operations.note_silence(worker_id=worker.pk, by=house, at=AT) is None
    assert Entry.objects.get().kind == "worker.fell_silent"
