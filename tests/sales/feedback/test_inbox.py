"""The inbox: what waits, narrowed, looked at and worked off, as far as one may see it."""

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
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Module, Version
from twintrack.sales.feedback import inbox
from twintrack.sales.feedback.inbox import Wanted
from twintrack.sales.feedback.models import Feedback

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def lin() -> User:
    return make_user(Role.PRODUCT_MANAGER)


@pytest.fixture
def desk(client: Client, lin: User) -> Client:
    client.force_login(lin)
    return client


def test_each_view_keeps_what_it_is_named_for(lin: User) -> None:
    new, linked = make_feedback(), make_feedback(state="linked")
    seen = make_feedback(state="linked", triaged_at="2026-11-24T09:00Z")
    solved, gone = make_feedback(state="resolved"), make_feedback(state="withdrawn")
    mine = make_feedback(state="triaged", owner=lin)

    def shown(view: str) -> set[Feedback]:
        return set(inbox.list_inbox(for_user=lin, wanted=Wanted(view=view)))

    assert shown("triage") == {new, linked}
    assert shown("rnd") == {linked, seen}
    assert shown("resolved") == {solved}
    assert shown("mine") == {mine}
    assert shown("all") == {new, linked, seen, solved, gone, mine}


def test_filters_narrow_together(desk: Client) -> None:
    product = make_product()
    module = Module.objects.create(product=product, name="Drive")
    wanted = make_feedback(
        product=product, module=module, severity="blocker", kind="request", verbatim="film tears"
    )
    make_feedback(product=product)
    also = make_feedback(verbatim="film tears too", severity="blocker", kind="request")
    also.also_products.add(product)
    query = f"?product={product.pk}&severity=blocker&kind=request&q=tears"

    page = desk.get(f"/feedback/{query}").content.decode()
    narrower = desk.get(
        f"/feedback/{query}&module={module.pk}&customer={wanted.customer_id}"
        f"&recorder={wanted.recorded_by_id}"
    ).content.decode()

    assert f'data-pk="{wanted.pk}"' in page
    assert f'data-pk="{also.pk}"' in page
    assert page.count("data-preview=") == 2
    assert narrower.count("data-preview=") == 1


def test_a_filter_that_cannot_be_is_none(desk: Client) -> None:
    make_feedback()

    page = desk.get("/feedback/?product=x&severity=huge&view=none&after=zzz")

    assert page.status_code == 200
    assert page.content.decode().count("data-preview=") == 1


def test_the_sentence_says_how_much_waits_and_the_money_behind_it_once(desk: Client) -> None:
    customer = make_customer()
    make_opportunity(customer=customer, amount=Decimal(4_860_000), currency="CNY")
    make_feedback(customer=customer, severity="blocker")
    make_feedback(customer=customer, state="linked")
    make_opportunity(amount=Decimal(9_000_000), currency="CNY")

    said = " ".join(desk.get("/feedback/waiting/").content.decode().split())

    assert "2 to triage, ¥4.86 M behind them." in said
    assert "1 stops a line." in said


def test_engineers_read_the_sentence_without_the_money(client: Client) -> None:
    client.force_login(make_user(Role.ENGINEER))
    customer = make_customer()
    make_opportunity(customer=customer, amount=Decimal(4_860_000), currency="CNY")
    make_feedback(customer=customer)

    said = client.get("/feedback/waiting/").content.decode()

    assert "1 to triage." in said
    assert "4.86" not in said
    assert "Nothing waits" not in said


def test_the_preview_offers_what_the_person_may_do(client: Client, desk: Client) -> None:
    feedback = make_feedback(verbatim="<b>tears</b>")

    part = desk.get(f"/feedback/{feedback.number}/preview/", headers=HTMX).content.decode()
    client.force_login(make_user(Role.ENGINEER))
    reader = client.get(f"/feedback/{feedback.number}/preview/", headers=HTMX).content.decode()

    assert "&lt;b&gt;tears" in part
    assert "<html" not in part
    assert f"/feedback/{feedback.number}/triage/" in part
    assert f"/feedback/{feedback.number}/triage/" not in reader


def test_feedback_on_a_hidden_product_has_no_preview_and_no_row(desk: Client) -> None:
    secret = make_feedback(product=make_product(reach="teams"))

    assert desk.get(f"/feedback/{secret.number}/preview/").status_code == 404
    assert "data-preview=" not in desk.get("/feedback/").content.decode()
    assert secret.number not in read(desk.get("/feedback/export/?view=all"))


