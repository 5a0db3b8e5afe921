"""Which requirements a person sees, and in which order."""

import pytest

from tests.factories.backlog import make_requirement
from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.roles import Role
from twintrack.rnd.backlog import queries

pytestmark = pytest.mark.django_db


def test_the_most_valuable_comes_first_and_filters_narrow() -> None:
    alice = make_user(Role.ENGINEER)
    low = make_requirement(value_score=10, customers_count=1)
    high = make_requirement(value_score=90, state="accepted")

    assert list(queries.list_requirements(for_user=alice)) == [high, low]
    assert list(queries.list_requirements(for_user=alice, state="accepted")) == [high]
    assert list(queries.list_requirements(for_user=alice, waited_for=True)) == [low]
    assert list(queries.list_requirements(for_user=alice, product=low.product)) == [low]
    assert queries.count_to_review(for_user=alice) == 1


def test_a_requirement_of_a_hidden_product_is_not_there() -> None:
    secret = make_requirement(product=make_product(reach="teams"))

    with pytest.raises(NotThere):
        queries.get_requirement(secret.number, for_user=make_user(Role.ENGINEER))
