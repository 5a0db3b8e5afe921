"""The pool as a list: filters, orders and groups."""

from base64 import urlsafe_b64decode
from datetime import date

import pytest

from tests.factories.backlog import make_requirement
from tests.factories.people import make_team, make_user
from tests.factories.products import make_product
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog import pool
from twintrack.rnd.backlog.pool import PoolFilter
from twintrack.ui.paging import count_up_to, key_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin() -> User:
    return make_user(Role.PRODUCT_MANAGER)


def titles(lin: User, sort: str = "title", group: str = "", **wanted: object) -> list[str]:
    rows = pool.list_pool(for_user=lin, only=PoolFilter(**wanted))  # type: ignore[arg-type]
    order = pool.order_of(sort, group, for_user=lin)
    return [each.title for each in pool.ready_for(rows, order).order_by(*order)]


def test_every_filter_narrows_the_list_and_they_narrow_together(lin: User) -> None:
    h3 = make_product()
    a = make_requirement(title="a", product=h3, owner=lin, priority=1, kind="compliance")
    make_requirement(title="b", state="planned", customers_count=3)

    assert titles(lin) == ["a", "b"]
    assert titles(lin, products=(h3.pk,)) == ["a"]
    assert titles(lin, owners=(lin.pk,)) == ["a"]
    assert titles(lin, priorities=(1, 2)) == ["a"]
    assert titles(lin, kinds=("compliance",)) == ["a"]
    assert titles(lin, states=("planned",)) == ["b"]
    assert titles(lin, customers=3) == ["b"]
    assert titles(lin, text="A") == ["a"]
    assert titles(lin, text=a.number.lower()) == ["a"]
    assert titles(lin, customers=3, products=(h3.pk,)) == []


def test_what_was_turned_down_is_listed_only_when_asked_for(lin: User) -> None:
    make_requirement(title="a")
    make_requirement(title="no", state="rejected")

    assert titles(lin) == ["a"]
    assert titles(lin, states=("rejected",)) == ["no"]


def test_requirements_of_products_of_other_teams_are_not_listed(lin: User) -> None:
    product = make_product(reach="teams")
    product.teams.add(make_team())
    make_requirement(product=product)

    assert titles(lin) == []


def test_a_list_is_ordered_by_what_was_asked_for(lin: User) -> None:
    make_requirement(
        title="a", value_score=5, priority=2, state="released", revenue=3, customers_count=1
    )
    make_requirement(title="b", value_score=9, priority=1, planned_on=date(2026, 12, 2))
    make_requirement(title="c", value_score=7, priority=2, state="planned", revenue=8)

    assert titles(lin, "-value") == titles(lin, "nonsense") == ["b", "c", "a"]
    assert titles(lin, "rank") == titles(lin, "number") == ["a", "b", "c"]
    assert titles(lin, "-revenue") == ["c", "a", "b"]
    assert titles(lin, "-customers")[0] == "a"
    assert titles(lin, "state") == ["b", "c", "a"]
    assert titles(lin, "priority") == ["b", "c", "a"]
    assert titles(lin, "planned")[0] == "b"
    assert titles(lin, "-title") == ["c", "b", "a"]


@pytest.mark.parametrize("group", ["product", "state", "owner"])
@pytest.mark.parametrize("sort", [*pool.SORTS, *(f"-{each}" for each in pool.SORTS)])
def test_pages_by_key_give_each_requirement_once_in_any_order_and_group(
    lin: User, sort: str, group: str
) -> None:
    products, owners = [make_product(), make_product()], [make_user(), make_user()]
    for number in range(7):
        make_requirement(
            title=f"t{number % 3}",
            product=products[number % 2],
            owner=owners[number % 2],
            state=["planned", "proposed"][number % 2],
            planned_on=date(2026, 12, number + 1) if number % 2 else None,
        )
    order = pool.order_of(sort, group, for_user=lin)
    rows = pool.ready_for(pool.list_pool(for_user=lin, only=PoolFilter()), order)

    seen, after = [], ""
    while True:
        page = key_page(rows, order=order, after=after, size=2)
        seen += [each.pk for each in page.items]
        after = page.next
        if not after:
            break

    assert seen == [each.pk for each in rows.order_by(*order)]
    assert len(set(seen)) == 7


def test_counting_stops_where_a_list_is_only_long(lin: User) -> None:
    for _each in range(4):
        make_requirement()
    rows = pool.list_pool(for_user=lin, only=PoolFilter())

    assert count_up_to(rows) == 4
    assert count_up_to(rows, most=2) == 3
    assert sum(pool.count_groups(rows, "product").values()) == 4


def test_who_may_not_see_amounts_has_them_in_order_of_their_bands_alone() -> None:
    engineer = make_user(Role.ENGINEER)
    for title, revenue in (("a", 700_000), ("b", 600_000), ("c", 90_000), ("d", 0)):
        make_requirement(title=title, revenue=revenue)
    rows = pool.list_pool(for_user=engineer, only=PoolFilter())
    order = pool.order_of("-revenue", for_user=engineer)

    page = key_page(pool.ready_for(rows, order), order=order, size=3)

    assert [each.title for each in page.items] == ["b", "a", "c"]
    assert b"90000" not in urlsafe_b64decode(page.next + "==")
