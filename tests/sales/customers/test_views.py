"""The pages of customers."""

import pytest
from django.test import Client

from tests.factories.people import make_user
from twintrack.foundation.access.roles import Role

pytestmark = pytest.mark.django_db


def test_a_salesperson_adds_a_customer_with_a_contact(client: Client) -> None:
    client.force_login(make_user(Role.SALESPERSON))

    page = client.post("/customers/new/", {"name": "BoltWerk", "segment": "B"}, follow=True)
    client.post(page.redirect_chain[0][0] + "contacts/", {"name": "Tao"})

    assert "Tao" in client.get(page.redirect_chain[0][0]).content.decode()
    assert "BoltWerk" in client.get("/customers/?q=bolt").content.decode()


def test_a_known_name_and_a_wrong_address_are_shown_beside_their_fields(client: Client) -> None:
    client.force_login(make_user(Role.SALESPERSON))
    page = client.post("/customers/new/", {"name": "BoltWerk", "segment": "B"}, follow=True)
    url = page.redirect_chain[0][0]

    again = client.post("/customers/new/", {"name": "BoltWerk", "segment": "B"})
    wrong = client.post(url + "contacts/", {"name": "Tao", "email": "no address"})

    assert again.status_code == wrong.status_code == 422
    assert "already" in again.content.decode()
