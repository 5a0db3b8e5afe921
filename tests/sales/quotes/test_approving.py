"""Who approves a quote, and what they may know of it."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.test import Client

from tests.factories.people import make_user
from tests.factories.quotes import make_quote, make_rule
from tests.factories.tokens import call_as
from tests.worker import drain
from twintrack.foundation.access.roles import Role
from twintrack.foundation.notifications.models import Notification
from twintrack.sales.quotes import operations, queries

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_whoever_handed_a_quote_in_does_not_approve_it_even_as_somebody_elses() -> None:
    make_rule()
    manager, other = make_user(Role.SALES_MANAGER), make_user(Role.SALES_MANAGER)
    version = make_quote(by=manager, discount="12")
    version = operations.submit(version=version, by=manager, at=AT)
    operations.hand_over(quote=version.quote, to=make_user(Role.SALESPERSON), by=manager, at=AT)
    drain()

    assert not queries.list_waiting_for(manager).exists()
    assert queries.list_waiting_for(other).exists()
    assert [each.recipient for each in Notification.objects.all()] == [other]
    with pytest.raises(operations.OwnQuote):
        operations.approve(version=version, seen=version.revision, by=manager, at=AT)
    operations.withdraw(version=version, by=manager, at=AT)
    again = operations.submit(version=version, by=other, at=AT)
    operations.approve(version=again, seen=again.revision, by=manager, at=AT)


def test_who_sees_no_costs_learns_no_margin_from_the_reasons_of_an_approval(
    client: Client,
) -> None:
    make_rule(kind="margin_below", threshold=Decimal("41.5"))
    version = make_quote()
    client.force_login(make_user(Role.PRODUCT_MANAGER))
    address = f"/quotes/{version.quote.number}/"

    pages = [client.get(address).content.decode()]
    version = operations.submit(version=version, by=version.quote.owner, at=AT)
    pages.append(client.get(address).content.decode())
    for page in pages:
        assert "(&lt; 41.5\u2009%)" in page
        assert "40\u2009%" not in page
    told = call_as(Role.PRODUCT_MANAGER).get(f"/quotes/{version.quote.number}").json()
    assert [each["found"] for each in told["approvals"][0]["reasons"]] == [None]
    client.force_login(make_user(Role.SALES_MANAGER))
    assert "40\u2009% &lt; 41.5\u2009%" in client.get(address).content.decode()
