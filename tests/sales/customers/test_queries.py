"""Finding customers."""

import pytest

from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.products import make_product
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


@pytest.mark.parametrize(
    ("known", "typed", "is_alike"),
    [
        ("宁海汽车电子有限公司", "宁海汽车电子", True),
        ("宁海汽车电子", "宁海汽车电子（宁波）有限公司", True),
        ("BoltWerk GmbH", "Bolt-Werk", True),
        ("Huayue Medical Co., Ltd.", "Huayue Medicals Group", True),
        ("东澜半导体", "华越医疗", False),
        ("华越医疗有限公司", "江南精密有限公司", False),
        ("BoltWerk GmbH", "Siemens GmbH", False),
    ],
)
def test_names_that_are_alike_are_told_from_others(known: str, typed: str, is_alike: bool) -> None:
    customer = make_customer(name=known)
    found = queries.list_similar(typed, for_user=make_user(Role.SALESPERSON))

    assert found == ([customer] if is_alike else [])


def test_a_name_of_one_character_is_like_none() -> None:
    make_customer(name="X")
    assert queries.list_similar("X", for_user=make_user(Role.SALESPERSON)) == []


def test_a_list_is_narrowed_by_segment_region_and_owner() -> None:
    seller = make_user(Role.SALESPERSON)
    mine = make_customer(owner=seller, segment="A", region="浙江")
    make_customer(segment="B", region="Bayern")

    for wanted in (
        queries.Wanted(segment="A"),
        queries.Wanted(region="浙江"),
        queries.Wanted(owner=seller),
    ):
        assert list(queries.list_customers(for_user=seller, wanted=wanted)) == [mine]
    assert queries.list_regions(for_user=seller) == ["Bayern", "浙江"]


def test_what_is_installed_of_a_hidden_product_stays_hidden() -> None:
    customer, seller = make_customer(), make_user(Role.SALESPERSON)
    shown = customer.installations.create(product=make_product())
    hidden = customer.installations.create(product=make_product(reach="teams"))

    assert list(queries.list_installations(customer, for_user=seller)) == [shown]
    with pytest.raises(NotThere):
        queries.get_installation(customer, hidden.pk, for_user=seller)
