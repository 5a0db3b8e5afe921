"""Customers are known once, by the people who look after them."""

from datetime import UTC, datetime

import pytest

from tests.factories.customers import make_customer
from tests.factories.people import make_user
from twintrack.foundation.access.refusals import NotAllowed
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.sales.customers import operations
from twintrack.sales.customers.operations import ContactDetails, CustomerDetails

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
NINGHAI = CustomerDetails(name="宁海汽车电子", region="浙江", segment="A")


def test_a_customer_gets_the_next_number_and_its_owner() -> None:
    zhao = make_user(Role.SALESPERSON)

    customer = operations.add_customer(details=NINGHAI, by=zhao, at=AT)

    assert (customer.number, customer.owner, customer.segment) == ("CUST-1", zhao, "A")
    assert Entry.objects.get().kind == "customer.added"


def test_a_name_is_known_once_whatever_its_case() -> None:
    make_customer(name="BoltWerk")

    with pytest.raises(operations.CustomerKnown):
        operations.add_customer(
            details=CustomerDetails(name="boltwerk"), by=make_user(Role.CSM), at=AT
        )


def test_an_engineer_does_not_add_customers_or_contacts() -> None:
    engineer, customer = make_user(Role.ENGINEER), make_customer()

    with pytest.raises(NotAllowed):
        operations.add_customer(details=NINGHAI, by=engineer, at=AT)
    with pytest.raises(NotAllowed):
        operations.add_contact(
            customer=customer, details=ContactDetails(name="Tao"), by=engineer, at=AT
        )


def test_a_contact_is_known_at_its_customer() -> None:
    customer = make_customer()

    contact = operations.add_contact(
        customer=customer, details=ContactDetails(name="Tao"), by=make_user(Role.CSM), at=AT
    )

    assert list(customer.contacts.all()) == [contact]
    assert Entry.objects.get().about_id == customer.pk
