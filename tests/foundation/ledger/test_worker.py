"""Subscribers: in order, exactly once, retried, then parked; never silent."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest

from tests.factories.people import make_team, make_user
from twintrack.foundation.ledger import subscribers
from twintrack.foundation.ledger.events import Event
from twintrack.foundation.ledger.models import Cursor, Entry, ParkedEntry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.ledger.worker import MAX_TRIES, NotParked, replay, run_once
from twintrack.foundation.people.models import Team

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, 14, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class TeamRenamedInTest(Event):
    kind: ClassVar[str] = "team.renamed_in_a_test"
    name: str


@dataclass(frozen=True, kw_only=True)
class TeamIgnoredInTest(Event):
    kind: ClassVar[str] = "team.ignored_in_a_test"


class Follower:
    """A subscriber that creates one team per entry, and fails while told to."""

    def __init__(self) -> None:
        self.broken = False
        self.subscriber = Subscriber("test.follower")
        self.subscriber.on(TeamRenamedInTest)(self.follow)

    def follow(self, event: TeamRenamedInTest, entry: Entry) -> None:
        Team.objects.create(name=event.name)
        if self.broken:
            msg = "told to fail"
            raise RuntimeError(msg)


@pytest.fixture
def follower(monkeypatch: pytest.MonkeyPatch) -> Iterator[Follower]:
    monkeypatch.setattr(subscribers, "_SUBSCRIBERS", {})
    return Follower()


def rename(name: str) -> Entry:
    by = make_user()
    return record(TeamRenamedInTest(name=name), about=make_team(), by=by, at=AT)


def names() -> list[str]:
    return list(Team.objects.filter(name__startswith="new ").values_list("name", flat=True))


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


def fail_until_parked() -> None:
    for tries in range(MAX_TRIES):
        run_once(at=AT + timedelta(hours=tries))


def test_a_poison_entry_is_parked_and_the_next_ones_go_on(follower: Follower) -> None:
    poison = rename("new poison")
    follower.broken = True
    fail_until_parked()
    follower.broken = False
    rename("new after")

    run_once(at=AT + timedelta(days=1))

    parked = ParkedEntry.objects.get()
    assert (parked.entry_id, parked.tries) == (poison.pk, MAX_TRIES)
    assert "told to fail" in parked.traceback
    assert names() == ["new after"]


def test_a_parked_entry_can_be_replayed_once(follower: Follower) -> None:
    rename("new poison")
    follower.broken = True
    fail_until_parked()
    parked = ParkedEntry.objects.get()

    with pytest.raises(RuntimeError):
        replay(parked.pk, at=AT)
    follower.broken = False
    replay(parked.pk, at=AT)

    assert names() == ["new poison"]
    with pytest.raises(NotParked):
        replay(parked.pk, at=AT)
