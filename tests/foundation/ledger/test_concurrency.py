"""Two transactions at once: what commits late is never passed over."""

import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

import pytest
from django.db import connection, transaction

from tests.factories.people import make_team, make_user
from twintrack.foundation.ledger.events import Event
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class TeamSlow(Event):
    kind: ClassVar[str] = "team.slow_in_a_test"
    name: str


@pytest.mark.django_db(transaction=True)
def test_an_entry_that_commits_late_is_not_below_one_that_was_seen_before_it() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time.")
    alice, team = make_user(), make_team()
    written, finish = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            record(TeamSlow(name="slow"), about=team, by=alice, at=AT)
            written.set()
            finish.wait(10)
        connection.close()

    def fast() -> None:
        with transaction.atomic():
            record(TeamSlow(name="fast"), about=team, by=alice, at=AT)
        connection.close()

    first, second = threading.Thread(target=slow), threading.Thread(target=fast)
    first.start()
    assert written.wait(10)
    second.start()
    second.join(0.3)
    seen_while_the_slow_one_is_open = list(Entry.objects.values_list("pk", flat=True))
    finish.set()
    first.join(10)
    second.join(10)

    assert seen_while_the_slow_one_is_open == []
    names = [entry.payload["name"] for entry in Entry.objects.order_by("pk")]
    assert names == ["slow", "fast"]
