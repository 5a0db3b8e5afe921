"""The page of exchange rates."""

import pytest
from django.test import Client

from tests.factories.people import make_user
from twintrack.foundation.access.roles import Role
from twintrack.foundation.money.models import ExchangeRate

pytestmark = pytest.mark.django_db
URL = "/exchange-rates/"
FORM = {"currency": "USD", "on": "2026-11-01", "rate": "7.1"}


def test_a_manager_enters_a_rate_and_sees_it(client: Client) -> None:
    client.force_login(make_user(Role.SALES_MANAGER))
    assert "No rates yet" in client.get(URL).content.decode()

    page = client.post(URL, FORM, follow=True).content.decode()

    assert "USD" in page
    assert ">7.1<" in page.replace(" ", "")
    assert "1 Nov 2026" in page


def test_a_rate_that_cannot_be_is_told_beside_the_field(client: Client) -> None:
    client.force_login(make_user(Role.ADMIN))
    wrong = client.post(URL, FORM | {"rate": "0"})

    assert wrong.status_code == 422
    assert "larger than 0" in wrong.content.decode()
    assert client.post(URL, FORM | {"rate": "seven"}).status_code == 422
    assert client.post(URL, FORM | {"currency": "CNY"}).status_code == 422


def test_others_read_the_rates_and_enter_none(client: Client) -> None:
    client.force_login(make_user(Role.ENGINEER))

    assert "Enter a rate" not in client.get(URL).content.decode()
    assert client.post(URL, FORM).status_code == 403
    assert not ExchangeRate.objects.exists()
