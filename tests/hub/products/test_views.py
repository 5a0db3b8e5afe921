"""The pages of products."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.foundation.access.roles import Role
from twintrack.hub.products.models import Product

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client: Client) -> Client:
    client.force_login(make_user(Role.RND_LEAD))
    return client


def test_a_lead_adds_a_product_with_a_module_and_a_version(lead: Client) -> None:
    page = lead.post("/products/new/", {"name": "H3", "code": "h3"}, follow=True)
    assert page.redirect_chain[0][0] == "/products/h3/"

    lead.post("/products/h3/modules/", {"name": "Drive"})
    lead.post("/products/h3/versions/", {"name": "3.3", "released_on": "2026-12-23"})

    text = lead.get("/products/h3/").content.decode()
    assert "Drive" in text
    assert "3.3" in text


def test_what_is_refused_is_shown_beside_its_field(lead: Client) -> None:
    make_product(code="h3")

    taken = lead.post("/products/new/", {"name": "H3", "code": "h3"})
    empty = lead.post("/products/h3/modules/", {"name": ""})

    assert taken.status_code == empty.status_code == 422
    assert "This name is taken" in taken.content.decode()


def test_who_may_not_add_gets_the_page_that_says_so(client: Client) -> None:
    client.force_login(make_user(Role.SALESPERSON))

    page = client.post("/products/new/", {"name": "H3", "code": "h3"})

    assert page.status_code == 403
    assert not Product.objects.exists()


def test_a_product_that_does_not_exist_is_not_found(lead: Client) -> None:
    assert lead.get("/products/nothing/").status_code == 404


def test_the_list_costs_the_same_for_three_products_and_for_thirty(lead: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            lead.get("/products/")
        return len(queries)

    owner = make_user()
    for _ in range(3):
        make_product(owner=owner)
    lead.get("/products/")  # the first page after the start asks whether anybody is in
    few = cost()
    for _ in range(27):
        make_product(owner=owner)

    assert cost() == few
