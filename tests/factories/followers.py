"""A subscriber that tests can break, and what it follows."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from tests.factories.people import make_team, make_user
from twintrack.foundation.ledger.events import Event
from twintrack.foundation.ledger.models import Entry, ParkedEntry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.ledger.subscribers import Subscriber
from twintrack.foundation.ledger.worker import MAX_TRIES, run_once
from twintrack.foundation.people.models import Team

AT = datetime(2026, 11, 24, 9, 14, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class TeamRenamedInTest(Event):
    kind: ClassVar[str] = "team.renamed_in_a_test"
    name: str


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

    def park(self, name: str = "new poison") -> ParkedEntry:
        """Let an entry fail until it is parked."""
        entry = rename(name)
        was_broken, self.broken = self.broken, True
        for tries in range(MAX_TRIES):
            run_once(at=AT + timedelta(hours=tries))
        self.broken = was_broken
        return ParkedEntry.objects.get(entry=entry)


def rename(name: str) -> Entry:
    return record(TeamRenamedInTest(name=name), about=make_team(), by=make_user(), at=AT)


def names() -> list[str]:
    """The teams that the follower made, in order."""
    made = Team.objects.filter(name__startswith="new ").order_by("pk")
    return list(made.values_list("name", flat=True))
