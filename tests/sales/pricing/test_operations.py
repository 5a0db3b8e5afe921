"""The catalogue, price books with tiers, costs."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.quotes import make_book, make_item
from twintrack.foundation.access.refusals import NotAllowed, Refusal, StaleEdit
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.money.models import ExchangeRate
from twintrack.foundation.people.models import User
from twintrack.sales.pricing import operations, queries
from twintrack.sales.pricing.models import Cost, Price
from twintrack.sales.pricing.operations import BookDetails, ItemDetails
from twintrack.sales.pricing.queries import Tier

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
TODAY = date(2026, 11, 24)


@pytest.fixture
def manager() -> User:
    return make_user(Role.SALES_MANAGER)


def tiers(**at: str) -> list[Tier]:
    return [
        Tier(from_quantity=Decimal(name[1:]), amount=Decimal(amount)) for name, amount in at.items()
    ]


def test_an_item_is_added_changed_and_told(manager: User) -> None:
    details = ItemDetails(code="TC-100", name_zh="张力", name_en="Tension", tax_rate=Decimal(13))
    item = operations.add_item(details=details, by=manager, at=AT)
    operations.change_item(
        item=item, before={"unit": "piece"}, values={"unit": "set"}, by=manager, at=AT
    )

    with pytest.raises(StaleEdit):
        operations.change_item(
            item=item, before={"unit": "piece"}, values={"unit": "lot"}, by=manager, at=AT
        )
    assert [each.kind for each in Entry.objects.order_by("pk")] == [
        "catalogue_item.added",
        "catalogue_item.changed",
    ]
    item.refresh_from_db()
    assert item.unit == "set"


@pytest.mark.parametrize(
    ("over", "refusal"),
    [
        ({"code": "no spaces"}, operations.CodeImpossible),
        ({"code": "taken"}, operations.CodeTaken),
        ({"tax_rate": Decimal("100.01")}, operations.TaxImpossible),
        ({"tax_rate": Decimal("NaN")}, operations.TaxImpossible),
    ],
)
def test_an_item_that_cannot_be_is_refused(
    manager: User, over: dict[str, Any], refusal: type[Refusal]
) -> None:
    make_item(code="TAKEN")
    fields: dict[str, Any] = {"code": "ok", "name_zh": "一", "name_en": "One", "tax_rate": 0}
    details = ItemDetails(**(fields | {"tax_rate": Decimal(0)} | over))

    with pytest.raises(refusal):
        operations.add_item(details=details, by=manager, at=AT)


def test_prices_hold_by_tier_and_every_version_stays_to_be_read(manager: User) -> None:
    item, book = make_item(), make_book()
    operations.set_prices(
        book=book, item=item, tiers=tiers(q1="1000", q10="900"), by=manager, at=AT
    )
    operations.set_prices(
        book=book, item=item, tiers=tiers(q1="1000", q10="880"), by=manager, at=AT
    )
    operations.set_prices(
        book=book, item=item, tiers=tiers(q10="880", q1="1000"), by=manager, at=AT
    )

    prices = [queries.price_of(book, item, Decimal(n)) for n in ("0.5", "1", "9.999", "10", "500")]
    assert prices == [None, 1000, 1000, 880, 880]
    [then] = queries.list_prices(book, version=2)
    assert [tier.amount for tier in then.tiers] == [1000, 900]
    assert Price.objects.count() == 3
    book.refresh_from_db()
    assert book.version == 3
    last = Entry.objects.latest("pk")
    assert (last.kind, last.payload["to"]["10"]) == ("price_book.priced", "880")
    operations.set_prices(book=book, item=item, tiers=[], by=manager, at=AT)
    assert queries.list_prices(book) == []


@pytest.mark.parametrize(
    ("quantity", "amount", "currency"),
    [
        ("0", "1", "CNY"),
        ("-1", "1", "CNY"),
        ("1.0001", "1", "CNY"),
        ("1000000000", "1", "CNY"),
        ("1", "-0.01", "CNY"),
        ("1", "1.005", "CNY"),
        ("1", "1.5", "JPY"),
        ("1", "1000000000000", "CNY"),
        ("1", "Infinity", "CNY"),
    ],
)
def test_absurd_prices_are_refused(
    manager: User, quantity: str, amount: str, currency: str
) -> None:
    tier = Tier(from_quantity=Decimal(quantity), amount=Decimal(amount))
    with pytest.raises(operations.PriceImpossible):
        operations.set_prices(
            book=make_book(currency=currency), item=make_item(), tiers=[tier], by=manager, at=AT
        )

    assert not Price.objects.exists()


def test_a_tier_stands_once_and_only_managers_set_prices(manager: User) -> None:
    twice = [*tiers(q1="1"), *tiers(q1="2")]
    with pytest.raises(operations.TierTwice):
        operations.set_prices(book=make_book(), item=make_item(), tiers=twice, by=manager, at=AT)
    with pytest.raises(NotAllowed):
        operations.set_prices(
            book=make_book(), item=make_item(), tiers=[], by=make_user(Role.SALESPERSON), at=AT
        )


def test_a_book_holds_for_some_days_and_customers(manager: User) -> None:
    details = BookDetails(
        name_zh="华东",
        name_en="East",
        currency="CNY",
        valid_from=TODAY,
        valid_to=date(2026, 12, 31),
        region="浙江",
    )
    east = operations.open_book(details=details, by=manager, at=AT)
    everywhere = make_book()
    make_book(currency="EUR")
    customer = make_customer(region="浙江")
    found = queries.books_for(customer, currency="CNY", on=TODAY, for_user=manager)
    assert list(found) == [east, everywhere]
    other = queries.books_for(make_customer(), currency="CNY", on=TODAY, for_user=manager)
    assert list(other) == [everywhere]
    assert not queries.list_books(for_user=make_user(Role.ENGINEER)).exists()

    with pytest.raises(operations.DaysReversed):
        operations.change_book(
            book=east,
            before={"valid_to": east.valid_to},
            values={"valid_to": date(2026, 11, 1)},
            by=manager,
            at=AT,
        )
    with pytest.raises(operations.NameTaken):
        operations.open_book(details=details, by=manager, at=AT)
    operations.change_book(
        book=east, before={"region": "浙江"}, values={"region": "江苏"}, by=manager, at=AT
    )
    assert Entry.objects.latest("pk").payload["to"] == {"region": "江苏"}


def test_costs_are_kept_with_their_history_and_told_without_the_amount(manager: User) -> None:
    item = make_item()
    operations.set_cost(item=item, amount=Decimal("620"), currency="CNY", by=manager, at=AT)
    operations.set_cost(item=item, amount=Decimal("80"), currency="EUR", by=manager, at=AT)
    ExchangeRate.objects.create(currency="EUR", on=TODAY, to_base=Decimal("8.10"))

    assert Cost.objects.filter(ended_at=None).get().amount == 80
    assert queries.cost_of(item, currency="CNY", on=TODAY) == Decimal("648.00")
    assert queries.cost_of(item, currency="EUR", on=TODAY) == Decimal("80")
    assert queries.cost_of(item, currency="USD", on=TODAY) is None
    assert "620" not in str(Entry.objects.latest("pk").payload)
    with pytest.raises(operations.CostImpossible):
        operations.set_cost(item=item, amount=Decimal("-1"), currency="CNY", by=manager, at=AT)
    with pytest.raises(NotAllowed):
        queries.list_costs(item, for_user=make_user(Role.PRODUCT_MANAGER))
