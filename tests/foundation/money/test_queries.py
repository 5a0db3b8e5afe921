"""Amounts in several currencies."""

from datetime import date
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from twintrack.foundation.money.models import ExchangeRate
from twintrack.foundation.money.queries import RateMissing, find_rates, to_base, total_in_base

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def rates() -> None:
    for currency, on, worth in (
        ("USD", date(2026, 1, 1), "7.20"),
        ("USD", date(2026, 11, 1), "7.10"),
        ("USD", date(2026, 12, 1), "7.00"),
        ("EUR", date(2026, 12, 1), "7.80"),
    ):
        ExchangeRate.objects.create(currency=currency, on=on, to_base=Decimal(worth))


def test_the_latest_rate_up_to_the_day_holds_and_before_the_first_one_the_first() -> None:
    assert to_base(Decimal(100), "USD", TODAY) == Decimal("710.00")
    assert to_base(Decimal(100), "EUR", TODAY) == Decimal("780.00")
    assert to_base(Decimal("1.005"), "CNY", TODAY) == Decimal("1.005")
    assert to_base(Decimal("0.005"), "USD", date(2025, 1, 1)) == Decimal("0.04")


def test_a_currency_without_a_rate_is_refused_by_name() -> None:
    with pytest.raises(RateMissing, match="JPY"):
        to_base(Decimal(100), "JPY", TODAY)


def test_a_total_adds_what_can_be_converted_and_names_what_cannot() -> None:
    amounts = {"CNY": Decimal(1000), "USD": Decimal(100), "JPY": Decimal(5)}
    total = total_in_base(amounts, on=TODAY)

    assert total.in_base == Decimal("1710.00")
    assert total.missing == ("JPY",)
    assert list(total.by_currency) == ["CNY", "JPY", "USD"]
    assert total.is_mixed
    assert not total_in_base({"CNY": Decimal(1)}, on=TODAY).is_mixed
    assert total_in_base({}, on=TODAY).in_base == 0


def test_rates_of_many_currencies_cost_two_questions(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(2):
        found = find_rates({"CNY", "USD", "EUR", "JPY"}, on=TODAY)

    assert found == {"CNY": 1, "USD": Decimal("7.10"), "EUR": Decimal("7.80")}
