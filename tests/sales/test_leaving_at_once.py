"""Many who leave at the same moment leave their work with somebody who is there."""

from datetime import UTC, datetime
from functools import partial

import pytest

from tests.crowd import all_at_once, how_they_fared, several_writers
from tests.factories.people import make_user
from tests.factories.pipeline import make_opportunity
from twintrack.foundation.access import operations
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)


@pytest.mark.usefixtures("emptied_ledger")
@pytest.mark.django_db(transaction=True)
@several_writers
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

    def leave(user: User, successor: User | None, by: User) -> None:
        operations.deactivate(user=user, successor=successor, by=by, at=AT)

    fared = how_they_fared(all_at_once(partial(leave, *each) for each in pairs))

    assert fared == {"done": 4, "LastAdministrator": 1, "SuccessorMissing": 1}
    assert User.objects.filter(is_active=True, pk__in=[each.pk for each in admins]).count() == 1