def read(answer: object) -> str:
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def test_the_file_has_the_rows_of_the_view_and_runs_no_formula(desk: Client) -> None:
    make_feedback(verbatim="=1+1", title="@SUM")
    make_feedback(state="resolved", verbatim="solved")

    answer = desk.get("/feedback/export/")
    text = read(answer)

    assert answer.headers["Content-Disposition"].endswith('.csv"')
    assert "'=1+1" in text
    assert "'@SUM" in text
    assert "solved" not in text
    assert text.startswith("\ufeffNumber,")


def test_a_row_says_what_was_said_by_whom_and_about_what(desk: Client) -> None:
    product = make_product(name="H3 <small>")
    version = Version.objects.create(product=product, name="2.1")
    customer = make_customer(name="Ningbo & Sons")
    make_feedback(
        title="<b>It</b> stops",
        customer=customer,
        product=product,
        version=version,
        severity="blocker",
        state="linked",
    )

    row = desk.get("/feedback/?view=all").content.decode()
    waiting = desk.get("/feedback/?view=rnd").content.decode()

    assert ">&lt;b&gt;It&lt;/b&gt; stops</a>" in row
    assert "<b>Ningbo &amp; Sons</b><span>H3 &lt;small&gt; 2.1</span>" in row
    assert "Stops the line" in row
    assert "With R&amp;D" in waiting


def test_rows_alike_are_not_mixed_up(desk: Client) -> None:
    product, customer = make_product(), make_customer(name="One")
    first, second = make_user(name="Bob"), make_user(name="Charlie")
    for owner, severity in ((first, "major"), (second, "major"), (second, "minor")):
        make_feedback(
            product=product, customer=customer, recorded_by=first, owner=owner, severity=severity
        )

    rows = desk.get("/feedback/?view=all").content.decode()
    rows = rows[rows.index("<tbody") : rows.index("</tbody>")]

    assert rows.count('aria-label="Bob"') == 1
    assert rows.count('aria-label="Charlie"') == 2
    assert rows.count("Major") == 2
    assert rows.count("Minor") == 1


def test_feedback_is_found_while_one_types(desk: Client) -> None:
    found = make_feedback(title="Film tears")
    make_feedback(title="Film tears", state="withdrawn")

    items = desk.get("/feedback/choices/?q=film").json()["items"]

    assert [each["value"] for each in items] == [found.pk]


@pytest.mark.parametrize("url", ["/feedback/", "/feedback/?view=all&q=Said", "/feedback/waiting/"])
def test_the_inbox_costs_the_same_for_three_and_for_thirty(desk: Client, url: str) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get(url)
        return len(queries)

    desk.get(url)
    for _row in range(3):
        make_feedback()
    few = cost()
    for _row in range(27):
        make_feedback()

    assert cost() == few


def test_the_preview_costs_little(desk: Client) -> None:
    feedback = make_feedback()
    desk.get("/feedback/")

    with CaptureQueriesContext(connection) as queries:
        desk.get(f"/feedback/{feedback.number}/preview/", headers=HTMX)

    assert len(queries) <= 13


def test_feedback_knows_its_place_among_what_waits(lin: User) -> None:
    older, middle, newer = (make_feedback() for _each in range(3))
    settled = make_feedback(state="resolved", triaged_at=older.recorded_at)

    beside = inbox.find_beside(middle, for_user=lin)
    elsewhere = inbox.find_beside(settled, for_user=lin, view="triage")

    assert (beside.previous, beside.next) == (newer.number, older.number)
    assert (beside.place, beside.count) == (2, 3)
    assert (elsewhere.previous, elsewhere.next) == (None, newer.number)
    assert (elsewhere.place, elsewhere.count) == (0, 0)


def test_rows_that_are_drawn_anew_bring_the_number_of_the_tab(desk: Client) -> None:
    make_feedback()
    rows = {"HX-Request": "true", "HX-Target": "div#rows"}
    more = {"HX-Request": "true", "HX-Target": "tr#rows-pager"}

    again = desk.get("/feedback/", headers=rows).content.decode()

    tabs = again[again.index('hx-target="#list-tabs"') :]
    assert '<span class="badge ">1</span>' in tabs
    assert "list-tabs" not in desk.get("/feedback/", headers=more).content.decode()


def test_what_came_by_itself_carries_the_mark_of_what_works_by_itself(desk: Client) -> None:
    make_feedback(owner=make_user(Role.SALESPERSON, name="Zhao"))
    by_people = desk.get("/feedback/").content.decode()
    make_feedback(owner=make_user(is_service=True, name="Worktile"))

    by_itself = desk.get("/feedback/").content.decode()

    assert "#robot" not in by_people
    assert "#robot" in by_itself
