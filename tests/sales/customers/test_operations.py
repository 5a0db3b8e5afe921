"""Customers, their contacts and what they have installed."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.foundation.access.refusals import NotAllowed, StaleEdit
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Version
from twintrack.sales.customers import operations
from twintrack.sales.customers.models import Contact, Customer
from twintrack.sales.customers.operations import ContactDetails, CustomerDetails

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def seller() -> User:
    return make_user(Role.SALESPERSON)


def kinds() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


def make_contact(**over: str) -> Contact:
    return Contact.objects.create(customer=make_customer(), **({"name": "Tao Jianguo"} | over))


def test_a_new_customer_is_looked_after_by_whoever_added_it(seller: User) -> None:
    customer = operations.add_customer(
        details=CustomerDetails(name="BoltWerk GmbH", segment="A"), by=seller, at=AT
    )

    assert (customer.number, customer.owner) == ("CUST-1", seller)
    assert Entry.objects.get().payload["name"] == "BoltWerk GmbH"


def test_a_customer_is_known_by_name_whatever_its_case(seller: User) -> None:
    make_customer(name="BoltWerk GmbH")

    with pytest.raises(operations.CustomerKnown):
        operations.add_customer(details=CustomerDetails(name="boltwerk gmbh"), by=seller, at=AT)
    assert Customer.objects.count() == 1


def test_what_is_known_of_a_customer_changes_in_one_entry_that_says_how(seller: User) -> None:
    customer = make_customer(name="Bolt", region="Berlin")
    seen = {"name": "Bolt", "region": "Berlin", "segment": "C"}
    operations.change_customer(
        customer=customer,
        before=seen,
        values={"name": " BoltWerk ", "region": "Berlin", "segment": "A"},
        by=seller,
        at=AT,
    )
    operations.change_customer(customer=customer, before={}, values={}, by=seller, at=AT)

    customer.refresh_from_db()
    assert (customer.name, customer.segment) == ("BoltWerk", "A")
    payload = Entry.objects.get().payload
    assert payload["fields"] == ["name", "segment"]
    assert (payload["came_from"]["segment"], payload["to"]["segment"]) == ("C", "A")


def test_a_customer_is_not_overwritten_unseen_nor_made_impossible(seller: User) -> None:
    customer = make_customer(name="Bolt", region="Berlin")
    make_customer(name="Ninghai")

    def change(before: dict[str, str], values: dict[str, str]) -> None:
        operations.change_customer(
            customer=customer, before=before, values=values, by=seller, at=AT
        )

    with pytest.raises(StaleEdit):
        change({"region": "Bonn"}, {"region": "Hamburg"})
    with pytest.raises(operations.CustomerKnown):
        change({}, {"name": "NINGHAI"})
    with pytest.raises(operations.ValueImpossible):
        change({}, {"name": "  "})
    with pytest.raises(operations.ValueImpossible):
        change({}, {"segment": "Z"})
    with pytest.raises(operations.FieldUnknown):
        change({}, {"number": "CUST-9"})
    assert kinds() == []


def test_a_customer_changes_hands_and_both_people_are_named(seller: User) -> None:
    customer, other = make_customer(owner=seller), make_user(Role.CSM, name="He")
    moved = operations.hand_over(
        customer=customer, before=seller, to=other, note=" calls on Mondays ", by=seller, at=AT
    )
    operations.hand_over(customer=customer, before=seller, to=other, by=seller, at=AT)

    assert moved.owner == other
    [entry] = Entry.objects.all()
    assert (entry.payload["to_name"], entry.payload["note"]) == ("He", "calls on Mondays")
    assert f"user:{other.pk}" in {str(each) for each in entry.subjects.all()}
    with pytest.raises(StaleEdit):
        operations.hand_over(customer=customer, before=seller, to=seller, by=seller, at=AT)
    with pytest.raises(operations.OwnerUnfit):
        operations.hand_over(
            customer=customer, before=other, to=make_user(Role.ENGINEER), by=seller, at=AT
        )


def test_a_contact_is_known_at_its_customer(seller: User) -> None:
    customer = make_customer()

    contact = operations.add_contact(
        customer=customer,
        details=ContactDetails(name="Tao Jianguo", title="Equipment lead"),
        by=seller,
        at=AT,
    )

    assert list(customer.contacts.all()) == [contact]
    assert Entry.objects.get().subject == f"customer:{customer.pk}"


def test_a_contact_is_changed_leaves_and_comes_back(seller: User) -> None:
    contact = make_contact(phone="1")
    operations.change_contact(
        contact=contact, before={"phone": "1"}, values={"phone": "2"}, by=seller, at=AT
    )
    operations.change_contact(contact=contact, before={}, values={"phone": "2"}, by=seller, at=AT)
    operations.deactivate_contact(contact=contact, by=seller, at=AT)
    operations.deactivate_contact(contact=contact, by=seller, at=AT)
    contact.refresh_from_db()
    assert (contact.phone, contact.is_active) == ("2", False)
    operations.reactivate_contact(contact=contact, by=seller, at=AT)
    operations.reactivate_contact(contact=contact, by=seller, at=AT)

    assert kinds() == [
        "customer.contact_changed",
        "customer.contact_deactivated",
        "customer.contact_reactivated",
    ]


def test_a_contact_keeps_a_name_and_is_not_overwritten_unseen(seller: User) -> None:
    contact = make_contact(phone="1")
    cases = [
        ({"phone": "0"}, {"phone": "2"}, StaleEdit),
        ({}, {"name": " "}, operations.ValueImpossible),
        ({}, {"is_active": "no"}, operations.FieldUnknown),
    ]
    for before, values, refusal in cases:
        with pytest.raises(refusal):
            operations.change_contact(
                contact=contact, before=before, values=values, by=seller, at=AT
            )
    assert kinds() == []


def test_a_product_is_installed_once_in_each_version_and_removed(seller: User) -> None:
    customer, product = make_customer(), make_product()
    version = Version.objects.create(product=product, name="3.2")
    unversioned = operations.install(customer=customer, product=product, by=seller, at=AT)
    operations.install(
        customer=customer,
        product=product,
        version=version,
        since=date(2026, 1, 1),
        by=seller,
        at=AT,
    )
    for again in (None, version):
        with pytest.raises(operations.InstalledAlready):
            operations.install(customer=customer, product=product, version=again, by=seller, at=AT)
    with pytest.raises(operations.OtherProduct):
        operations.install(
            customer=customer, product=make_product(), version=version, by=seller, at=AT
        )
    operations.uninstall(installation=unversioned, by=seller, at=AT)
    operations.uninstall(installation=unversioned, by=seller, at=AT)

    assert [str(each.version) for each in customer.installations.all()] == ["3.2"]
    assert kinds() == [
        "customer.product_installed",
        "customer.product_installed",
        "customer.product_removed",
    ]


@pytest.mark.parametrize("role", [Role.ENGINEER, Role.PRODUCT_MANAGER, Role.GUEST])
def test_only_sales_and_executives_look_after_customers(role: Role) -> None:
    person, contact = make_user(role), make_contact()
    customer, product = contact.customer, make_product()
    acts: list[Callable[[], object]] = [
        lambda: operations.add_customer(details=CustomerDetails(name="X"), by=person, at=AT),
        lambda: operations.change_customer(
            customer=customer, before={}, values={"name": "X"}, by=person, at=AT
        ),
        lambda: operations.hand_over(
            customer=customer, before=customer.owner, to=person, by=person, at=AT
        ),
        lambda: operations.add_contact(
            customer=customer, details=ContactDetails(name="X"), by=person, at=AT
        ),
        lambda: operations.change_contact(
            contact=contact, before={}, values={"name": "X"}, by=person, at=AT
        ),
        lambda: operations.deactivate_contact(contact=contact, by=person, at=AT),
        lambda: operations.reactivate_contact(contact=contact, by=person, at=AT),
        lambda: operations.install(customer=customer, product=product, by=person, at=AT),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert kinds() == []
