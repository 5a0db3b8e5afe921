"""Opportunities."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count

from tests.factories.customers import make_customer
from tests.factories.people import make_user
from twintrack.sales.pipeline.models import Opportunity

_numbers = count(1)
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
CLOSE = date(2026, 12, 18)


def make_opportunity(**over: object) -> Opportunity:
    number = next(_numbers)
    fields: dict[str, object] = {
        "number": f"O-T{number}",
        "name": f"Deal {number}",
        "amount": Decimal("1000000"),
        "currency": "CNY",
        "expected_close_on": CLOSE,
        "opened_at": AT,
        "stage_since": AT,
    } | over
    products = fields.pop("products", ())
    if "customer" not in fields:
        fields["customer"] = make_customer()
    if "owner" not in fields:
        fields["owner"] = make_user()
    opportunity: Opportunity = Opportunity.objects.create(**fields)
    opportunity.products.set(products)
    return opportunity
