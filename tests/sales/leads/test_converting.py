"""A lead becomes a customer, a contact and an opportunity once, whoever is at it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial

import pytest
from django.utils import translation

from tests.crowd import all_at_once, several_writers
from tests.factories.customers import make_customer
from tests.factories.leads import make_lead
from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.sales.customers.models import Contact, Customer
from twintrack.sales.customers.operations import CustomerKnown, merging
from twintrack.sales.leads import operations
from twintrack.sales.leads.lifecycle import State
from twintrack.sales.leads.operations import Conversion, Deal
from twintrack.sales.pipeline.models import Opportunity
from twintrack.sales.pipeline.operations import AmountImpossible

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
DEAL = Deal(
    name="Six lines",
    amount=Decimal("480000"),
    currency="CNY",
    expected_close_on=date(2027, 2, 1),
)


@pytest.mark.django_db
def test_a_lead_becomes_a_new_customer_with_all_that_is_known() -> None:
    zhao, owner = make_user(Role.SALESPERSON, name="Zhao"), make_user(Role.SALESPERSON)
    h3 = make_product()
    lead = make_lead(
        company="宁海新材", contact_name="王敏", phone="13800138000", owner=owner, products=[h3]
    )
    operations.convert(lead=lead, conversion=Conversion(deal=DEAL), by=zhao, at=AT)

    lead.refresh_from_db()
    opportunity = Opportunity.objects.get()
    assert (lead.state, lead.closed_by, lead.opportunity) == ("converted", zhao, opportunity)
    assert lead.customer == opportunity.customer == Customer.objects.get(name="宁海新材")
    assert (opportunity.owner, lead.customer.owner) == (owner, owner)
    assert list(opportunity.products.all()) == [h3]
    assert lead.contact == Contact.objects.get(name="王敏", phone="13800138000")
    assert list(Entry.objects.order_by("pk").values_list("kind", flat=True)) == [
        "customer.added",
        "customer.contact_added",
        "opportunity.opened",
        "lead.converted",
    ]
    with pytest.raises(operations.ConvertedAlready, match=r"Zhao converted .* 宁海新材"):
        operations.convert(lead=lead, conversion=Conversion(), by=owner, at=AT)


@pytest.mark.django_db
def test_a_lead_of_a_known_customer_makes_no_second_one_and_what_fails_leaves_nothing() -> None:
    zhao = make_user(Role.SALESPERSON)
    known, other = make_customer(name="宁海新材"), make_customer()
    stranger = Contact.objects.create(customer=other, name="Li")
    person = Contact.objects.create(customer=known, name="Wang")
    lead = make_lead(company="宁海新材", contact_name="王敏")
    bad = Deal(**vars(DEAL) | {"amount": Decimal(-1)})
    for conversion, refusal in (
        (Conversion(), CustomerKnown),
        (Conversion(customer=known, contact=stranger), operations.ContactElsewhere),
        (Conversion(customer=known, deal=bad), AmountImpossible),
    ):
        with pytest.raises(refusal):
            operations.convert(lead=lead, conversion=conversion, by=zhao, at=AT)
    assert (Contact.objects.count(), Entry.objects.count()) == (2, 0)

    conversion = Conversion(customer=known, contact=person)
    operations.convert(lead=lead, conversion=conversion, by=zhao, at=AT)
    lead.refresh_from_db()
    assert (lead.customer, lead.contact, lead.opportunity) == (known, person, None)
    given_up = make_lead(state=State.DISQUALIFIED, closed_by=zhao)
    with pytest.raises(operations.LeadClosed):
        operations.convert(lead=given_up, conversion=Conversion(), by=zhao, at=AT)


@pytest.mark.django_db
def test_a_lead_of_a_customer_that_was_merged_meanwhile_goes_to_the_kept_one() -> None:
    manager = make_user(Role.SALES_MANAGER)
    kept, merged = make_customer(), make_customer()
    contact = Contact.objects.create(customer=merged, name="Ms Yu")
    merging.merge(kept=kept, merged=merged, by=manager, at=AT)
    conversion = Conversion(customer=merged, contact=contact, deal=DEAL)

    lead = operations.convert(lead=make_lead(), conversion=conversion, by=manager, at=AT)

    assert (lead.customer, lead.contact) == (kept, contact)
    assert Opportunity.objects.get().customer == kept


@pytest.mark.usefixtures("emptied_ledger")
@pytest.mark.django_db(transaction=True)
@several_writers
def test_of_many_who_convert_a_lead_at_once_one_does_and_the_others_hear_who() -> None:
    lead = make_lead(company="宁海新材", contact_name="王敏")
    sellers = [make_user(Role.SALESPERSON, name=f"Seller {n}") for n in range(4)]

    def convert(by: User) -> str:
        operations.convert(lead=lead, conversion=Conversion(deal=DEAL), by=by, at=AT)
        return by.name

    outcomes = all_at_once(partial(convert, each) for each in sellers)

    [winner] = [each for each in outcomes if isinstance(each, str)]
    others = [each for each in outcomes if isinstance(each, operations.ConvertedAlready)]
    assert len(others) == 3
    with translation.override("en"):
        said = [str(each.message) for each in others]
    assert all(each.startswith(f"{winner} converted this lead already") for each in said)
    assert (Customer.objects.count(), Opportunity.objects.count()) == (1, 1)
