"""The page of a chain, and its panels."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.worker import drain
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.rnd.backlog.models import Requirement
from twintrack.sales.feedback import operations as feedback
from twintrack.sales.feedback.models import Feedback

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def person() -> User:
    return make_user(Role.SALESPERSON, name="Zhao")


@pytest.fixture
def said(person: User) -> Feedback:
    recorded = feedback.record(
        said=feedback.Said(
            customer=make_customer(name="Ninghai"),
            product=make_product(),
            verbatim="The <i>film</i> breaks.",
        ),
        by=person,
        at=AT,
    )
    drain()
    return recorded


@pytest.fixture
def seller(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


def text(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]


def test_the_page_tells_the_chain_with_who_and_why(seller: Client, said: Feedback) -> None:
    page = text(seller.get(f"/chain/feedback/{said.pk}/"))

    requirement = Requirement.objects.get()
    for words in ("Ninghai", said.number, requirement.number, "you are here", "because"):
        assert words in page
    assert "&lt;i&gt;film" in page
    assert "<i>film" not in page
    assert 'data-side="rd"' in page
    assert 'data-side="sales"' in page
    assert 'data-side="between"' in page


def test_ways_kinds_and_the_table_are_chosen_in_the_address(seller: Client, said: Feedback) -> None:
    url, requirement = f"/chain/feedback/{said.pk}/", Requirement.objects.get()
    there = f'href="/requirements/{requirement.number}/"'

    assert there in text(seller.get(url + "?way=on"))
    assert f"recorded {said.number}" in text(seller.get(url + "?way=back"))
    assert "<h2><a " + there not in text(seller.get(url + "?way=back"))
    assert "<h2><a " + there not in text(seller.get(url + "?kind=customer"))
    table = text(seller.get(url + "?as=list"))
    assert '<table class="tbl listed">' in table
    assert "braid" not in table.split('id="story"')[1].split("</table>")[0]
    assert seller.get(url + "?limit=x&way=x&kind=x").status_code == 200
    assert "Only the nearest" in text(seller.get(url + "?limit=2"))


def test_the_story_is_asked_for_alone_when_something_changed(
    seller: Client, said: Feedback
) -> None:
    target = {**HTMX, "HTTP_HX_TARGET": "div#story"}
    story = text(seller.get(f"/chain/feedback/{said.pk}/", **target))

    assert "<html" not in story
    assert f"feedback:{said.pk}" in story


def test_the_panel_shows_what_stands_before_and_behind(seller: Client, said: Feedback) -> None:
    url = f"/chain/feedback/{said.pk}/panel/"

    panel = text(seller.get(url, **HTMX))

    assert "<html" not in panel
    assert "Ninghai" in panel
    assert Requirement.objects.get().number in panel
    assert "<html" in text(seller.get(url))
    alone = make_customer()
    assert "Walk the chain" not in text(seller.get(f"/chain/customer/{alone.pk}/panel/"))


def test_a_customers_page_shows_what_became_of_what_they_said(
    seller: Client, said: Feedback
) -> None:
    panel = text(seller.get(f"/customers/{said.customer.number}/outcomes/", **HTMX))

    assert said.number in panel
    assert Requirement.objects.get().number in panel
    nothing = text(seller.get(f"/customers/{make_customer().number}/outcomes/"))
    assert "has said nothing yet" in nothing


def test_what_does_not_exist_or_is_hidden_is_not_there(seller: Client) -> None:
    for url in ("/chain/feedback/999/", "/chain/nothing/1/", "/chain/feedback/999/panel/"):
        assert seller.get(url).status_code == 404
