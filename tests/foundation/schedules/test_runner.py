"""Work at set times: once, however many workers there are and whatever was missed."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection

from twintrack.foundation.schedules import registry
from twintrack.foundation.schedules.models import Schedule
from twintrack.foundation.schedules.registry import Job, register
from twintrack.foundation.schedules.runner import run_due

AT = datetime(2026, 11, 24, 9, 14, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[datetime]]:
    """An hourly job, and the moments at which it ran."""
    monkeypatch.setattr(registry, "_JOBS", {})
    found: list[datetime] = []
    register(Job(name="hourly", label="Hourly", run=found.append, every=HOUR))
    return found


@pytest.mark.django_db
def test_work_is_done_when_it_is_due_and_not_before(runs: list[datetime]) -> None:
    run_due(at=AT)
    run_due(at=AT + timedelta(minutes=59))
    run_due(at=AT + HOUR)
    run_due(at=AT + HOUR + timedelta(minutes=1))

    assert runs == [AT + HOUR]
    schedule = Schedule.objects.get()
    assert (schedule.last_run_at, schedule.next_run_at) == (AT + HOUR, AT + 2 * HOUR)
    assert schedule.started_at is None


@pytest.mark.django_db
def test_what_was_missed_is_made_up_for_once(runs: list[datetime]) -> None:
    run_due(at=AT)
    late = AT + timedelta(days=3)

    run_due(at=late)
    run_due(at=late)

    assert runs == [late]


@pytest.mark.django_db
def test_work_that_fails_says_why_and_keeps_no_other_from_its_turn(runs: list[datetime]) -> None:
    def fail(at: datetime) -> None:
        msg = "told to fail"
        raise RuntimeError(msg)

    register(Job(name="failing", label="Failing", run=fail, every=HOUR))
    run_due(at=AT)

    assert run_due(at=AT + HOUR) == 2
    assert runs == [AT + HOUR]
    assert Schedule.objects.get(name="failing").last_error == "RuntimeError: told to fail"
    register(Job(name="failing", label="Failing", run=runs.append, every=HOUR))
    run_due(at=AT + 2 * HOUR)
    assert Schedule.objects.get(name="failing").last_error == ""


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 11, 24, 1, tzinfo=UTC), datetime(2026, 11, 24, 19, 30, tzinfo=UTC)),
        (datetime(2026, 11, 24, 19, 30, tzinfo=UTC), datetime(2026, 11, 25, 19, 30, tzinfo=UTC)),
    ],
)
def test_a_daily_time_is_that_of_the_installation(now: datetime, due: datetime) -> None:
    job = Job(name="nightly", label="Nightly", run=lambda at: None, at=time(3, 30))

    assert job.next_after(now) == due


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_it_once(runs: list[datetime]) -> None:
    run_due(at=AT)
    start = threading.Barrier(2)

    def work() -> None:
        start.wait(10)
        run_due(at=AT + HOUR)
        connection.close()

    workers = [threading.Thread(target=work) for _each in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(20)

    assert runs == [AT + HOUR]
