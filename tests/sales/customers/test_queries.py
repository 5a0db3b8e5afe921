"""Finding customers."""

import pytest

from tests.factories.customers import make_customer
from tests.factories.people import make_user
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.roles import Role
from twintrack.sales.customers import queries

pytestmark = pytest.mark.django_db


def test_customers_are_found_by_name_region_and_number() -> None:
    alice = make_user(Role.ENGINEER)
    ninghai = make_customer(name="宁海汽车电子", region="浙江")
    make_customer(name="BoltWerk", region="Bayern")

    for text in ("汽车", "浙江", ninghai.number):
        assert list(queries.list_customers(for_user=alice, text=text)) == [ninghai]


def test_guests_see_no_customer() -> None:
    with pytest.raises(NotThere):
        queries.get_customer(make_customer().number, for_user=make_user(Role.GUEST))
