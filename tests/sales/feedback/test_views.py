"""The pages of customer feedback."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.customers import make_customer
from tests.factories.feedback import make_feedback
from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.foundation.access.roles import Role
from twintrack.hub.products.models import Module

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller(client: Client) -> Client:
    client.force_login(make_user(Role.SALESPERSON))
    return client


def form(**over: object) -> dict[str, object]:
    return {
        "verbatim": "<b>It</b> stops. Daily.",
        "customer": make_customer().pk,
        "product": make_product().pk,
        "kind": "complaint",
        "severity": "blocker",
    } | over


def test_a_salesperson_records_what_a_customer_said(seller: Client) -> None:
    page = seller.post("/feedback/new/", form(), follow=True)

    text = page.content.decode()
    assert "&lt;b&gt;It&lt;/b&gt; stops. Daily." in text
    assert "<b>It</b>" not in text
    assert "&lt;b&gt;It" in seller.get("/feedback/?state=new").content.decode()


def test_what_is_missing_or_wrong_is_said_and_what_was_typed_stays(seller: Client) -> None:
    module = Module.objects.create(product=make_product(), name="Drive")

    silent = seller.post("/feedback/new/", form(verbatim=""))
    other = seller.post("/feedback/new/", form(module=module.pk))

    assert silent.status_code == other.status_code == 422
    assert "another product" in other.content.decode()
    assert "stops. Daily." in other.content.decode()


def test_feedback_moves_on_and_a_wrong_step_is_told(seller: Client) -> None:
    feedback = make_feedback()
    url = f"/feedback/{feedback.number}/"

    seller.post(url + "state/", {"state": "resolved"})
    wrong = seller.post(url + "state/", {"state": "resolved"}, follow=True)

    feedback.refresh_from_db()
    assert feedback.state == "resolved"
    assert "does not follow" in wrong.content.decode()


def test_the_list_costs_the_same_for_three_and_for_thirty(seller: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            seller.get("/feedback/")
        return len(queries)

    seller.get("/feedback/")  # the first page after the start asks whether anybody is in
    for _ in range(3):
        make_feedback()
    few = cost()
    for _ in range(27):
        make_feedback()

    assert cost() == few


def test_a_retired_module_is_not_offered_any_more(seller: Client) -> None:
    product = make_product()
    Module.objects.create(product=product, name="Old drive", is_retired=True)
    Module.objects.create(product=product, name="New drive")

    parts = seller.get(f"/feedback/new/parts/?product={product.pk}").content.decode()

    assert "New drive" in parts
    assert "Old drive" not in parts


def test_whoever_has_no_product_yet_is_led_to_products(seller: Client) -> None:
    dialog = {"HX-Request": "true", "HX-Target": "div#modal-body"}

    before = seller.get("/feedback/new/", headers=dialog).content.decode()
    make_product()
    after = seller.get("/feedback/new/", headers=dialog).content.decode()

    assert 'href="/products/"' in before
    assert 'href="/products/"' not in after


def test_a_hidden_product_that_feedback_also_concerns_is_not_named(client: Client) -> None:
    feedback = make_feedback()
    seen, hidden = make_product(name="Open"), make_product(name="Secret", reach="teams")
    feedback.also_products.set([seen, hidden])
    client.force_login(make_user(Role.SALESPERSON))

    page = client.get(f"/feedback/{feedback.number}/").content.decode()

    assert "Open" in page
    assert "Secret" not in page
