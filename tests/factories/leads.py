"""Leads."""

from datetime import UTC, datetime
from itertools import count

from tests.factories.people import make_user
from twintrack.sales.leads.models import Lead

_numbers = count(1)
AT = datetime(2026, 11, 24, 2, tzinfo=UTC)


def make_lead(**over: object) -> Lead:
    number = next(_numbers)
    fields: dict[str, object] = {
        "number": f"L-T{number}",
        "company": f"Prospect {number}",
        "created_at": AT,
        "state_since": AT,
    } | over
    products = fields.pop("products", ())
    if "created_by" not in fields:
        fields["created_by"] = make_user()
    lead: Lead = Lead.objects.create(**fields)
    lead.products.set(products)
    return lead
