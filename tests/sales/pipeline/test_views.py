"""The pages of opportunities."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.pipeline import make_decision_maker, make_opportunity
from tests.factories.products import make_product
from twintrack.foundation.access.roles import Role
from twintrack.foundation.money.models import ExchangeRate
from twintrack.foundation.people.models import User
from twintrack.sales.pipeline.models import Opportunity, PipelineStage

pytestmark = pytest.mark.django_db
DIALOG = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "div#modal-body"}


@pytest.fixture
def person() -> User:
    return make_user(Role.SALESPERSON, name="Zhao")


@pytest.fixture
def seller(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


def text(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]


def test_a_salesperson_opens_an_opportunity_and_wins_it(seller: Client, person: User) -> None:
    product = make_product(name="H3")
    form = {
        "customer": make_customer(name="Ninghai").pk,
        "name": "Six lines",
        "amount": "4860000",
        "currency": "CNY",
        "expected_close_on": "2026-12-18",
        "products": [product.pk],
        "owner": person.pk,
        "next_step": "Survey on site",
        "next_step_on": "2026-11-30",
    }
    page = text(seller.post("/opportunities/new/", form, follow=True))
    assert "¥4.86" in page
    assert "H3" in page
    assert "Survey on site" in page
    opportunity = Opportunity.objects.get()
    url = f"/opportunities/{opportunity.number}/"

    make_decision_maker(opportunity)
    moved = {"before": "requirement_confirmation", "to": "contract", "anyway": "in a hurry"}
    seller.post(url + "stage/", moved)
    seller.post(url + "won/", {"before": "contract"})

    assert "Won" in text(seller.get(url))
    assert "Six lines" in text(seller.get("/opportunities/?view=won"))
    assert "Six lines" not in text(seller.get("/opportunities/"))


def test_in_a_dialog_the_answer_leads_to_the_new_opportunity(seller: Client, person: User) -> None:
    customer = make_customer()
    dialog = seller.get(f"/opportunities/new/?customer={customer.pk}", **DIALOG)
    assert "<html" not in text(dialog)
    assert f'value="{customer.pk}" selected' in text(dialog)
    form = {
        "customer": customer.pk,
        "name": "x",
        "amount": "-1",
        "currency": "CNY",
        "expected_close_on": "2026-12-18",
        "owner": person.pk,
        "next_step": "Call",
        "next_step_on": "2026-11-30",
    }

    assert seller.post("/opportunities/new/", form, **DIALOG).status_code == 422
    done = seller.post("/opportunities/new/", form | {"amount": "1"}, **DIALOG)
    assert done.headers["HX-Redirect"].startswith("/opportunities/O-")


def edited(opportunity: Opportunity, **over: object) -> dict[str, object]:
    seen = {
        "name": opportunity.name,
        "amount": "1000000.00",
        "currency": "CNY",
        "expected_close_on": "2026-12-18",
        "owner": opportunity.owner_id,
    }
    before = {f"initial-{name}": value for name, value in seen.items()}
    return {**seen, **before, **over}


def test_two_people_who_edit_one_field_are_shown_both_versions(seller: Client) -> None:
    opportunity = make_opportunity()
    url = f"/opportunities/{opportunity.number}/edit/"
    first = edited(opportunity, amount="2000000")
    second = edited(opportunity, amount="3000000")
    assert seller.post(url, first).status_code == 302

    stale = seller.post(url, second)

    assert stale.status_code == 422
    assert "2000000" in text(stale)
    assert 'value="3000000"' in text(stale)
    opportunity.refresh_from_db()
    assert opportunity.amount == Decimal("2000000")
    # The form now says what stands there; sent once more, it is meant.
    assert seller.post(url, second | {"initial-amount": "2000000.00"}).status_code == 302
    opportunity.refresh_from_db()
    assert opportunity.amount == Decimal("3000000")


def test_products_that_the_person_may_not_see_survive_an_edit(seller: Client) -> None:
    secret, known = make_product(reach="teams"), make_product()
    opportunity = make_opportunity(products=[secret])
    url = f"/opportunities/{opportunity.number}/edit/"

    seller.post(url, edited(opportunity, products=[known.pk]))

    assert set(opportunity.products.all()) == {secret, known}


def test_an_opportunity_is_lost_with_a_reason_and_reopened(seller: Client) -> None:
    opportunity = make_opportunity()
    url = f"/opportunities/{opportunity.number}/"
    before = {"before": "requirement_confirmation"}

    assert seller.post(url + "lost/", before | {"reason": ""}).status_code == 422
    stale = seller.post(url + "lost/", {"before": "contract", "reason": "x"})
    assert stale.status_code == 422
    seller.post(url + "lost/", before | {"reason": "<b>too dear</b>"})
    assert "&lt;b&gt;too dear" in text(seller.get(url))
    assert seller.post(url + "reopening/", {"to": "won", "reason": "x"}).status_code == 422
    seller.post(url + "reopening/", {"to": "negotiation", "reason": "budget came"})

    opportunity.refresh_from_db()
    assert opportunity.stage == "negotiation"


def test_a_stage_left_by_somebody_else_is_told_and_kept(seller: Client) -> None:
    opportunity = make_opportunity(stage="contract")
    url = f"/opportunities/{opportunity.number}/"
    moved = {"before": "negotiation", "to": "solution_design"}

    page = text(seller.post(url + "stage/", moved, follow=True))
    wrong = text(seller.post(url + "stage/", {"before": "x", "to": "won"}, follow=True))
    won = text(seller.post(url + "won/", {"before": "negotiation"}, follow=True))

    assert "Somebody moved it to “Contract signing”" in page
    assert "Choose one of the open stages" in wrong
    assert "Somebody moved it" in won
    opportunity.refresh_from_db()
    assert opportunity.stage == "contract"


def test_sums_in_several_currencies_say_what_they_could_not_count(seller: Client) -> None:
    ExchangeRate.objects.create(currency="USD", on=date(2026, 1, 1), to_base=Decimal(7))
    make_opportunity(amount=Decimal(100_000), currency="USD")
    make_opportunity(amount=Decimal(300_000))
    make_opportunity(amount=Decimal(300_000), currency="JPY")

    page = text(seller.get("/opportunities/"))

    assert "¥1 M" in page
    assert "no exchange rate for JPY" in page


def test_filters_stand_in_the_address_and_as_chips(seller: Client, person: User) -> None:
    make_opportunity(name="Mine indeed", owner=person)
    make_opportunity(name="Of another")
    mine = text(seller.get("/opportunities/?view=mine"))
    found = text(seller.get(f"/opportunities/?view=all&owner={person.pk}&q=mine"))

    assert "Mine indeed" in mine
    assert "Of another" not in mine
    assert "<b>Zhao</b>" in found
    assert 'href="?view=all&amp;q=mine"' in found
    assert "Of another" not in found
    assert seller.get("/opportunities/?owner=x&product=nothing&stage=none").status_code == 200


def test_nothing_stays_too_long_where_no_stage_says_how_long_it_should_take(seller: Client) -> None:
    make_opportunity(name="Tension control")
    PipelineStage.objects.update(target_days=None)

    page = seller.get("/opportunities/?state=rotting")

    assert page.status_code == 200
    assert "Tension control" not in text(page)


def test_a_customers_opportunities_stand_on_the_customers_page(seller: Client) -> None:
    customer = make_customer()
    make_opportunity(customer=customer, name="Here")
    make_opportunity(name="Elsewhere")
    url = f"/customers/{customer.number}/opportunities/"

    assert "Here" in text(seller.get(url))
    panel = text(seller.get(url, HTTP_HX_REQUEST="true"))
    assert "Here" in panel
    assert "Elsewhere" not in panel
    assert "<html" not in panel


def test_research_and_development_does_not_see_opportunities(client: Client) -> None:
    opportunity = make_opportunity(name="Secret deal")
    client.force_login(make_user(Role.ENGINEER))
    url = f"/opportunities/{opportunity.number}/"

    assert client.get("/opportunities/").status_code == 403
    assert client.get("/opportunities/new/").status_code == 403
    assert client.get(url).status_code == 404
    assert client.post(url + "won/", {"before": "contract"}).status_code == 404
    panel = client.get(f"/customers/{opportunity.customer.number}/opportunities/")
    assert "Secret deal" not in text(panel)
    assert "/opportunities/" not in text(client.get("/customers/")).replace("/customers/", "")


def test_a_product_manager_reads_and_changes_nothing(client: Client) -> None:
    opportunity = make_opportunity()
    client.force_login(make_user(Role.PRODUCT_MANAGER))
    url = f"/opportunities/{opportunity.number}/"

    page = text(client.get(url))
    assert "¥1" in page
    assert "Mark as won" not in page
    for action in ("edit/", "lost/", "reopening/"):
        assert client.get(url + action).status_code == 403
    assert client.post(url + "won/", {"before": opportunity.stage}).status_code == 403


@pytest.mark.parametrize("region", ["", "rows", "sums"])
def test_the_list_costs_the_same_for_three_and_for_thirty(seller: Client, region: str) -> None:
    extra = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": f"div#{region}"} if region else {}

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            answer = seller.get("/opportunities/", **extra)
        assert ("<html" in text(answer)) == (not region)
        return len(asked)

    seller.get("/opportunities/")
    for _ in range(3):
        make_opportunity(products=[make_product()])
    few = cost()
    for _ in range(27):
        make_opportunity(products=[make_product()])

    assert cost() == few
    assert few <= 25


def test_a_long_list_goes_on_by_key(seller: Client) -> None:
    for number in range(60):
        make_opportunity(name=f"Deal no {number:02}")
    first = text(seller.get("/opportunities/"))
    token = first.split("after=")[1].split('"')[0]
    second = text(seller.get(f"/opportunities/?after={token}"))

    assert "Deal no 49" in first
    assert "Deal no 50" not in first
    assert "Deal no 50" in second
    assert "Deal no 49" not in second


def test_the_detail_costs_the_same_for_one_product_and_for_many(seller: Client) -> None:
    opportunity = make_opportunity(products=[make_product()])
    url = f"/opportunities/{opportunity.number}/"

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            seller.get(url)
        return len(asked)

    seller.get(url)
    few = cost()
    opportunity.products.add(*(make_product() for _ in range(9)))

    assert cost() == few
