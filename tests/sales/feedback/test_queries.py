"""Who sees what customers said."""

import pytest

from tests.factories.feedback import make_feedback
from tests.factories.people import make_team, make_user
from tests.factories.products import make_product
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.roles import Role
from twintrack.sales.feedback import queries

pytestmark = pytest.mark.django_db


def test_feedback_is_listed_newest_first_and_narrowed() -> None:
    alice = make_user(Role.ENGINEER)
    first, second = make_feedback(), make_feedback(state="linked")

    assert list(queries.list_feedback(for_user=alice)) == [second, first]
    assert list(queries.list_feedback(for_user=alice, state="linked")) == [second]
    assert list(queries.list_feedback(for_user=alice, customer=first.customer)) == [first]
    assert queries.count_to_triage(alice) == 2


def test_feedback_on_a_hidden_product_is_not_there() -> None:
    secret = make_feedback(product=make_product(reach="teams"))

    with pytest.raises(NotThere):
        queries.get_feedback(secret.number, for_user=make_user(Role.ENGINEER))


def test_feedback_on_a_hidden_product_is_seen_by_whom_another_of_its_products_concerns() -> None:
    team_mate = make_user(Role.ENGINEER)
    secret = make_product(reach="teams")
    secret.teams.add(make_team(team_mate))
    feedback = make_feedback(product=make_product(reach="teams"))

    feedback.also_products.add(secret)

    assert list(queries.list_feedback(for_user=team_mate)) == [feedback]
    assert not queries.list_feedback(for_user=make_user(Role.ENGINEER)).exists()
