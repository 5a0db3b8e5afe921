"""Handovers from role to role, whoever comes and goes in between."""

import pytest
from django.test import Client

from tests.factories.deliveries import AT, make_delivery
from tests.factories.people import make_user
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.hub.projects.lifecycle import ProjectState
from twintrack.sales.deliveries import operations, queries
from twintrack.sales.deliveries.models import Delivery, RoleHandover
from twintrack.sales.deliveries.operations import HandoverDetails
from twintrack.sales.deliveries.operations.deliverables import criteria_of

pytestmark = pytest.mark.django_db


def offer(delivery: Delivery, taker: User, by: User) -> RoleHandover:
    details = HandoverDetails(to_role="csm", taker=taker, note="All is said")
    return operations.offer_handover(delivery=delivery, details=details, by=by, at=AT)


def test_nothing_is_to_be_taken_over_of_a_delivery_that_ended() -> None:
    lead, taker = make_user(Role.IMPLEMENTER), make_user(Role.CSM)
    delivery = make_delivery(by=lead)
    offer(delivery, taker, lead)
    assert queries.list_to_take(taker).exists()
    operations.move(delivery=delivery, to=ProjectState.COMPLETED, reason="Given up", by=lead, at=AT)

    assert not queries.list_to_take(taker).exists()


def test_the_feed_of_a_delivery_tells_of_criteria_that_were_written_anew(client: Client) -> None:
    lead = make_user(Role.IMPLEMENTER)
    delivery = make_delivery(by=lead)
    deliverable = delivery.deliverables.get()
    before = {"criteria": criteria_of(deliverable)}
    operations.change_deliverable(
        deliverable=deliverable,
        before=before,
        values={"criteria": ["A week without a stop"]},
        by=lead,
        at=AT,
    )
    client.force_login(lead)

    page = client.get(f"/deliveries/{delivery.number}/").content.decode()
    assert "Acceptance criteria" in page
    assert "A week without a stop" in page
