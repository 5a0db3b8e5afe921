"""Many who leave at the same moment leave their work with somebody who is there."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection

from tests.factories.people import make_user
from tests.factories.pipeline import make_opportunity
from twintrack.foundation.access import operations
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)


@pytest.mark.usefixtures("emptied_ledger")
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time.")
def test_of_many_who_leave_at_once_one_administrator_stays_and_nobody_takes_over_when_gone() -> (
    None
):
    admins = [make_user(Role.ADMIN) for _each in range(4)]
    seller, other = make_user(Role.SALESPERSON), make_user(Role.SALESPERSON)
    make_opportunity(owner=seller)
    make_opportunity(owner=other)
    pairs = [
        *((each, None, admins[index - 1]) for index, each in enumerate(admins)),
        (seller, other, admins[0]),
        (other, seller, admins[1]),
    ]
    ready = threading.Barrier(len(pairs))
    outcomes: list[str] = []

    def leave(user: User, successor: User | None, by: User) -> None:
        ready.wait(10)
        try:
            operations.deactivate(user=user, successor=successor, by=by, at=AT)
            outcomes.append("left")
        except (operations.LastAdministrator, operations.SuccessorMissing) as refusal:
            outcomes.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=leave, args=each) for each in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert sorted(outcomes) == ["LastAdministrator", "SuccessorMissing", *["left"] * 4]
    assert User.objects.filter(is_active=True, pk__in=[each.pk for each in admins]).count() == 1
