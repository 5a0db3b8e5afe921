"""Pages of the catalogue and of price books."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.answers import text_of
from tests.factories.people import make_user
from tests.factories.quotes import make_book, make_item
from tests.factories.tokens import call_as
from tests.queries import queries_of
from twintrack.foundation.access.roles import Role
from twintrack.sales.pricing import queries
from twintrack.sales.pricing.models import CatalogueItem, PriceBook

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client: Client) -> Client:
    client.force_login(make_user(Role.SALES_MANAGER))
    return client


def test_items_and_their_costs_are_kept(page: Client) -> None:
    item = {
        "code": "TC-1",
        "name_zh": "张力",
        "name_en": "Tension",
        "kind": "product",
        "unit": "set",
        "tax_rate": "13",
    }
    assert page.post("/catalogue/new/", item).status_code == 302
    assert page.post("/catalogue/new/", item).status_code == 422
    page.post("/catalogue/TC-1/cost/", {"amount": "620.50", "currency": "CNY"})
    shown = text_of(page.get("/catalogue/TC-1/"))
    assert "¥620.50" in shown
    edit = {f"initial-{name}": value for name, value in item.items() if name != "code"}
    edit |= item | {"unit": "lot", "initial-is_active": "True", "is_active": "on"}
    assert page.post("/catalogue/TC-1/edit/", edit).status_code == 302
    assert CatalogueItem.objects.get().unit == "lot"
    assert "TC-1" in text_of(page.get("/catalogue/?q=tens"))
    assert page.get("/catalogue/choices/?q=tens").json()["items"][0]["hint"] == "TC-1"
    page.force_login(make_user(Role.PRODUCT_MANAGER))
    assert "¥620.50" not in text_of(page.get("/catalogue/TC-1/"))
    assert page.post("/catalogue/TC-1/cost/", {}).status_code == 403


def test_a_book_is_opened_and_priced_by_tiers(page: Client) -> None:
    item = make_item()
    book = {
        "name_zh": "标准",
        "name_en": "Standard",
        "currency": "CNY",
        "valid_from": "2026-01-01",
        "valid_to": "2025-01-01",
    }
    assert page.post("/price-books/new/", book).status_code == 422
    assert page.post("/price-books/new/", book | {"valid_to": ""}).status_code == 302
    opened = PriceBook.objects.get()
    url = f"/price-books/{opened.pk}/price/"
    assert item.code in text_of(page.get(url))
    tiers = {"item": item.code, "from_0": "1", "price_0": "1000", "from_1": "10"}
    wrong = page.post(url, tiers | {"price_1": "-5"})
    assert wrong.status_code == 422
    assert page.post(url, tiers | {"price_1": "900"}).status_code == 302
    assert queries.price_of(opened, item, Decimal(12)) == 900
    page.post(url, tiers | {"price_1": "880"})
    old = text_of(page.get(f"/price-books/{opened.pk}/?version=2"))
    assert "¥900.00" in old
    assert "as it was then" in old
    edit = {"initial-valid_to": "", "valid_to": "2026-12-31", "name_zh": "标准"}
    edit |= {"initial-name_zh": "标准", "initial-name_en": "Standard", "name_en": "Standard"}
    edit |= {"initial-valid_from": "2026-01-01", "valid_from": "2026-01-01"}
    assert page.post(f"/price-books/{opened.pk}/edit/", edit).status_code == 302
    opened.refresh_from_db()
    assert opened.valid_to == date(2026, 12, 31)


def test_the_finder_says_what_an_item_costs_in_the_book_of_a_quote(page: Client) -> None:
    tiered, plain, loose = (make_item(code=f"TC-{n}", name_en=f"Belt {n}") for n in range(3))
    book = make_book({tiered: {"1": "1000", "10": "900.5"}, plain: {"1": "50"}}, currency="EUR")

    def hints() -> list[str]:
        found = page.get("/catalogue/choices/", {"q": "Belt", "book": book.pk}).json()
        return [each["hint"].replace("\xa0", " ") for each in found["items"]]

    assert hints() == [
        "TC-0 · ≥ 1 €1,000.00 · ≥ 10 €900.50",
        "TC-1 · €50.00",
        "TC-2 · no price in this book",
    ]
    few = queries_of(hints)
    for _each in range(4):
        make_item(name_en="Belt")
    assert queries_of(hints) == few
    assert page.get("/catalogue/choices/?book=99999").status_code == 404
    bare = page.get("/catalogue/choices/?q=Belt 2").json()["items"]
    assert [(each["value"], each["hint"]) for each in bare] == [(loose.pk, "TC-2")]


def test_lists_ask_the_same_however_long_they_are(page: Client) -> None:
    def walk() -> None:
        page.get("/catalogue/?view=all")
        page.get("/price-books/")
        page.get(f"/price-books/{book.pk}/")

    book = make_book({make_item(): {"1": "5"}})
    walk()
    few = queries_of(walk)
    book = make_book({make_item(): {"1": "5", "10": "4"}, make_item(): {"1": "3"}})
    assert queries_of(walk) == few


def test_the_api_keeps_prices_too() -> None:
    api = call_as(Role.SALES_MANAGER)
    item = {"code": "A1", "name_zh": "一", "name_en": "One", "tax_rate": "13"}
    assert api.post("/catalogue", item).status_code == 201
    changed = api.patch("/catalogue/A1", {"before": {"unit": "piece"}, "values": {"unit": "set"}})
    assert changed.json()["unit"] == "set"
    assert api.post("/catalogue/A1/cost", {"amount": "6", "currency": "CNY"}).status_code == 201
    book = {"name_zh": "表", "name_en": "Book", "currency": "CNY", "valid_from": "2026-01-01"}
    opened = api.post("/price-books", book).json()
    tiers = {"item": "A1", "tiers": [{"from_quantity": "1", "amount": "10"}]}
    priced = api.post(f"/price-books/{opened['id']}/prices", tiers)
    assert priced.json()["version"] == 2
    found = api.get(f"/price-books/{opened['id']}/prices").json()
    assert found[0]["item"] == "A1"
    twice = tiers | {"tiers": tiers["tiers"] * 2}
    assert api.post(f"/price-books/{opened['id']}/prices", twice).status_code == 422
    assert api.get("/catalogue").json()["items"][0]["code"] == "A1"
    assert api.get(f"/price-books/{opened['id']}").json()["name_en"] == "Book"
    moved = {"before": {"region": ""}, "values": {"region": "浙江"}}
    assert api.patch(f"/price-books/{opened['id']}", moved).json()["region"] == "浙江"
    assert api.get("/price-books").json()["items"]


def test_a_price_list_is_taken_whole_or_not_at_all(page: Client) -> None:
    item, other, book = make_item(code="TC-1"), make_item(code="TC-2"), make_book()
    url = f"/price-books/{book.pk}/import/"

    def send(text: str) -> str:
        file = SimpleUploadedFile("prices.csv", text.encode("gb18030"))
        return text_of(page.post(url, {"file": file}))

    assert "Nothing is sold under this code" in send("编码,起订量,单价\nTC-1,1,1000\nNONE,1,5\n")
    assert "Quantity and price must be numbers" in send("编码,起订量,单价\nTC-1,1,dear\n")
    assert "Two prices hold" in send("编码,起订量,单价\nTC-1,1,5\nTC-1,1,6\n")
    assert "A price is at least 0" in send("编码,起订量,单价\nTC-1,1,-5\n")
    assert "name a column" in send("one,two\n1,2\n")
    assert queries.list_prices(book) == []
    send('编码,起订量,单价\ntc-1,1,"¥1,000.00"\nTC-1,10,900\nTC-2,,50\n')
    assert queries.price_of(book, item, Decimal(10)) == 900
    assert queries.price_of(book, other, Decimal(1)) == 50
    api = call_as(Role.SALES_MANAGER)
    path = f"/price-books/{book.pk}/import"
    wrong = api.upload(path, {"file": SimpleUploadedFile("p.csv", b"code,price\nX,1\n")})
    assert "Line 2" in str(wrong.json())
    taken = api.upload(path, {"file": SimpleUploadedFile("p.csv", b"code,price\nTC-2,60\n")})
    assert taken.json()["version"] == 4
