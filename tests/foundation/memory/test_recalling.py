"""What rows refer to is asked for at once, and known until it changes."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.customers import make_customer
from tests.factories.people import make_user
from twintrack.foundation.access import operations as access
from twintrack.foundation.access.roles import Role
from twintrack.foundation.memory.recalling import hand_on, recall, recall_related
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Customer

AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


@pytest.mark.usefixtures("emptied_ledger")
@pytest.mark.django_db(transaction=True)
def test_a_name_is_recalled_until_it_is_changed() -> None:
    alice, admin = make_user(Role.CSM, name="Alice"), make_user(Role.ADMIN)
    assert recall(User, [alice.pk])[alice.pk].name == "Alice"

    access.change_profile(user=alice, name="Alicia", title="", by=admin, at=AT)

    assert recall(User, [alice.pk])[alice.pk].name == "Alicia"


@pytest.mark.usefixtures("emptied_ledger")
@pytest.mark.django_db(transaction=True)
def test_who_stands_behind_many_rows_is_asked_for_at_once_and_then_known() -> None:
    owners = [make_user(Role.SALESPERSON, name=name) for name in ("Alice", "Bob")]
    for number in range(6):
        make_customer(owner=owners[number % 2])

    for asked in (1, 0):
        customers = list(Customer.objects.order_by("pk"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            recall_related(customers, "owner")
            assert [each.owner.name for each in customers] == ["Alice", "Bob"] * 3
        assert len([each for each in queries if "people_user" in each["sql"]]) == asked


@pytest.mark.django_db
def test_who_is_no_more_is_left_out() -> None:
    alice = make_user(Role.CSM)

    assert recall(User, [alice.pk, 0]) == {alice.pk: alice}


@pytest.mark.django_db
def test_a_row_read_again_refers_to_what_it_refers_to_still() -> None:
    alice, bob = make_user(Role.CSM), make_user(Role.CSM)
    stays, moves = make_customer(owner=alice), make_customer(owner=alice)
    Customer.objects.filter(pk=moves.pk).update(owner=bob)

    for known in (stays, moves):
        again = Customer.objects.get(pk=known.pk)
        hand_on(known, again, "owner")
        assert Customer.owner.is_cached(again) == (known is stays)
        assert again.owner == (alice if known is stays else bob)
