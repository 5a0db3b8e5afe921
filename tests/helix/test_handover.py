"""What a leaver looked after goes to the successor, thing by thing."""

from datetime import UTC, datetime

import pytest

from tests.factories.backlog import make_requirement
from tests.factories.customers import make_customer
from tests.factories.feedback import make_feedback
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.projects import make_project
from tests.worker import drain
from twintrack.foundation.access import operations
from twintrack.foundation.access.handover import list_belongings
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def owned_by(leaver: User) -> list[object]:
    product = make_product(owner=leaver)
    return [
        product,
        make_project(owner=leaver, product=product),
        make_requirement(owner=leaver, product=product),
        make_customer(owner=leaver),
        make_feedback(owner=leaver, product=product),
    ]


def leave(leaver: User, successor: User, admin: User) -> Entry:
    operations.deactivate(user=leaver, successor=successor, by=admin, at=AT)
    drain()
    return Entry.objects.get(kind="user.deactivated")


def test_the_successor_gets_everything_and_each_has_its_entry() -> None:
    admin, leaver = make_user(Role.ADMIN), make_user(Role.EXECUTIVE)
    successor = make_user(Role.EXECUTIVE)
    things = owned_by(leaver)
    assert {str(pile.label) for pile in list_belongings(leaver)} == {
        "Products",
        "Projects",
        "Open requirements",
        "Customers",
        "Open feedback",
    }

    entry = leave(leaver, successor, admin)

    for each in things:
        each.refresh_from_db()  # type: ignore[attr-defined]
        assert each.owner == successor, each  # type: ignore[attr-defined]
    assert not list_belongings(leaver)
    caused = Entry.objects.filter(caused_by=entry)
    assert caused.count() == len(things)
    assert {each.actor for each in caused} == {admin}


def test_what_the_successor_may_not_look_after_goes_to_the_administrator() -> None:
    admin, leaver = make_user(Role.ADMIN), make_user(Role.EXECUTIVE)
    successor = make_user(Role.ENGINEER)
    customer = make_customer(owner=leaver)
    requirement = make_requirement(owner=leaver)

    leave(leaver, successor, admin)

    customer.refresh_from_db()
    requirement.refresh_from_db()
    assert customer.owner == admin
    assert requirement.owner == successor
