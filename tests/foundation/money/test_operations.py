"""Exchange rates."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.factories.people import make_user
from twintrack.foundation.access.refusals import NotAllowed, Refusal
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.money.currencies import CurrencyUnknown
from twintrack.foundation.money.models import ExchangeRate
from twintrack.foundation.money.operations import RateImpossible, RateOfBase, enter_rate
from twintrack.foundation.people.models import User

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
ON = date(2026, 11, 1)


@pytest.fixture
def manager() -> User:
    return make_user(Role.SALES_MANAGER)


def test_a_rate_is_entered_and_the_same_day_corrected(manager: User) -> None:
    enter_rate(currency="USD", on=ON, rate=Decimal("7.1"), by=manager, at=AT)
    enter_rate(currency="USD", on=ON, rate=Decimal("7.2"), by=manager, at=AT)
    enter_rate(currency="USD", on=ON, rate=Decimal("7.2"), by=manager, at=AT)

    assert ExchangeRate.objects.get().to_base == Decimal("7.2")
    first, second = Entry.objects.order_by("pk")
    assert first.payload["came_from"] is None
    assert (Decimal(second.payload["came_from"]), second.payload["to"]) == (Decimal("7.1"), "7.2")


@pytest.mark.parametrize(
    ("currency", "rate", "refusal"),
    [
        ("USD", "0", RateImpossible),
        ("USD", "-7", RateImpossible),
        ("USD", "NaN", RateImpossible),
        ("USD", "10000000000", RateImpossible),
        ("CNY", "1", RateOfBase),
        ("XXX", "1", CurrencyUnknown),
    ],
)
def test_what_cannot_be_a_rate_is_refused(
    manager: User, currency: str, rate: str, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        enter_rate(currency=currency, on=ON, rate=Decimal(rate), by=manager, at=AT)
    assert not ExchangeRate.objects.exists()


@pytest.mark.parametrize("role", [Role.SALESPERSON, Role.ENGINEER, Role.PRODUCT_MANAGER])
def test_others_do_not_enter_rates(role: Role) -> None:
    with pytest.raises(NotAllowed):
        enter_rate(currency="USD", on=ON, rate=Decimal(7), by=make_user(role), at=AT)
