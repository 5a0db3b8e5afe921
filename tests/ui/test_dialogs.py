"""Forms in a dialog, and fields that find."""

import pytest
from django.test import Client

from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.foundation.access.roles import Role
from twintrack.hub.products.models import Module
from twintrack.sales.feedback.models import Feedback

pytestmark = pytest.mark.django_db
IN_DIALOG = {"HX-Request": "true", "HX-Target": "div#modal-body"}


@pytest.fixture
def seller(client: Client) -> Client:
    client.force_login(make_user(Role.SALESPERSON, Role.PRODUCT_MANAGER))
    return client


@pytest.mark.parametrize("noun", ["feedback", "requirements", "customers", "products"])
def test_the_dialog_gets_the_form_alone_and_a_page_gets_all(seller: Client, noun: str) -> None:
    alone = seller.get(f"/{noun}/new/", headers=IN_DIALOG).content.decode()
    whole = seller.get(f"/{noun}/new/").content.decode()

    assert "<form" in alone
    assert "<html" not in alone
    assert "<html" in whole


def test_a_form_with_errors_comes_back_into_the_dialog(seller: Client) -> None:
    answer = seller.post("/customers/new/", {"name": ""}, headers=IN_DIALOG)

    assert answer.status_code == 422
    assert "<html" not in answer.content.decode()


def test_a_finished_dialog_leads_to_what_was_made(seller: Client) -> None:
    form = {"name": "BoltWerk", "segment": "B"}
    answer = seller.post("/customers/new/", form, headers=IN_DIALOG)

    assert answer.headers["HX-Redirect"].startswith("/customers/CUST-")


def test_feedback_recorded_in_passing_leaves_the_page_where_it_is(seller: Client) -> None:
    form = {
        "verbatim": "The film tears",
        "customer": make_customer().pk,
        "product": make_product().pk,
        "kind": "complaint",
        "severity": "major",
    }
    answer = seller.post("/feedback/new/", form, headers=IN_DIALOG)

    assert "modal-close" in answer.headers["HX-Trigger"]
    assert Feedback.objects.get().number in answer.headers["HX-Trigger"]


def test_a_finder_shows_a_bounded_number_and_always_the_chosen_one(seller: Client) -> None:
    for number in range(105):
        make_customer(name=f"A{number:03}")
    last = make_customer(name="Z")

    page = seller.get(f"/feedback/new/?customer={last.pk}").content.decode()
    found = seller.get("/customers/choices/?q=z").json()

    assert page.count("<option value=") < 130
    assert f'<option value="{last.pk}" selected' in page
    assert [item["text"] for item in found["items"]] == ["Z"]


def test_the_modules_offered_are_those_of_the_product_chosen(seller: Client) -> None:
    product, other = make_product(), make_product()
    Module.objects.create(product=product, name="Tension")
    Module.objects.create(product=other, name="Cloud")

    parts = seller.get(f"/feedback/new/parts/?product={product.pk}").content.decode()

    assert "Tension" in parts
    assert "Cloud" not in parts
