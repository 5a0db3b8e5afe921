"""The pages of contracts, and the API beside them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories.complaints import make_complaint
from tests.factories.contracts import AT, make_draft, make_signed, make_terms, sign
from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.pipeline import make_opportunity
from tests.factories.products import make_product
from tests.factories.quotes import make_sent
from tests.factories.sla import make_plan
from tests.factories.tokens import call_as
from tests.queries import queries_of
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.sales.contracts import operations
from twintrack.sales.contracts.models import Contract
from twintrack.sales.contracts.terms import Part
from twintrack.sales.quotes import operations as quotes
from twintrack.sales.sla.queries import newest_version

pytestmark = pytest.mark.django_db
DIALOG = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "div#modal-body"}
TODAY = datetime.now(UTC).date()


@pytest.fixture
def manager() -> User:
    return make_user(Role.SALES_MANAGER, name="Sun")


@pytest.fixture
def desk(client: Client, manager: User) -> Client:
    client.force_login(manager)
    return client


def text(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]


def rows(prefix: str, *given: dict[str, object], known: int = 0) -> dict[str, object]:
    form: dict[str, object] = {
        f"{prefix}-TOTAL_FORMS": len(given),
        f"{prefix}-INITIAL_FORMS": known,
    }
    for place, row in enumerate(given):
        form |= {f"{prefix}-{place}-{name}": value for name, value in row.items()}
    return form


def test_a_contract_by_hand_is_written_signed_and_amended(desk: Client, manager: User) -> None:
    opportunity = make_opportunity(owner=manager, products=[make_product()])
    new = f"/contracts/new/?opportunity={opportunity.number}"
    assert "1000000" in text(desk.get(new, **DIALOG))
    form = {
        "customer": opportunity.customer_id,
        "title": "Six lines",
        "amount": "1000000.00",
        "currency": "CNY",
        "starts_on": "2026-01-01",
        "ends_on": "2040-12-31",
    }
    assert desk.post(new, form).status_code == 422
    made = desk.post(new, form | {"reason": "By letter"})
    contract = Contract.objects.get()
    url = f"/contracts/{contract.number}/"
    assert made.headers["Location"] == f"{url}versions/0/terms/"

    parts = rows(
        "parts",
        {"label": "Down", "trigger": "signing", "days": "10", "share": "30"},
        {"label": "Rest", "trigger": "acceptance", "days": "30", "share": "60"},
        {"label": "", "trigger": "day"},
    )
    terms = {**form, **rows("lines"), **parts, "revision": "1"}
    wrong = text(desk.post(f"{url}versions/0/terms/", terms))
    assert "come to ¥900,000.00; ¥100,000.00 of ¥1,000,000.00 is missing" in wrong
    # One row more shows all that was typed, judges nothing and begins in the new row.
    crossed_out = {"parts-0-DELETE": "on", "more": "parts"}
    longer = desk.post(f"{url}versions/0/terms/", terms | crossed_out)
    assert longer.status_code == 200
    formset = longer.context["written"].parts
    assert [each["label"].value() for each in formset] == ["Rest", None, None, None]
    assert "autofocus" in str(formset.forms[1]["label"])
    assert not longer.context["written"].form.errors
    right = terms | {"parts-1-share": "70"}
    assert desk.post(f"{url}versions/0/terms/", right).status_code == 302
    assert "meantime" in text(desk.post(f"{url}versions/0/terms/", right))
    signature = {
        "signed_on": TODAY.isoformat(),
        "by_us": "Sun",
        "by_them": "Ms Yu",
        "how": "paper",
        "paper": SimpleUploadedFile("signed.pdf", b"%PDF-1.4"),
    }
    desk.post(f"{url}versions/0/sign/", signature)
    opportunity.refresh_from_db()
    assert opportunity.stage == "won"
    page = text(desk.get(url))
    for shown in ("¥300,000.00", "signed.pdf", "30 days after acceptance"):
        assert shown in page


def test_what_happens_to_a_signed_contract_is_done_on_its_page(desk: Client) -> None:
    waits = Part(label="Rest", trigger="acceptance", days=30, amount=Decimal(1000))
    contract = make_signed(terms=make_terms(schedule=(waits,)))
    url = f"/contracts/{contract.number}/"
    rest = contract.instalments.get()
    product = make_product(name="Winder")
    for other in (contract, make_signed(products=[product]), make_draft(products=[product])):
        other.products.add(product)
    assert text(desk.get(f"{url}edit/", **DIALOG)).count("Winder") == 1
    desk.post(f"{url}instalments/{rest.pk}/reached/", {"on": "2026-02-01"})
    assert contract.instalments.get().due_on == date(2026, 3, 3)
    desk.post(f"{url}instalments/{rest.pk}/waits/")
    amended = desk.post(f"{url}amend/", {"reason": "One more"}, **DIALOG)
    assert amended.headers["HX-Redirect"] == f"{url}versions/1/terms/"
    assert "Rest" in text(desk.get(f"{url}versions/1/terms/"))
    desk.post(f"{url}versions/1/discard/")
    assert "Discarded" in text(desk.get(url))
    assert "not paid all" in text(desk.post(f"{url}complete/", follow=True))
    assert desk.post(f"{url}terminate/", {"reason": ""}).status_code == 422
    assert "Moved away" in text(
        desk.post(f"{url}terminate/", {"reason": "Moved away"}, follow=True)
    )


def test_the_contract_of_a_quote_is_drafted_on_its_page(desk: Client, manager: User) -> None:
    version = make_sent(by=manager)
    url = f"/quotes/{version.quote.number}/contract/"
    term = {"starts_on": "2026-12-01", "ends_on": "2027-11-30"}
    assert "has not accepted" in text(desk.get(url))
    assert "accepted becomes" in text(desk.post(url, term))
    quotes.accept(
        version=version, accepted_by="Yu", accepted_on=date(2026, 11, 24), by=manager, at=AT
    )

    assert desk.post(url, term).status_code == 302
    again = desk.post(url, term)

    assert again.status_code == 422
    assert Contract.objects.get().number in text(again)


def test_the_list_and_panels_show_contracts_without_asking_for_each(
    desk: Client, manager: User
) -> None:
    customer = make_customer()
    opportunity = make_opportunity(customer=customer)
    first = make_signed(customer=customer, opportunity=opportunity)
    pages = (
        "/contracts/",
        f"/customers/{customer.number}/contracts/",
        f"/opportunities/{opportunity.number}/contracts/",
    )
    for page in pages:
        assert first.number in text(desk.get(page))
    before = [queries_of(lambda page=page: desk.get(page)) for page in pages]  # type: ignore[misc]
    for _each in range(3):
        make_signed(customer=customer, opportunity=make_opportunity(customer=customer))
    assert [queries_of(lambda page=page: desk.get(page)) for page in pages] == before  # type: ignore[misc]
    url = f"/contracts/{first.number}/"
    desk.get(url)
    few = queries_of(lambda: desk.get(url))
    other = make_draft()
    assert other.number in text(desk.get("/contracts/?view=draft"))
    assert first.number not in text(desk.get("/contracts/?view=draft"))
    version = operations.amend(contract=first, reason="More", by=manager, at=AT)
    terms = make_terms("3000", *(("1000", TODAY + timedelta(days=turn)) for turn in range(3)))
    operations.write_terms(version=version, revision=1, terms=terms, by=manager, at=AT)
    sign(first, 1)
    assert queries_of(lambda: desk.get(url)) <= few + 1


def test_who_may_not_see_contracts_finds_none(client: Client) -> None:
    contract = make_signed()
    seller = make_user(Role.SALESPERSON)
    client.force_login(seller)
    assert client.get(f"/contracts/{contract.number}/versions/0/sign/").status_code == 403
    client.force_login(make_user(Role.ENGINEER))
    assert client.get("/contracts/").status_code == 403
    assert client.get(f"/contracts/{contract.number}/").status_code == 404
    page = text(client.get(f"/customers/{contract.customer.number}/?whole=1"))
    assert contract.number not in page
    assert call_as(Role.ENGINEER).get(f"/contracts/{contract.number}").status_code == 404


def test_the_api_does_what_pages_do(desk: Client) -> None:
    caller, customer = call_as(Role.SALES_MANAGER), make_customer()
    terms = {
        "amount": "900.00",
        "starts_on": "2026-01-01",
        "ends_on": "2040-12-31",
        "schedule": [
            {"label": "A", "due_on": "2026-12-01", "share": "33.3333"},
            {"label": "B", "trigger": "delivery", "days": 5, "share": "66.6667"},
        ],
    }
    body = {
        "customer": customer.number,
        "title": "x",
        "currency": "CNY",
        "reason": "By letter",
        "terms": terms | {"amount": "901.001"},
    }
    assert caller.post("/contracts", body).status_code == 422
    made = caller.post("/contracts", body | {"terms": terms})
    assert made.status_code == 201
    url = f"/contracts/{made.json()['number']}"
    written = caller.post(f"{url}/versions/0/terms", {"revision": 1, "terms": terms})
    assert [each["amount"] for each in written.json()["schedule"]] == ["300.00", "600.00"]
    signed = {"signed_on": "2026-01-05", "by_us": "Sun", "by_them": "Yu"}
    assert caller.post(f"{url}/versions/0/signature", signed).json()["state"] == "signed"
    assert caller.post(f"{url}/versions/0/signature", signed).status_code == 409
    due = caller.post(f"{url}/due", {"trigger": "delivery", "on": "2026-02-01"}).json()
    assert due["instalments"][1]["due_on"] == "2026-02-06"
    caller.post(f"{url}/due", {"trigger": "delivery"})
    changed = caller.patch(url, {"before": {"title": "x"}, "values": {"title": "y"}})
    assert changed.json()["title"] == "y"
    assert caller.post(f"{url}/versions", {"reason": "More"}).json()["ordinal"] == 1
    assert caller.post(f"{url}/versions/1/discarding").json()["state"] == "discarded"
    fresh = caller.post(f"{url}/renewal").json()
    assert fresh["state"] == "draft"
    page = text(desk.get(f"{url}/"))
    assert "Renewed by" in page
    assert fresh["number"] in page
    assert f"{url}/renew/" not in page
    assert caller.post(f"{url}/completion").json()["code"] == "not-paid-yet"
    assert caller.post(f"{url}/termination", {"reason": "x"}).json()["state"] == "terminated"
    assert caller.get("/contracts?state=draft").json()["items"][0]["title"] == "y"


def test_the_clocks_of_a_complaint_name_the_contract_that_binds_to_their_plan(
    desk: Client, manager: User
) -> None:
    customer, product = make_customer(), make_product()
    at = datetime(2026, 12, 1, 2, tzinfo=UTC)
    before = make_complaint(at=at, customer=customer, product=product)
    agreed = {"products": [product], "sla_version": newest_version(make_plan())}
    contract = make_signed(by=manager, customer=customer, **agreed)
    bound = make_complaint(at=at, customer=customer, product=product)

    def panel_of(number: str) -> str:
        return text(desk.get(f"/feedback/{number}/complaint/"))

    assert f"by contract {contract.number}" in panel_of(bound.feedback.number)
    # Its clocks keep the plan that they began with.
    assert contract.number not in panel_of(before.feedback.number)
    desk.force_login(make_user(Role.ENGINEER))
    assert contract.number not in panel_of(bound.feedback.number)
    assert desk.get(f"/complaints/{bound.feedback.number}/contract/").status_code == 403
