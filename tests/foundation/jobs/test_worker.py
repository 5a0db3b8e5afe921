"""A worker's signs of life, and who is told when they stop."""

import os
import socket
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from tests.factories.people import make_user
from twintrack.foundation.access.roles import Role
from twintrack.foundation.api.models import KeptAnswer
from twintrack.foundation.jobs import housekeeping, presence, watch, worker
from twintrack.foundation.jobs.models import Worker
from twintrack.foundation.jobs.presence import SILENT_AFTER, Presence
from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.people.models import Session

AT = datetime(2026, 11, 24, 9, 14, tzinfo=UTC)
GONE = 2**22 + 1


@pytest.mark.django_db
def test_a_worker_enlists_gives_signs_of_life_and_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "BEAT_SECONDS", 0.0)
    here = Presence.enlist(at=AT)
    here.beat(at=AT + timedelta(seconds=10))

    row = Worker.objects.get()
    assert (row.host, row.pid) == (socket.gethostname(), os.getpid())
    assert row.seen_at == AT + timedelta(seconds=10)
    here.leave()
    assert not Worker.objects.exists()


@pytest.mark.django_db
def test_a_new_worker_clears_those_of_its_machine_that_died() -> None:
    died = Worker.objects.create(host=socket.gethostname(), pid=GONE, started_at=AT, seen_at=AT)
    elsewhere = Worker.objects.create(host="elsewhere", pid=GONE, started_at=AT, seen_at=AT)

    Presence.enlist(at=AT)

    assert not Worker.objects.filter(pk=died.pk).exists()
    assert Worker.objects.filter(pk=elsewhere.pk).exists()


@pytest.mark.django_db
def test_administrators_are_told_of_a_silent_worker_once_a_silence() -> None:
    admin = make_user(Role.ADMIN)
    make_user(Role.ENGINEER)
    row = Worker.objects.create(host="elsewhere", pid=GONE, started_at=AT, seen_at=AT)

    assert watch.tell_of_silent(at=AT + SILENT_AFTER) == 0
    assert watch.tell_of_silent(at=AT + SILENT_AFTER + timedelta(seconds=1)) == 1
    assert watch.tell_of_silent(at=AT + timedelta(hours=1)) == 0

    told = Notification.objects.get()
    assert (told.recipient, told.told_by, told.subject_id) == (admin, "jobs/silent", row.pk)


@pytest.mark.django_db
def test_sessions_that_expired_are_removed() -> None:
    Session.objects.create(session_key="old", session_data="", expire_date=AT)
    Session.objects.create(session_key="new", session_data="", expire_date=AT + timedelta(days=2))

    housekeeping.remove_old_sessions(AT + timedelta(days=1))

    assert [each.session_key for each in Session.objects.all()] == ["new"]


@pytest.mark.django_db
def test_answers_that_nobody_can_ask_for_again_are_removed() -> None:
    owner = make_user()
    for key, made_at in (("old", AT), ("new", AT + timedelta(days=1))):
        KeptAnswer.objects.create(owner=owner, key=key, fingerprint="", made_at=made_at)

    housekeeping.remove_kept_answers(AT + timedelta(hours=25))

    assert [each.key for each in KeptAnswer.objects.all()] == ["new"]


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_told_to_stop_takes_its_row_with_it(emptied_ledger: None) -> None:
    stop, seen = threading.Event(), threading.Event()
    thread = threading.Thread(target=worker.follow, args=(stop,))
    thread.start()
    for _each in range(200):
        if Worker.objects.exists():
            seen.set()
            break
        stop.wait(0.05)
    stop.set()
    thread.join(10)

    assert seen.is_set()
    assert not thread.is_alive()
    assert not Worker.objects.exists()
    connection.close()


@pytest.mark.django_db
def test_errands_do_what_is_due_and_look_at_the_other_workers() -> None:
    make_user(Role.ADMIN)
    Worker.objects.create(host="elsewhere", pid=GONE, started_at=AT, seen_at=AT)

    worker.run_errands()

    assert Notification.objects.get().told_by == "jobs/silent"


def test_a_step_that_fails_does_not_end_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "AWAY_PAUSE", 0.0)
    stop, tries = threading.Event(), []

    def step() -> int:
        tries.append(1)
        if len(tries) < 3:
            msg = "told to fail"
            raise RuntimeError(msg)
        stop.set()
        return 1

    worker._repeat(stop, step, 0.0)

    assert len(tries) == 3
