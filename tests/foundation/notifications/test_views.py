"""The inbox: one's own, read one by one or all at once."""

import pytest
from django.test import Client

from tests.factories.backlog import make_requirement
from tests.factories.people import make_user
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.notifications.operations import notify
from twintrack.foundation.notifications.queries import count_unread
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.events import RequirementReviewed

pytestmark = pytest.mark.django_db


def tell(user: User) -> Notification:
    requirement = make_requirement()
    event = RequirementReviewed(
        requirement_id=requirement.pk,
        number=requirement.number,
        came_from="proposed",
        decision="rejected",
        reason="no",
        customer_wording="",
    )
    entry = Entry.objects.create(
        kind=event.kind,
        payload=event.to_payload(),
        about_kind="requirement",
        about_id=requirement.pk,
        actor=requirement.owner,
        happened_at=requirement.created_at,
    )
    told = notify(
        recipient=user,
        entry=entry,
        told_by="handoffs/decision",
        about=requirement,
        at=entry.happened_at,
    )
    assert told is not None
    return told


def test_what_is_read_leaves_the_badge(client: Client) -> None:
    alice = make_user(Role.SALESPERSON)
    client.force_login(alice)
    first = tell(alice)
    tell(alice)

    client.post(f"/inbox/{first.pk}/read/")
    assert count_unread(alice) == 1
    client.post("/inbox/read/")
    assert count_unread(alice) == 0


def test_nobody_reads_or_clears_another_persons_inbox(client: Client) -> None:
    alice, bob = make_user(Role.SALESPERSON), make_user(Role.SALESPERSON)
    told = tell(alice)
    client.force_login(bob)

    client.post(f"/inbox/{told.pk}/read/")

    assert count_unread(alice) == 1
    assert "Nothing waits for you" in client.get("/inbox/").content.decode()


def test_services_are_told_nothing() -> None:
    robot = make_user(is_service=True)

    with pytest.raises(AssertionError):
        tell(robot)
