"""Which opportunities there are."""

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.pipeline import make_opportunity
from tests.factories.products import make_product
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.roles import Role
from twintrack.foundation.access.rules import ALLOWED, Act
from twintrack.foundation.money.models import ExchangeRate
from twintrack.sales.pipeline import queries
from twintrack.sales.pipeline.lifecycle import Stage
from twintrack.sales.pipeline.queries import Wanted

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def test_a_list_is_narrowed_by_each_filter() -> None:
    seller, product = make_user(Role.SALESPERSON), make_product()
    ninghai = make_customer(name="Ninghai")
    mine = make_opportunity(owner=seller, customer=ninghai, products=[product])
    any_product = make_opportunity(stage=Stage.NEGOTIATION)
    won = make_opportunity(stage=Stage.WON, products=[make_product()])

    def found(**wanted: object) -> set[int]:
        rows = queries.list_opportunities(for_user=seller, wanted=Wanted(**wanted))
        return {row.pk for row in rows}

    assert found() == {mine.pk, any_product.pk, won.pk}
    assert found(stage="open") == {mine.pk, any_product.pk}
    assert found(stage="negotiation") == {any_product.pk}
    assert found(customer=ninghai) == found(owner=seller) == found(text="ningh") == {mine.pk}
    assert found(text=won.number.lower()) == {won.pk}
    assert found(product=product) == {mine.pk, any_product.pk}


def test_only_sales_product_managers_and_executives_see_opportunities() -> None:
    opportunity = make_opportunity()
    for role in Role:
        person = make_user(role)
        seen = queries.list_opportunities(for_user=person).exists()
        assert seen == (role in ALLOWED[Act.SEE_OPPORTUNITIES] or role == Role.ADMIN), role
        if not seen:
            with pytest.raises(NotThere):
                queries.get_opportunity(opportunity.number, for_user=person)


def test_whoever_sees_opportunities_sees_amounts_too() -> None:
    # The activity of an opportunity tells its amounts and asks only whether it is seen at all.
    assert ALLOWED[Act.SEE_OPPORTUNITIES] <= ALLOWED[Act.SEE_AMOUNTS]


def test_amounts_in_several_currencies_are_added_up_per_stage_and_together() -> None:
    seller = make_user(Role.SALESPERSON)
    ExchangeRate.objects.create(currency="USD", on=date(2026, 1, 1), to_base=Decimal("7.1"))
    make_opportunity(amount=Decimal("1000"), currency="CNY")
    make_opportunity(amount=Decimal("0.10"), currency="USD")
    make_opportunity(amount=Decimal("0.20"), currency="USD", stage=Stage.CONTRACT)
    make_opportunity(amount=Decimal("5"), currency="JPY", stage=Stage.CONTRACT)
    rows = queries.list_opportunities(for_user=seller)

    total = queries.sum_amounts(rows, on=TODAY)
    stages = queries.sum_by_stage(rows, on=TODAY)

    assert queries.sum_stages(stages, on=TODAY) == total
    assert total.in_base == Decimal("1002.13")
    assert total.missing == ("JPY",)
    assert total.by_currency["USD"] == Decimal("0.30")
    first = stages[Stage.REQUIREMENT_CONFIRMATION]
    assert (first.count, first.total.in_base) == (2, Decimal("1000.71"))
    assert (stages[Stage.CONTRACT].count, stages[Stage.CONTRACT].total.missing) == (2, ("JPY",))


def test_the_helix_is_given_the_open_opportunities_of_customers(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    ninghai, boltwerk, other = make_customer(), make_customer(), make_customer()
    product = make_product()
    about_one = make_opportunity(customer=ninghai, products=[product], currency="USD")
    about_any = make_opportunity(customer=boltwerk)
    make_opportunity(customer=ninghai, stage=Stage.WON)
    make_opportunity(customer=other)

    with django_assert_num_queries(1):
        found = queries.list_open(customer_ids=[ninghai.pk, boltwerk.pk])

    assert [(each.pk, each.customer_id, each.currency, each.product_ids) for each in found] == [
        (about_one.pk, ninghai.pk, "USD", frozenset({product.pk})),
        (about_any.pk, boltwerk.pk, "CNY", frozenset()),
    ]
    assert found[0].amount == Decimal("1000000")


def test_products_that_a_person_may_not_see_are_not_named() -> None:
    seller = make_user(Role.SALESPERSON)
    secret, known = make_product(reach="teams"), make_product()
    opportunity = make_opportunity(products=[secret, known])

    assert list(queries.list_products_of(opportunity, for_user=seller)) == [known]
