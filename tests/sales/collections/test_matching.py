"""Lines of bank statements whose invoices are named by hand."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories.collections import make_invoice
from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.tokens import call_as
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.sales.collections.books import credit_of, figures_of
from twintrack.sales.collections.models import Invoice, Receipt, StatementLine
from twintrack.sales.collections.operations import Movement, keep_statement

pytestmark = pytest.mark.django_db
DIALOG = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "div#modal-body"}
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def manager() -> User:
    return make_user(Role.SALES_MANAGER)


@pytest.fixture
def desk(client: Client, manager: User) -> Client:
    client.force_login(manager)
    return client


def came_in(amount: str, *, currency: str = "CNY", payer: str = "", by: User) -> StatementLine:
    said = Movement(
        line=2, paid_on=date(2026, 11, 20), amount=Decimal(amount), currency=currency, payer=payer
    )
    statement = keep_statement(name="bank.csv", columns={}, movements=[said], by=by, at=NOW)
    return StatementLine.objects.get(statement=statement)


def is_open(invoice: Invoice) -> Decimal:
    return figures_of([invoice])[invoice.pk].open


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def test_a_line_without_a_proposal_pays_invoices_that_are_named_by_hand(
    desk: Client, manager: User
) -> None:
    customer = make_customer(name="宁海汽车电子")
    # Due in the order in which they were made.
    first, second, third = (
        make_invoice("1000", customer=customer, due_on=date(2026, 12, day)) for day in (1, 2, 3)
    )
    line = came_in("1300", payer="宁海", by=manager)
    url, back = f"/statements/lines/{line.pk}/match/", f"/statements/{line.statement_id}/"
    assert url in text(desk.get(back))
    # The customer whom the payer is called like stands there already.
    asked = text(desk.get(url, **DIALOG))
    assert f'<option value="{customer.pk}" selected>' in asked
    offered = text(desk.post(url, {"customer": customer.pk}, **DIALOG))
    assert all(each.number in offered for each in (first, second, third))
    assert "Rate" not in offered
    chosen = {"customer": customer.pk, "chosen": "1", "invoices": [second.pk, third.pk]}
    assert desk.post(url, chosen, **DIALOG).headers["HX-Redirect"] == back
    assert [is_open(each) for each in (first, second, third)] == [1000, 0, 700]
    # Somebody else was faster: told in the form.
    late = desk.post(url, chosen | {"invoices": [third.pk]}, **DIALOG)
    assert "booked this line or set it aside before" in text(late)


def test_what_is_more_than_owed_or_in_another_currency_is_asked_for(
    desk: Client, manager: User
) -> None:
    invoice = make_invoice("1000")
    line = came_in("200", currency="USD", by=manager)
    url = f"/statements/lines/{line.pk}/match/"
    chosen = {"customer": invoice.customer_id, "chosen": "1", "invoices": [invoice.pk]}
    assert "Note the rate" in text(desk.post(url, chosen, **DIALOG))
    more = desk.post(url, chosen | {"rate": "7"}, **DIALOG)
    assert (more.status_code, "400.00 more came in" in text(more)) == (422, True)
    # What cannot be a customer, or is another one's invoice, is refused beside its field.
    other = make_invoice("10")
    assert desk.post(url, chosen | {"invoices": [other.pk]}, **DIALOG).status_code == 422
    assert desk.post(url, {"customer": "0"}, **DIALOG).status_code == 422
    desk.post(url, chosen | {"rate": "7", "keep_rest": "on"}, **DIALOG)
    assert (is_open(invoice), credit_of(Receipt.objects.get())) == (0, 400)


def test_the_api_lets_a_line_pay_several_at_a_rate() -> None:
    caller = call_as(Role.SALES_MANAGER)
    customer = make_customer()
    pair = [make_invoice("700", customer=customer) for _each in range(2)]
    line = came_in("200", currency="USD", by=caller.user)
    pays = [{"invoice": each.number} for each in pair]
    body = {"customer": customer.number, "pays": pays, "rate": "7"}
    assert caller.post(f"/statement-lines/{line.pk}/receipt", body).status_code == 201
    assert [is_open(each) for each in pair] == [0, 0]


def test_who_records_no_receipts_matches_none(client: Client, manager: User) -> None:
    line = came_in("10", by=manager)
    client.force_login(make_user(Role.SALESPERSON))
    url = f"/statements/lines/{line.pk}/match/"
    assert client.get(url).status_code in {403, 404}
    assert client.post(url, {"customer": "1", "chosen": "1"}).status_code in {403, 404}


def test_a_file_is_read_and_matched_as_a_page_without_scripts(desk: Client) -> None:
    invoice = make_invoice("1000")
    data = "Booking date,Credit amount,Counterparty name\n2026-11-20,1000.00,Somebody else\n"
    file = SimpleUploadedFile("bank.csv", data.encode())
    desk.post("/statements/", {"statement": file, "currency": "CNY"})
    url = f"/statements/lines/{StatementLine.objects.get().pk}/match/"
    page = text(desk.post(url, {"customer": invoice.customer_id}))
    assert invoice.number in page
    chosen = {"customer": invoice.customer_id, "chosen": "1", "invoices": [invoice.pk]}
    assert desk.post(url, chosen).status_code == 302
    assert is_open(invoice) == 0
