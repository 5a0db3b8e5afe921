"""Opportunities."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count

from tests.factories.customers import make_customer
from tests.factories.people import make_user
from twintrack.sales.customers.models import Contact
from twintrack.sales.pipeline.lifecycle import CLOSED, Influence
from twintrack.sales.pipeline.models import (
    Opportunity,
    OpportunityContact,
    StagePassage,
)

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
    if fields.get("stage") in CLOSED:
        fields.setdefault("closed_at", fields["stage_since"])
    if "customer" not in fields:
        fields["customer"] = make_customer()
    if "owner" not in fields:
        fields["owner"] = make_user()
    opportunity: Opportunity = Opportunity.objects.create(**fields)
    opportunity.products.set(products)
    return opportunity


def make_decision_maker(opportunity: Opportunity) -> Contact:
    contact = Contact.objects.create(customer=opportunity.customer, name="Director Li")
    OpportunityContact.objects.create(
        opportunity=opportunity, contact=contact, influence=Influence.DECISION_MAKER
    )
    return contact


def make_passage(opportunity: Opportunity, stage: str, **over: object) -> StagePassage:
    fields: dict[str, object] = {
        "opportunity": opportunity,
        "stage": stage,
        "name_zh": stage,
        "name_en": stage,
        "probability": 20,
        "entered_at": opportunity.opened_at,
        "entered_by": opportunity.owner,
    } | over
    passage: StagePassage = StagePassage.objects.create(**fields)
    return passage
