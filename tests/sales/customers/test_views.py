"""The pages of customers."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.customers import make_customer
from tests.factories.feedback import make_feedback
from tests.factories.people import make_user
from tests.factories.pipeline import make_opportunity
from tests.factories.products import make_product
from twintrack.foundation.access.roles import Role
from twintrack.foundation.money.models import ExchangeRate
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Version
from twintrack.sales.customers.models import Contact, Customer, Installation

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
DIALOG = {**HTMX, "HTTP_HX_TARGET": "div#modal-body"}


@pytest.fixture
def person() -> User:
    return make_user(Role.SALESPERSON, name="Zhao")


@pytest.fixture
def seller(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


def text(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]


def test_a_salesperson_adds_a_customer_with_a_contact(seller: Client) -> None:
    page = seller.post("/customers/new/", {"name": "BoltWerk", "segment": "B"}, follow=True)
    url = page.redirect_chain[0][0]
    seller.post(url + "contacts/", {"name": "Tao <b>"})

    assert "Tao &lt;b&gt;" in text(seller.get(url))
    assert "BoltWerk" in text(seller.get("/customers/?q=bolt"))
    assert "BoltWerk" in text(seller.get("/customers/?view=mine"))


def test_a_known_name_and_a_wrong_address_are_shown_beside_their_fields(seller: Client) -> None:
    customer = make_customer(name="BoltWerk")
    form = {"name": "boltwerk", "segment": "B", "is_another": "on"}
    again = seller.post("/customers/new/", form)
    wrong = seller.post(
        f"/customers/{customer.number}/contacts/", {"name": "Tao", "email": "no address"}
    )

    assert again.status_code == wrong.status_code == 422
    assert "already" in text(again)
    assert "Tao" in text(wrong)


def test_a_similar_name_is_shown_before_a_customer_is_made(seller: Client) -> None:
    make_customer(name="宁海汽车电子有限公司")
    form = {"name": "宁海汽车电子", "segment": "B"}

    hint = seller.get("/customers/similar/?name=宁海汽车")
    asked = seller.post("/customers/new/", form)
    assert "宁海汽车电子有限公司" in text(hint)
    assert asked.status_code == 422
    assert "宁海汽车电子有限公司" in text(asked)
    assert Customer.objects.count() == 1

    assert seller.post("/customers/new/", form | {"is_another": "on"}).status_code == 302
    assert Customer.objects.count() == 2


def edited(customer: Customer, **over: object) -> dict[str, object]:
    names = ("name", "segment", "industry", "region")
    seen = {name: getattr(customer, name) for name in names}
    return {**seen, **{f"initial-{name}": seen[name] for name in names}, **over}


def test_two_people_who_edit_a_customer_are_shown_both_versions(seller: Client) -> None:
    customer = make_customer(region="Bonn")
    url = f"/customers/{customer.number}/edit/"
    first, second = edited(customer, region="Berlin"), edited(customer, region="Hamburg")

    assert seller.post(url, first).status_code == 302
    stale = seller.post(url, second)

    assert stale.status_code == 422
    assert "“Berlin”" in text(stale)
    assert 'value="Hamburg"' in text(stale)
    customer.refresh_from_db()
    assert customer.region == "Berlin"
    assert seller.post(url, second | {"initial-region": "Berlin"}).status_code == 302


def test_a_taken_name_is_refused_when_a_customer_is_edited(seller: Client) -> None:
    make_customer(name="Ninghai")
    customer = make_customer()

    answer = seller.post(f"/customers/{customer.number}/edit/", edited(customer, name="ninghai"))

    assert answer.status_code == 422
    assert "already" in text(answer)


def test_a_customer_is_handed_over(seller: Client, person: User) -> None:
    customer, other = make_customer(owner=person), make_user(Role.CSM, name="He Jia")
    url = f"/customers/{customer.number}/owner/"
    engineer = make_user(Role.ENGINEER)

    assert "He Jia" in text(seller.get(url, **DIALOG))
    assert seller.post(url, {"before": person.pk, "to": engineer.pk}).status_code == 422
    done = seller.post(url, {"before": person.pk, "to": other.pk, "note": "Mondays"}, **DIALOG)
    assert done.headers["HX-Redirect"] == f"/customers/{customer.number}/"
    stale = seller.post(url, {"before": person.pk, "to": person.pk})
    assert stale.status_code == 422
    assert "Somebody changed" in text(stale)
    assert "He Jia" in text(seller.get(f"/customers/{customer.number}/"))


def test_a_contact_is_edited_in_its_place_and_leaves(seller: Client) -> None:
    contact = Contact.objects.create(customer=make_customer(), name="Tao", phone="1")
    base = f"/customers/{contact.customer.number}/contacts/"
    url = f"{base}{contact.pk}/"
    seen = {"initial-name": "Tao", "initial-title": "", "initial-phone": "1", "initial-email": ""}

    form = text(seller.get(url, **HTMX))
    assert f'hx-post="{url}"' in form
    assert "<html" not in form
    assert 'name="name"' in text(seller.get(base + "?add=1", **HTMX))
    saved = seller.post(url, {"name": "Tao", "phone": "2", **seen}, **HTMX)
    assert "tel:2" in text(saved)
    stale = seller.post(url, {"name": "Tao", "phone": "3", **seen}, **HTMX)
    assert stale.status_code == 422
    assert "“2”" in text(stale)
    left = seller.post(url + "activity/", {"active": "0"}, **HTMX)
    assert "no contact any more" in left.headers["HX-Trigger"]
    back = seller.post(url + "activity/", {"active": "1"}, follow=True)
    assert "is a contact again" in text(back)
    other = make_customer().number
    assert seller.get(f"/customers/{other}/contacts/{contact.pk}/").status_code == 404


def test_what_a_customer_has_installed_is_noted_and_removed(seller: Client) -> None:
    customer, product = make_customer(), make_product(name="H3")
    version = Version.objects.create(product=product, name="3.2")
    url = f"/customers/{customer.number}/installations/"

    added = seller.post(url, {"product": product.pk, "version": version.pk}, **HTMX)
    twice = seller.post(url, {"product": product.pk, "version": version.pk}, **HTMX)
    crossed = seller.post(url, {"product": make_product().pk, "version": version.pk})

    assert "3.2" in text(added)
    assert twice.status_code == crossed.status_code == 422
    assert "another product" in text(crossed)
    removal = f"{url}{Installation.objects.get().pk}/removal/"
    assert "Nothing is noted yet" in text(seller.post(removal, **HTMX))
    assert seller.post(removal).status_code == 404


def test_the_list_shows_money_and_what_is_open(seller: Client) -> None:
    ExchangeRate.objects.create(currency="USD", on=date(2026, 1, 1), to_base=Decimal(7))
    customer = make_customer()
    make_opportunity(customer=customer, amount=Decimal(400_000), currency="USD")
    make_opportunity(customer=customer, amount=Decimal(200_000))
    make_opportunity(customer=customer, amount=Decimal(9), currency="JPY")
    make_opportunity(customer=customer, stage="won")
    make_feedback(customer=customer)
    make_feedback(customer=customer, state="resolved")

    page = text(seller.get("/customers/"))

    assert "¥3 M" in page
    assert "without JPY" in page
    assert re.search(r'<td class="num n"[^>]*> 1 </td>', page)


def test_research_and_development_sees_a_band_and_changes_nothing(client: Client) -> None:
    customer = make_customer()
    make_opportunity(customer=customer, amount=Decimal(3_000_000))
    client.force_login(make_user(Role.ENGINEER))
    url = f"/customers/{customer.number}/"

    for page in (text(client.get("/customers/")), text(client.get(f"{url}?whole=1"))):
        assert "¥1 M–5 M" in page
        assert "¥3 M" not in page
        assert "New customer" not in page
    for action in ("edit/", "owner/"):
        assert client.get(url + action).status_code == 403
    assert client.get("/customers/new/").status_code == 403
    assert client.post(url + "contacts/", {"name": "X"}).status_code == 403
    assert client.post(url + "installations/", {"product": make_product().pk}).status_code == 403


def test_the_list_and_the_page_cost_the_same_however_much_there_is(seller: Client) -> None:
    customer = make_customer()

    def fill(count: int) -> None:
        for _ in range(count):
            make_opportunity(customer=make_customer())
            make_feedback(customer=customer)
            Contact.objects.create(customer=customer, name="X")
            customer.installations.create(product=make_product())

    def cost(url: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert seller.get(url).status_code == 200
        return len(asked)

    urls = ("/customers/", f"/customers/{customer.number}/")
    fill(2)
    seller.get("/customers/")
    few = [cost(url) for url in urls]
    fill(12)

    assert [cost(url) for url in urls] == few
    assert max(few) <= 42


def test_a_long_list_goes_on_by_key(seller: Client) -> None:
    for number in range(60):
        make_customer(name=f"Customer no {number:02}")
    first = text(seller.get("/customers/"))
    token = first.split("after=")[1].split('"')[0]

    assert "no 49" in first
    assert "no 50" not in first
    assert "no 50" in text(seller.get(f"/customers/?after={token}"))
