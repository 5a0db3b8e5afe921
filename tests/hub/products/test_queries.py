"""Who sees which product."""

import pytest

from tests.factories.people import make_team, make_user
from tests.factories.products import make_product
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.roles import Role
from twintrack.hub.products import queries

pytestmark = pytest.mark.django_db


def test_a_product_of_teams_is_seen_by_its_teams_and_the_executive() -> None:
    member, other = make_user(Role.ENGINEER), make_user(Role.ENGINEER)
    secret = make_product(reach="teams")
    secret.teams.add(make_team(member))

    assert queries.get_product(secret.code, for_user=member) == secret
    assert queries.get_product(secret.code, for_user=make_user(Role.EXECUTIVE)) == secret
    with pytest.raises(NotThere):
        queries.get_product(secret.code, for_user=other)


def test_who_sees_a_product_is_listed_once_each() -> None:
    member, other = make_user(Role.ENGINEER), make_user(Role.ENGINEER)
    boss, guest = make_user(Role.EXECUTIVE, Role.ADMIN), make_user(Role.GUEST)
    secret, open_to_all = make_product(reach="teams"), make_product()
    secret.teams.add(make_team(member, boss), make_team(member))

    assert set(queries.list_who_see(secret)) == {member, boss}
    assert queries.list_who_see(secret).count() == 2
    assert {member, other, boss} <= set(queries.list_who_see(open_to_all))
    assert guest not in queries.list_who_see(open_to_all)


def test_guests_see_no_product() -> None:
    make_product()

    assert not queries.list_products(for_user=make_user(Role.GUEST))
