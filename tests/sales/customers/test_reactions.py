"""Who is told when a customer changes hands."""

from datetime import UTC, datetime

import pytest

from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.worker import drain
from twintrack.foundation.access.roles import Role
from twintrack.foundation.notifications.models import Notification
from twintrack.sales.customers import operations

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_both_owners_are_told_once_unless_they_did_it_themselves() -> None:
    before, after = make_user(Role.SALESPERSON), make_user(Role.CSM)
    manager = make_user(Role.SALES_MANAGER)
    customer = make_customer(owner=before)
    operations.hand_over(customer=customer, before=before, to=after, by=manager, at=AT)
    operations.hand_over(customer=customer, before=after, to=before, by=after, at=AT)
    drain()
    drain()

    told = Notification.objects.order_by("pk").values_list("recipient_id", flat=True)
    assert sorted(told) == sorted([before.pk, after.pk, before.pk])
