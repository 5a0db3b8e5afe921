"""What a person does with what they were told; others cannot."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.notifications import tell
from tests.factories.people import make_user
from tests.factories.tokens import call_as
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.roles import Role
from twintrack.foundation.notifications import operations

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, 14, tzinfo=UTC)


def test_nothing_is_put_off_into_the_past() -> None:
    alice = make_user()
    told = tell(alice)

    with pytest.raises(operations.SnoozePast):
        operations.snooze(notification_id=told.pk, until=AT, by=alice, at=AT)
    told.refresh_from_db()
    assert told.snoozed_until is None


def test_nobody_touches_what_another_was_told() -> None:
    told, bob = tell(make_user()), make_user()

    with pytest.raises(NotThere):
        operations.mark_unread(notification_id=told.pk, by=bob, at=AT)
    with pytest.raises(NotThere):
        operations.snooze(notification_id=told.pk, until=AT + timedelta(days=1), by=bob, at=AT)


def test_the_api_puts_off_and_unreads() -> None:
    api = call_as(Role.SALESPERSON)
    told = tell(api.user)
    address = f"/notifications/{told.pk}"

    until = datetime.now(UTC) + timedelta(days=2)
    put_off = api.post(f"{address}/snooze", {"until": until.isoformat()})
    assert put_off.json()["snoozed_until"]
    assert api.get("/notifications/unread").json() == {"unread": 0}
    past = api.post(f"{address}/snooze", {"until": "2020-01-01T00:00:00Z"})
    assert past.status_code == 422
    assert api.post(f"{address}/snooze", {"until": "2030-01-01T00:00:00"}).status_code == 422
    assert api.post(f"{address}/unread").json()["snoozed_until"] is None
    assert api.get("/notifications/unread").json() == {"unread": 1}
    assert api.get("/notifications").json()["items"][0]["reason"] == "You own the customer"
