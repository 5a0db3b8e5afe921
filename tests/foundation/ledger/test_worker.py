"""Subscribers: in order, exactly once, retried, then parked; never silent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories.followers import AT, Follower, TeamRenamedInTest, names, rename
from tests.factories.people import make_team, make_user
from twintrack.foundation.ledger import subscribers, worker
from twintrack.foundation.ledger.events import Event
from twintrack.foundation.ledger.models import Cursor, Entry, ParkedEntry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.ledger.worker import MAX_TRIES, run_once
from twintrack.foundation.people.models import Team

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, kw_only=True)
class TeamIgnoredInTest(Event):
    kind: ClassVar[str] = "team.ignored_in_a_test"


@pytest.fixture
def follower(monkeypatch: pytest.MonkeyPatch) -> Iterator[Follower]:
    monkeypatch.setattr(subscribers, "_SUBSCRIBERS", {})
    return Follower()


def test_each_entry_takes_effect_once_and_in_order(follower: Follower) -> None:
    rename("new 1")
    rename("new 2")

    run_once(at=AT)
    run_once(at=AT)

    assert names() == ["new 1", "new 2"]


def test_entries_that_nobody_handles_are_passed_over(follower: Follower) -> None:
    entry = record(TeamIgnoredInTest(), about=make_team(), by=make_user(), at=AT)

    run_once(at=AT)
    assert run_once(at=AT) == 0
    assert Cursor.objects.get(pk="test.follower").position == entry.pk


def test_who_is_passed_over_seldom_misses_nothing_of_theirs(follower: Follower) -> None:
    rename("new 1")
    run_once(at=AT)
    stood_at = Cursor.objects.get(pk="test.follower").position
    for _each in range(2):
        record(TeamIgnoredInTest(), about=make_team(), by=make_user(), at=AT)
    run_once(at=AT, slack=20)
    assert Cursor.objects.get(pk="test.follower").position == stood_at
    rename("new 2")

    assert run_once(at=AT, slack=20) == 1
    assert names() == ["new 1", "new 2"]


def test_work_gets_on_however_slow_the_machine_is(
    follower: Follower, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "BATCH_SECONDS", 0)
    rename("new 1")
    rename("new 2")

    assert run_once(at=AT) == 2
    assert names() == ["new 1", "new 2"]


def test_a_failure_undoes_the_handler_and_waits_before_it_tries_again(follower: Follower) -> None:
    rename("new 1")
    follower.broken = True

    run_once(at=AT)
    follower.broken = False
    run_once(at=AT)

    assert names() == []
    assert "told to fail" in Cursor.objects.get(pk="test.follower").last_error
    run_once(at=AT + timedelta(seconds=2))
    assert names() == ["new 1"]


def test_a_poison_entry_is_parked_and_the_next_ones_go_on(follower: Follower) -> None:
    parked = follower.park()
    rename("new after")

    run_once(at=AT + timedelta(days=1))

    assert parked.tries == MAX_TRIES
    assert "told to fail" in parked.traceback
    assert names() == ["new after"]


def test_a_subscriber_that_fails_for_an_hour_loses_nothing(follower: Follower) -> None:
    wanted = [f"new {number}" for number in range(30)]
    follower.broken = True
    for minute in range(60):
        if minute % 2 == 0:
            rename(wanted[minute // 2])
        for second in (0, 20, 40):
            run_once(at=AT + timedelta(minutes=minute, seconds=second))
    follower.broken = False
    run_once(at=AT + timedelta(hours=2))

    parked = list(ParkedEntry.objects.order_by("pk"))
    handled = names()
    waiting = [each.entry.payload["name"] for each in parked]
    assert waiting + handled == wanted
    assert waiting
    assert handled


def test_an_event_that_this_version_does_not_know_is_parked_and_the_next_ones_go_on(
    follower: Follower,
) -> None:
    reader = Subscriber("test.reader")
    seen: list[Event] = []
    reader.on_any(lambda entry: seen.append(entry.event))
    known = rename("new 1")
    unknown = Entry.objects.create(
        kind="of.another_version",
        payload={},
        about_kind=known.about_kind,
        about_id=known.about_id,
        actor=known.actor,
        happened_at=AT,
    )
    rename("new 2")

    for tries in range(MAX_TRIES + 1):
        run_once(at=AT + timedelta(hours=tries))

    assert [each.kind for each in seen] == [known.kind, known.kind]
    assert ParkedEntry.objects.get().entry == unknown
    assert "EventUnknown" in ParkedEntry.objects.get().error
    assert names() == ["new 1", "new 2"]


def test_an_idle_worker_asks_two_questions(
    follower: Follower, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        Subscriber(f"test.idle{number}").on(TeamIgnoredInTest)(lambda event, entry: None)
    rename("new 1")
    for _each in range(3):
        run_once(at=AT)

    with django_assert_max_num_queries(2):
        run_once(at=AT)


class Collector:
    """A subscriber that takes several at once, and fails on those with a bad name."""

    def __init__(self, at_once: int) -> None:
        self.runs: list[list[str]] = []
        subscriber = Subscriber("test.collector")
        subscriber.on_several(TeamRenamedInTest, at_once=at_once)(self.collect)

    def collect(self, told: Sequence[tuple[TeamRenamedInTest, Entry]]) -> None:
        run = [event.name for event, _entry in told]
        for name in run:
            Team.objects.create(name=name)
            if name == "new poison":
                msg = "told to fail"
                raise RuntimeError(msg)
        self.runs.append(run)


@pytest.mark.usefixtures("follower")
def test_several_entries_of_one_kind_are_handled_at_once_in_their_order() -> None:
    collector = Collector(at_once=2)
    subscribers._SUBSCRIBERS.pop("test.follower")
    for number in range(3):
        rename(f"new {number}")
    record(TeamIgnoredInTest(), about=make_team(), by=make_user(), at=AT)
    rename("new 3")

    run_once(at=AT)

    assert collector.runs == [["new 0", "new 1"], ["new 2", "new 3"]]
    assert names() == ["new 0", "new 1", "new 2", "new 3"]


@pytest.mark.usefixtures("follower")
def test_one_that_fails_among_several_is_held_back_alone() -> None:
    collector = Collector(at_once=5)
    subscribers._SUBSCRIBERS.pop("test.follower")
    rename("new 0")
    poison = rename("new poison")
    rename("new 1")

    run_once(at=AT)
    assert names() == ["new 0"]
    for tries in range(MAX_TRIES):
        run_once(at=AT + timedelta(hours=tries + 1))

    assert ParkedEntry.objects.get().entry == poison
    assert collector.runs == [["new 0"], ["new 1"]]
    assert names() == ["new 0", "new 1"]


@pytest.mark.usefixtures("follower")
def test_whatever_follows_is_handled_at_once_by_who_takes_everything() -> None:
    subscribers._SUBSCRIBERS.pop("test.follower")
    runs: list[list[str]] = []
    subscriber = Subscriber("test.everything")

    @subscriber.on_everything(at_once=3)
    def take(entries: Sequence[Entry]) -> None:
        if len(entries) > 1 and any(entry.kind == "team.ignored_in_a_test" for entry in entries):
            msg = "told to fail with others"
            raise RuntimeError(msg)
        runs.append([entry.kind.split(".")[1][:7] for entry in entries])

    for name in ("new 0", "new 1", "new 2", "new 3"):
        rename(name)
    record(TeamIgnoredInTest(), about=make_team(), by=make_user(), at=AT)

    run_once(at=AT)

    assert runs == [["renamed"] * 3, ["renamed"], ["ignored"]]


def test_who_is_left_out_goes_on_another_time(follower: Follower) -> None:
    rename("new 1")

    assert run_once(at=AT, besides={"test.follower"}) == 0
    assert names() == []

    run_once(at=AT)
    assert names() == ["new 1"]
