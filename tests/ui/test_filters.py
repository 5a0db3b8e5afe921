"""The filters of the lists: drawn when they are opened, and not before."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.answers import text_of
from tests.factories.customers import make_customer
from tests.factories.people import make_team, make_user
from tests.factories.products import make_product
from tests.factories.releases import make_release
from twintrack.foundation.access.roles import Role

pytestmark = pytest.mark.django_db
OPENED = {"HX-Request": "true", "HX-Target": "div#filters"}
# Lists with something that the person may choose there.
LISTS = [
    ("/feedback/", "Choosable product"),
    ("/opportunities/", "Choosable product"),
    ("/customers/", "Choosable region"),
    ("/plans/", "Choosable colleague"),
    ("/people/", "Choosable team"),
]


@pytest.fixture
def seller(client: Client) -> Client:
    make_product(name="Choosable product")
    make_customer(region="Choosable region", owner=make_user(Role.SALESPERSON))
    make_user(Role.SALESPERSON, name="Choosable colleague")
    make_team(name="Choosable team")
    client.force_login(make_user(Role.SALESPERSON, language="en"))
    return client


@pytest.mark.parametrize(("url", "choice"), LISTS)
def test_the_form_comes_when_it_is_opened(seller: Client, url: str, choice: str) -> None:
    form = text_of(seller.get(f"{url}?filters=open", headers=OPENED))

    assert "<html" not in form
    assert choice in form
    assert 'id="rows"' not in form
    assert ">Show</button>" in form


@pytest.mark.parametrize(("url", "choice"), LISTS)
def test_a_link_leads_to_the_list_with_the_form_shown(
    seller: Client, url: str, choice: str
) -> None:
    closed = text_of(seller.get(f"{url}?view=mine"))
    opened = text_of(seller.get(f"{url}?view=mine&filters=open"))

    assert 'href="?view=mine&amp;filters=open"' in closed
    assert "<option" not in closed[closed.index('id="filters"') : closed.index('class="content"')]
    assert 'class="filters open"' in opened
    assert choice in opened[opened.index('class="filters open"') : opened.index('class="content"')]
    assert 'href="?view=mine" data-hotkey="f"' in opened


@pytest.mark.parametrize(("url", "choice"), LISTS)
def test_nothing_is_asked_for_a_form_that_is_not_drawn(
    seller: Client, url: str, choice: str
) -> None:
    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            seller.get(address)
        return len(queries)

    asked(url)

    assert asked(url) < asked(f"{url}?filters=open")


def test_opened_filters_keep_what_narrows_already(seller: Client) -> None:
    form = text_of(seller.get("/feedback/?view=all&severity=major&filters=open", headers=OPENED))

    assert '<input type="hidden" name="view" value="all">' in form
    assert '<option value="major" selected>' in form
    assert 'name="filters"' not in form


def test_a_list_is_narrowed_by_what_was_chosen_and_a_chip_takes_it_away(seller: Client) -> None:
    make_customer(name="Elsewhere", region="Nowhere")

    page = text_of(seller.get("/customers/?region=Nowhere&filters=open"))

    assert "Elsewhere" in page
    assert "Choosable region" in page
    assert page.count("data-pk=") == 1
    assert '<span class="filter"><span>Region</span><b>Nowhere</b><a href="?"' in page


def test_a_filter_that_makes_no_sense_says_so_and_leaves_the_others_alone(client: Client) -> None:
    client.force_login(make_user(Role.RND_LEAD, language="en"))
    wanted, other = make_product(name="Wanted"), make_product(name="Other")
    make_release(product=wanted)
    make_release(product=other)

    page = text_of(client.get(f"/releases/?product={wanted.pk}&owner=nonsense"))

    assert '<span class="filter unknown"><span>Owner</span><b>nonsense</b><span>Unknown' in page
    assert page.count("data-href=") == 1
