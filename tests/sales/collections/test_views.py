"""The pages of invoices, receipts and bank statements, and the API beside them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories.collections import AT, TODAY, ask, make_invoice, pay
from tests.factories.contracts import make_signed, make_terms
from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.tokens import call_as
from tests.queries import queries_of
from tests.worker import drain
from twintrack.foundation.access.roles import Role
from twintrack.foundation.notifications.models import Notification
from twintrack.foundation.people.models import User
from twintrack.sales.collections import operations, queries
from twintrack.sales.collections.books import credit_of, figures_of
from twintrack.sales.collections.cards import to_collect
from twintrack.sales.collections.models import DunningTask, Invoice, Receipt, StatementLine
from twintrack.sales.collections.operations import StepDetails
from twintrack.sales.collections.reading import amount_of, read_statement
from twintrack.sales.collections.rounds import every_morning

pytestmark = pytest.mark.django_db
DIALOG = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "div#modal-body"}
LONG_AGO = date(2026, 1, 5)


@pytest.fixture
def manager() -> User:
    return make_user(Role.SALES_MANAGER, name="Sun")


@pytest.fixture
def desk(client: Client, manager: User) -> Client:
    client.force_login(manager)
    return client


def text(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]


def is_open(invoice: Invoice) -> Decimal:
    return figures_of([invoice])[invoice.pk].open


def test_an_instalment_is_invoiced_and_paid_on_its_pages(desk: Client) -> None:
    contract = make_signed(terms=make_terms("1000", ("400", TODAY), ("600", TODAY)))
    one, two = contract.instalments.all()
    new = f"/contracts/{contract.number}/invoice/"
    asked = text(desk.get(new, **DIALOG))
    assert 'value="400' in asked
    assert "¥600.00 not invoiced yet, due on" in asked
    day = datetime.now(UTC).date()
    form = {
        f"part_{one.pk}": "400",
        f"part_{two.pk}": "601",
        "issued_on": "2026-01-05",
        "due_on": "2026-02-05",
        "tax_rate": "13",
    }
    assert "only" in text(desk.post(new, form))
    made = desk.post(new, form | {f"part_{two.pk}": "100"}, **DIALOG)
    invoice = Invoice.objects.get()
    url = f"/invoices/{invoice.number}/"
    assert made.headers["HX-Redirect"] == url

    money = {"amount": "550", "currency": "CNY", "received_on": day, "invoices": [invoice.pk]}
    to = f"/receipts/new/?invoice={invoice.number}"
    asked = text(desk.get(to, **DIALOG))
    assert "Keep the rest" in asked
    assert 'value="500.00"' in asked
    assert desk.post(to, money).status_code == 422
    assert desk.post(to, money | {"amount": "300"}).status_code == 302
    page = text(desk.get(url))
    assert "¥200.00" in page
    assert "Overdue" in page


def test_what_came_in_is_kept_given_back_and_used_on_its_page(desk: Client) -> None:
    invoice = make_invoice("200", by=make_user(Role.SALES_MANAGER))
    contract, day = invoice.contract, datetime.now(UTC).date()
    money = {"amount": "250", "currency": "CNY", "received_on": day, "invoices": [invoice.pk]}
    to = f"/receipts/new/?invoice={invoice.number}"
    once = {"keep_rest": "on", "bank_reference": "T-1"}
    desk.post(to, money | once)
    again = desk.post(to, money | {"invoices": []} | once)
    assert "T-1" in text(again)
    assert is_open(invoice) == 0
    receipt = Receipt.objects.get(bank_reference="T-1")
    its = f"/receipts/{receipt.number}/"
    assert "¥50.00" in text(desk.get(its))
    back = {"amount": "51", "paid_on": day, "reason": "x"}
    assert desk.post(f"{its}refund/", back).status_code == 422
    assert desk.post(f"{its}refund/", back | {"amount": "20"}).status_code == 302
    desk.post(f"{its}undo/")
    assert is_open(invoice) == 200
    desk.post(f"{its}allocate/", {"invoices": [invoice.pk]})
    assert is_open(invoice) == 0
    assert "Take back what" in text(desk.post(f"{its}void/", {"reason": "x"}))
    for page in (
        "/receipts/",
        "/receipts/?view=credit",
        f"/customers/{contract.customer.number}/?whole=1",
    ):
        assert receipt.number in text(desk.get(page))
    assert invoice.number in text(desk.get(f"/contracts/{contract.number}/"))


def test_what_is_done_about_an_invoice_is_done_on_its_page(desk: Client) -> None:
    invoice = make_invoice("1000")
    url, day = f"/invoices/{invoice.number}/", datetime.now(UTC).date()
    assert desk.post(f"{url}dispute/", {"reason": ""}).status_code == 422
    desk.post(f"{url}dispute/", {"reason": "Wrong tax rate"})
    assert "Wrong tax rate" in text(desk.get(url))
    desk.post(f"{url}settled/")
    desk.post(f"{url}promise/", {"promised_on": day + timedelta(days=5), "by_whom": "Ms Yu"})
    assert "Ms Yu promised" in text(desk.get(url))
    over = {"amount": "1001", "issued_on": day, "reason": "x"}
    assert "open" in text(desk.post(f"{url}credit/", over))
    desk.post(f"{url}credit/", over | {"amount": "100"})
    assert is_open(invoice) == 900
    edit = {
        "official_number": "2544",
        "initial-official_number": "",
        "due_on": "2027-03-01",
        "initial-due_on": invoice.due_on.isoformat(),
    }
    assert desk.post(f"{url}edit/", edit).status_code == 302
    assert "2544" in text(desk.get(url))


def test_lists_do_not_ask_for_each_row(desk: Client) -> None:
    def fill() -> None:
        late = make_invoice("1000", issued_on=LONG_AGO, due_on=LONG_AGO)
        pay(late, "100")
        make_invoice("500")

    fill()
    pages = ("/collections/", "/collections/ageing/?by=owner", "/receipts/")
    desk.get("/collections/")
    before = [queries_of(lambda page=page: desk.get(page)) for page in pages]  # type: ignore[misc]
    fill()
    fill()
    assert [queries_of(lambda page=page: desk.get(page)) for page in pages] == before  # type: ignore[misc]
    shown = text(desk.get("/collections/?view=overdue"))
    assert "90+" in shown
    assert "31–60 days overdue" in shown
    assert "too few to say" in text(desk.get("/collections/forecast/"))


def test_pages_of_contract_invoice_and_receipt_do_not_ask_for_each_row(desk: Client) -> None:
    dues = [("100", TODAY)] * 6
    contract = make_signed(terms=make_terms("600", *dues))
    invoice = ask(contract, {0: "50", 1: "50"})
    receipt = pay(invoice, "10")
    urls = [
        f"/contracts/{contract.number}/",
        f"/invoices/{invoice.number}/",
        f"/receipts/{receipt.number}/",
    ]
    for url in urls:
        desk.get(url)
    before = [queries_of(lambda url=url: desk.get(url)) for url in urls]  # type: ignore[misc]
    for part in (2, 3, 4):
        ask(contract, {part: "100"})
        pay(invoice, "20")
    assert [queries_of(lambda url=url: desk.get(url)) for url in urls] == before  # type: ignore[misc]
    # A good third of them asks for the numbers of the side bar, once after each change.
    assert max(before) <= 45


def test_a_salesperson_sees_their_own_and_records_nothing(client: Client) -> None:
    seller = make_user(Role.SALESPERSON)
    mine, other = make_invoice(contract=make_signed(by=seller)), make_invoice()
    client.force_login(seller)
    page = text(client.get("/collections/?view=all"))
    assert mine.number in page
    assert other.number not in page
    assert client.get(f"/invoices/{other.number}/").status_code == 404
    assert client.get("/receipts/new/").status_code == 403
    assert client.get("/statements/").status_code == 403
    assert call_as(Role.SALESPERSON).get(f"/invoices/{mine.number}").status_code == 404
    client.force_login(make_user(Role.ENGINEER))
    assert client.get("/collections/").status_code == 403
    assert client.get(f"/invoices/{mine.number}/").status_code == 404


def test_nobody_reads_that_nothing_was_invoiced_where_they_may_not_see_it(client: Client) -> None:
    owner, seller = make_user(Role.SALESPERSON), make_user(Role.SALESPERSON)
    customer = make_customer(owner=owner)
    contract = make_signed(terms=make_terms("1000"), customer=customer)
    pages = f"/contracts/{contract.number}/", f"/customers/{customer.number}/?whole=1"
    nothing = ("Nothing has been invoiced yet", "nothing invoiced yet", "Nothing is owed")

    def said(reader: User) -> tuple[str, str]:
        client.force_login(reader)
        return text(client.get(pages[0])), text(client.get(pages[1]))

    def claims(pages: tuple[str, str]) -> list[str]:
        return [each for each in nothing if any(each in page for page in pages)]

    assert claims(said(owner)) == list(nothing)
    assert claims(said(seller)) == claims(said(make_user(Role.IMPLEMENTER))) == []
    hidden = ask(contract, {0: "1000"}, issued_on=LONG_AGO, due_on=LONG_AGO)
    assert claims(said(seller)) == claims(said(make_user(Role.IMPLEMENTER))) == []
    assert hidden.number not in "".join(said(seller))
    assert all(hidden.number in page for page in said(owner))

    mine = make_invoice(contract=make_signed(by=seller, customer=customer))
    on_contract, on_customer = said(seller)
    assert mine.number in on_customer
    assert hidden.number not in on_contract + on_customer
    assert "Only what concerns your own contracts" in on_customer
    assert "your own contracts only" in on_customer


def test_reminders_are_made_once_and_stop_where_nothing_is_owed(manager: User) -> None:
    seller = make_user(Role.SALESPERSON)
    contract = make_signed(by=seller, terms=make_terms("3000"))
    late = [
        ask(contract, {0: "1000"}, by=manager, issued_on=TODAY - timedelta(days=20), due_on=due)
        for due in (TODAY - timedelta(days=8), TODAY - timedelta(days=1), TODAY)
    ]
    for days, name in ((1, "Call"), (7, "Letter")):
        details = StepDetails(days_after=days, name_zh=name, name_en=name)
        operations.set_step(step=None, details=details, by=manager, at=AT)
    with pytest.raises(operations.StepImpossible):
        operations.set_step(step=None, details=details, by=manager, at=AT)

    for _each in range(2):
        every_morning(AT)
        drain()

    made = {(each.invoice_id, each.step.name_en) for each in DunningTask.objects.all()}
    assert made == {(late[0].pk, "Letter"), (late[1].pk, "Call")}
    assert (
        Notification.objects.filter(told_by="collections/reminder", recipient=seller).count() == 2
    )
    [overdue] = [each for each in to_collect(seller, AT) if each.code == "overdue"]
    assert "2 invoices" in overdue.title
    operations.dispute(invoice=late[1], reason="x", by=manager, at=AT)
    pay(late[0], "1000", by=manager)
    assert not queries.list_tasks(for_user=seller, mine=True)


STATEMENT = """交易日期,交易流水号,对方户名,收入金额,支出金额,摘要
2026-11-20,T-1,宁海汽车电子有限公司,"1,000.00",,货款 {number}
2026-11-20,T-2,别家公司,77.00,,杂项
2026-11-21,T-3,,,50.00,手续费
2026-11-20,T-1,宁海汽车电子有限公司,"1,000.00",,货款
"""


def test_a_statement_is_read_matched_booked_and_taken_back(desk: Client) -> None:
    invoice = make_invoice("1000", customer=make_customer(name="宁海汽车电子"))
    data = STATEMENT.format(number=invoice.number).encode("gb18030")

    def read() -> None:
        file = SimpleUploadedFile("bank.csv", data)
        answer = desk.post("/statements/", {"statement": file, "currency": "CNY"}, follow=True)
        assert answer.status_code == 200

    read()
    lines = {each.line: each for each in StatementLine.objects.all()}
    assert [lines[key].state for key in sorted(lines)] == ["waiting", "waiting", "known"]
    url = f"/statements/{lines[2].statement_id}/"
    page = text(desk.get(url))
    assert "Book 1 sure line" in page
    assert "names the invoice" in page
    desk.post(f"{url}sure/")
    assert is_open(invoice) == 0
    assert Receipt.objects.get().bank_reference == "T-1"
    read()
    assert StatementLine.objects.filter(state="known").count() == 4
    desk.post(f"/statements/lines/{lines[2].pk}/unbook/")
    assert is_open(invoice) == 1000
    desk.post(f"/statements/lines/{lines[2].pk}/book/", {"invoice": invoice.number})
    assert is_open(invoice) == 0
    desk.post(f"/statements/lines/{lines[3].pk}/aside/")
    assert "Set aside" in text(desk.get(url))


STRANGE = "Day,Text,Debit or credit,Who\n2026-11-20,Q4,250.00,Kaito\n2026-11-20,fee,-5,\n"


def test_columns_that_were_guessed_wrongly_are_chosen_and_a_line_becomes_credit(
    desk: Client,
) -> None:
    file = SimpleUploadedFile("bank.csv", STRANGE.encode())
    kept = desk.post("/statements/", {"statement": file, "currency": "CNY"})
    url = str(kept.headers["Location"])
    assert "No line says that money came in" in text(desk.get(url))
    asked = text(desk.get(f"{url}columns/", **DIALOG))
    assert "Debit or credit (250.00)" in asked
    chosen = {"paid_on": "Day", "amount": "Who", "payer": "Who"}
    assert "says that money came in" in text(desk.post(f"{url}columns/", chosen))
    chosen["amount"] = "Debit or credit"
    assert desk.post(f"{url}columns/", chosen, **DIALOG).headers["HX-Redirect"] == url
    line = StatementLine.objects.get()
    assert (line.amount, line.payer, line.currency) == (Decimal(250), "Kaito", "CNY")

    customer = make_customer(name="Kaito Precision")
    credit = f"/statements/lines/{line.pk}/credit/"
    assert "250.00" in text(desk.get(credit, **DIALOG))
    assert desk.post(credit, {"customer": customer.pk}).status_code == 302
    assert credit_of(Receipt.objects.get(customer=customer)) == 250
    # What was booked stays as it was read.
    assert "take that back first" in text(desk.post(f"{url}columns/", chosen))
    assert f"{url}columns/" not in text(desk.get(url))


def test_the_api_chooses_columns_of_a_statement() -> None:
    caller = call_as(Role.SALES_MANAGER)
    file = SimpleUploadedFile("bank.csv", STRANGE.encode())
    kept = caller.upload("/statements", {"file": file}).json()
    assert kept["file_columns"] == ["Day", "Text", "Debit or credit", "Who"]
    to = f"/statements/{kept['id']}/columns"
    wrong = caller.post(to, {"paid_on": "Day", "amount": "Nowhere"})
    assert wrong.json()["code"] == "columns-impossible"
    right = {"paid_on": "Day", "amount": "Debit or credit"}
    assert caller.post(to, right).json()["columns"] == right
    assert len(caller.get(f"/statements/{kept['id']}/lines").json()) == 1


def test_statements_of_other_banks_are_read() -> None:
    for said, amount in (("1.234,50", "1234.50"), ("¥1,234.5", "1234.5"), ("x", None)):
        assert amount_of(said) == (None if amount is None else Decimal(amount))
    data = b"Date;Counterparty;Amount;Currency;Reference\n24.11.2026;Kaito;500,00;EUR;R-9\n"
    [read] = read_statement(
        data, "x.csv", currency="CNY", zone="Asia/Shanghai", at=AT + timedelta(days=1)
    ).movements
    assert (read.amount, read.currency, read.paid_on) == (Decimal(500), "EUR", TODAY)


def test_enough_paid_invoices_make_a_forecast(desk: Client, manager: User) -> None:
    at = datetime.now(UTC)
    today = at.date()
    customer = make_customer()
    for turn in range(22):
        issued = today - timedelta(days=200 - turn * 4)
        invoice = make_invoice(
            "100", by=manager, customer=customer, issued_on=issued,
            due_on=issued + timedelta(days=30),
        )  # fmt: skip
        pay(invoice, "100", received_on=issued + timedelta(days=40), by=manager, at=at)
    make_invoice("700", by=manager, customer=customer, issued_on=today - timedelta(days=3),
                 due_on=today + timedelta(days=27))  # fmt: skip
    found = queries.forecast_cash(for_user=manager, on=today)
    assert (found.paid, found.is_enough, found.usual_late) == (22, True, 10)
    assert (found.open, found.middle) == (700, 700)
    assert sum(week.middle for week in found.weeks[4:7]) == 700
    assert found.uninvoiced == 0
    # What is due by contract counts too, as if it were invoiced today; what waits does not.
    terms = make_terms(
        "900", ("600", today + timedelta(days=20)), ("300", today - timedelta(days=9))
    )
    make_signed(by=manager, customer=customer, terms=terms)
    found = queries.forecast_cash(for_user=manager, on=today)
    assert (found.open, found.uninvoiced, found.middle) == (700, 900, 1600)
    assert [week.uninvoiced for week in found.weeks[:3]] == [300, 0, 600]
    assert sum(week.middle for week in found.weeks[1:3]) == 300
    page = text(desk.get("/collections/forecast/"))
    assert "22 paid invoices" in page
    assert "not invoiced yet" in page


def test_the_api_does_what_pages_do() -> None:
    caller = call_as(Role.SALES_MANAGER)
    contract = make_signed()
    part = {"instalment_id": contract.instalments.get().pk, "amount": "1000.00"}
    body = {"contract": contract.number, "parts": [part]}
    dated = {"issued_on": "2026-01-05", "due_on": "2026-02-05"}
    number = caller.post("/invoices", body | dated).json()["number"]
    assert caller.post("/invoices", body | dated).json()["code"] == "too-much-invoiced"
    assert caller.get("/invoices?state=overdue").json()["items"][0]["open"] == "1000.00"
    money = {
        "customer": contract.customer.number,
        "amount": "1200.00",
        "currency": "CNY",
        "received_on": "2026-01-20",
        "pays": [{"invoice": number}],
    }
    assert caller.post("/receipts", money).json()["code"] == "rest-unsaid"
    receipt = caller.post("/receipts", money | {"keep_rest": True}).json()["number"]
    url = f"/receipts/{receipt}"
    assert caller.get(f"{url}/allocations").json()[0]["invoice"] == number
    assert caller.post(f"{url}/undoing", {}).status_code == 200
    assert caller.post(f"{url}/allocations", {"pays": [{"invoice": number}]}).status_code == 201
    back = {"amount": "200", "paid_on": "2026-01-21", "reason": "x"}
    assert caller.post(f"{url}/refunds", back).status_code == 201
    assert caller.post(f"{url}/voiding", {"reason": "x"}).json()["code"] == "still-used"
    assert caller.get("/cash-forecast").json()["is_enough"] is False
    step = {"days_after": 3, "name_zh": "电话", "name_en": "Call"}
    assert caller.post("/dunning-steps", step).status_code == 201
