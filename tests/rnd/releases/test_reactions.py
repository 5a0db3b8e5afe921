"""Gates that turn are told once, and what a leaver looked after goes on."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.factories.people import make_user
from tests.factories.releases import make_release
from tests.worker import drain
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.people.models import User
from twintrack.rnd.releases import gates, operations
from twintrack.rnd.releases.gates import GateFact, Verdict, register_gate
from twintrack.rnd.releases.lifecycle import State
from twintrack.rnd.releases.models import Release
from twintrack.rnd.releases.rounds import watch_gates

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def verdict() -> Iterator[list[Verdict]]:
    known, says = dict(gates._gates), [Verdict.OK]
    gates._gates.clear()

    def compute(_release: Release, _user: User, _target: Decimal | None) -> GateFact:
        return GateFact(verdict=says[0], sentence="so it is")

    register_gate("bench", "The bench runs", compute)
    yield says
    gates._gates.clear()
    gates._gates.update(known)


def test_a_gate_that_turns_after_the_freeze_is_told_to_the_owner_once(
    verdict: list[Verdict],
) -> None:
    lead, owner = make_user(Role.RND_LEAD), make_user(Role.RND_LEAD)
    release = make_release(state=State.IN_DEVELOPMENT, owner=owner)
    operations.freeze(release=release, by=lead, at=AT)
    watch_gates(AT)
    for says in (Verdict.NOT_MEASURED, Verdict.FAILING, Verdict.FAILING):
        verdict[0] = says
        watch_gates(AT)
    assert not Entry.objects.filter(kind="release.gate_turned").exists()
    for says in (Verdict.OK, Verdict.FAILING):
        verdict[0] = says
        watch_gates(AT)
        drain()

    turned = Entry.objects.filter(kind="release.gate_turned").order_by("pk")
    assert [each.payload["verdict"] for each in turned] == ["ok", "failing"]
    told = Notification.objects.filter(recipient=owner, told_by="releases/gate")
    assert told.count() == 1
