"""Customers."""

from datetime import UTC, datetime
from itertools import count

from tests.factories.people import make_user
from twintrack.sales.customers.models import Customer

_numbers = count(1)
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def make_customer(**over: object) -> Customer:
    number = next(_numbers)
    fields: dict[str, object] = {"number": f"CUST-T{number}", "name": f"Customer {number}"} | over
    if "owner" not in fields:
        fields["owner"] = make_user()
    customer: Customer = Customer.objects.create(created_at=AT, **fields)
    return customer
