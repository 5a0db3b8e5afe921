"""What came in stays with those who see it, wherever else it could be read."""

from datetime import date

import pytest
from django.test import Client

from tests.answers import text_of
from tests.factories.collections import ask, pay
from tests.factories.contracts import make_signed, make_terms
from tests.factories.people import make_user
from twintrack.foundation.access.roles import Role

pytestmark = pytest.mark.django_db
LONG_AGO = date(2026, 1, 5)


def test_what_came_in_for_a_contract_is_told_only_to_those_who_see_its_invoices() -> None:
    contract = make_signed(terms=make_terms("1000", ("400", LONG_AGO), ("600", LONG_AGO)))
    pay(ask(contract, {0: "400"}), "123.45")
    places = {
        f"/contracts/{contract.number}/": ("123.45", "invoiced"),
        "/contracts/?view=all": ('class="meter',),
        f"/customers/{contract.customer.number}/contracts/": ("12 % collected",),
    }
    others = (make_user(Role.PRODUCT_MANAGER), make_user(Role.SALESPERSON))
    for user, sees in ((contract.owner, True), *((each, False) for each in others)):
        client = Client()
        client.force_login(user)
        for place, marks in places.items():
            page = text_of(client.get(place))
            assert contract.number in page
            assert [mark in page for mark in marks] == [sees] * len(marks), (user, place, page)
        assert ("Outstanding" in text_of(client.get(f"/contracts/{contract.number}/"))) is sees
