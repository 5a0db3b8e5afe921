"""Customers over the REST API."""

import pytest

from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.tokens import call_as
from twintrack.foundation.access.roles import Role

pytestmark = pytest.mark.django_db


def test_what_is_known_of_a_customer_is_changed_and_a_stale_change_refused() -> None:
    manager = call_as(Role.SALES_MANAGER)
    customer = make_customer(name="Ninghai", owner=manager.user)
    at = f"/customers/{customer.number}"
    change = {"before": {"name": "Ninghai"}, "values": {"name": "Ninghai Auto"}}

    changed = manager.patch(at, change)
    stale = manager.patch(at, {"before": {"name": "Ninghai"}, "values": {"name": "Other"}})

    assert changed.json()["name"] == "Ninghai Auto"
    assert (stale.status_code, stale.json()["code"]) == (409, "stale-edit")


def test_a_customer_is_handed_over() -> None:
    manager = call_as(Role.SALES_MANAGER)
    customer = make_customer(owner=manager.user)
    zhao = make_user(Role.SALESPERSON)
    at = f"/customers/{customer.number}/owner"

    handed = manager.post(at, {"before": manager.user.pk, "to": zhao.pk})
    unknown = manager.post(at, {"before": zhao.pk, "to": 0})

    assert handed.json()["owner"]["id"] == zhao.pk
    assert unknown.json()["errors"][0]["pointer"] == "#/to"


def test_a_contact_is_changed_leaves_and_comes_back() -> None:
    manager = call_as(Role.SALES_MANAGER)
    contact = make_customer(owner=manager.user).contacts.create(name="Old")
    at = f"/customers/{contact.customer.number}/contacts/{contact.pk}"

    named = manager.patch(at, {"before": {"name": "Old"}, "values": {"name": "New"}})
    left = manager.post(f"{at}/activity", {"is_active": False})
    back = manager.post(f"{at}/activity", {"is_active": True})

    assert named.json()["name"] == "New"
    assert (left.json()["is_active"], back.json()["is_active"]) == (False, True)


def test_what_a_customer_uses_is_noted_and_struck_off() -> None:
    manager = call_as(Role.SALES_MANAGER)
    customer, product = make_customer(owner=manager.user), make_product(code="h3")
    at = f"/customers/{customer.number}/installations"

    noted = manager.post(at, {"product": product.code, "since": "2026-01-02"})
    twice = manager.post(at, {"product": product.code})
    listed = manager.get(at).json()["items"]
    gone = manager.delete(f"{at}/{noted.json()['id']}")

    assert noted.status_code == 201
    assert twice.json()["code"] == "installed-already"
    assert [each["product"] for each in listed] == ["h3"]
    assert gone.status_code == 204
    assert manager.get(at).json()["items"] == []
