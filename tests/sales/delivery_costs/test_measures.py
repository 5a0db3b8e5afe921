"""Finished deliveries by month, with the rows behind; and currencies turned as rows were dated."""

from datetime import date
from decimal import Decimal

import pytest

from tests.factories.deliveries import AT
from tests.factories.delivery_costs import (
    TODAY,
    make_contract,
    make_work,
    set_rate,
    spend,
    write,
)
from tests.factories.people import make_user
from tests.queries import queries_of
from twintrack.foundation.access.roles import Role
from twintrack.foundation.money.models import ExchangeRate
from twintrack.sales.deliveries.models import Delivery, DeliveryTask
from twintrack.sales.delivery_costs import operations
from twintrack.sales.delivery_costs.books import open_book, open_books
from twintrack.sales.delivery_costs.measures import read_months

pytestmark = pytest.mark.django_db


def finished(minutes: int, on: date) -> Delivery:
    delivery, task, lead = make_work(contract=make_contract(work="1000"))
    write(task, lead, minutes)
    DeliveryTask.objects.filter(delivery=delivery).update(state="done")
    Delivery.objects.filter(pk=delivery.pk).update(accepted_on=on)
    return delivery


def test_months_add_up_the_deliveries_finished_in_them() -> None:
    set_rate(amount="200")
    over, within = finished(480, date(2026, 11, 30)), finished(240, date(2026, 11, 2))
    finished(60, date(2026, 12, 1))
    reader = make_user(Role.EXECUTIVE)

    november, december = read_months(date(2026, 11, 1), date(2026, 12, 31), for_user=reader)

    assert [each.delivery for each in november.rows] == [within, over]
    assert [each.variance for each in november.rows] == [Decimal(-200), Decimal(600)]
    assert november.variance_percent == Decimal("20.0")
    assert november.over_budget == 1
    # Revenue is 2,000 for the work and 1,200 for goods that cost 600, twice.
    assert november.margin_percent == Decimal("43.8")
    assert (december.month, len(december.rows)) == (date(2026, 12, 1), 1)
    pm = make_user(Role.PRODUCT_MANAGER)
    assert read_months(date(2026, 11, 1), date(2026, 12, 31), for_user=pm) == []


def test_rows_are_turned_at_the_rates_of_their_own_days() -> None:
    for on, rate in ((date(2026, 11, 1), "7.8"), (date(2026, 11, 24), "8")):
        ExchangeRate.objects.create(currency="EUR", on=on, to_base=Decimal(rate))
    set_rate(amount="100", currency="EUR")
    delivery, task, lead = make_work()

    write(task, lead, 60, day=date(2026, 11, 23))
    write(task, lead, 60, day=TODAY)
    spend(delivery, lead, "10", currency="EUR")

    book = open_book(delivery, on=TODAY)
    assert (book.hours_cost, book.expenses) == (Decimal(780 + 800), Decimal(80))
    assert book.is_whole


def test_what_cannot_be_reckoned_is_said() -> None:
    delivery, task, lead = make_work()
    write(task, lead, 60)
    book = open_book(delivery, on=TODAY)
    assert (book.unrated, book.outlook.actual) == ({"implementer"}, 0)
    set_rate(amount="100", currency="EUR")
    book = open_book(delivery, on=TODAY)
    assert (book.unrated, book.missing) == (set(), {"EUR"})


def test_books_of_many_ask_as_little_as_those_of_few() -> None:
    set_rate()
    few = [make_work(contract=make_contract())[0]]
    many = few + [make_work(contract=make_contract())[0] for _each in range(3)]
    for delivery in many:
        lead = delivery.owner
        for task in delivery.tasks.all():
            write(task, lead, 30)
        spend(delivery, lead, "20")
        operations.say_remaining(task=delivery.tasks.first(), minutes=60, by=lead, at=AT)
    few, many = (
        list(
            Delivery.objects.filter(pk__in=[each.pk for each in rows]).select_related(
                "project", "contract"
            )
        )
        for rows in (few, many)
    )

    assert queries_of(lambda: open_books(many, on=TODAY)) == queries_of(
        lambda: open_books(few, on=TODAY)
    )
