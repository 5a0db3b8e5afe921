"""Pages of quotes: what they show to whom, what they take, and what they refuse."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from tests.answers import text_of
from tests.factories.people import make_user
from tests.factories.pipeline import make_opportunity
from tests.factories.quotes import make_book, make_quote, make_rule, make_sent
from tests.queries import queries_of
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.sales.quotes import operations
from twintrack.sales.quotes.models import Quote, QuoteVersion

pytestmark = pytest.mark.django_db
DIALOG = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "div#modal-body"}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def seller() -> User:
    return make_user(Role.SALESPERSON, name="Zhao")


@pytest.fixture
def page(client: Client, seller: User) -> Client:
    client.force_login(seller)
    return client


def at_page(version: QuoteVersion, rest: str = "") -> str:
    return f"/quotes/{version.quote.number}/{rest}"


def later() -> str:
    return (timezone.localdate() + timedelta(days=20)).isoformat()


def draft(seller: User, **over: object) -> QuoteVersion:
    over = {"valid_until": timezone.localdate() + timedelta(days=20)} | over
    return make_quote(by=seller, **over)  # type: ignore[arg-type]


def test_a_quote_is_begun_on_the_opportunity_and_only_with_a_fitting_book(
    page: Client, seller: User
) -> None:
    opportunity = make_opportunity(owner=seller)
    book, _other = make_book(), make_book(currency="EUR")
    form = text_of(page.get(f"/opportunities/{opportunity.number}/quotes/new/"))
    assert book.name in form
    assert _other.name not in form
    sent = {
        "title": "Retrofit",
        "book": book.pk,
        "discount": "5",
        "valid_until": later(),
        "language": "en",
    }
    refused = page.post(
        f"/opportunities/{opportunity.number}/quotes/new/", sent | {"discount": "100"}
    )
    assert refused.status_code == 422
    answer = page.post(f"/opportunities/{opportunity.number}/quotes/new/", sent)
    quote = Quote.objects.get()
    assert answer["Location"] == f"/quotes/{quote.number}/"
    panel = text_of(page.get(f"/opportunities/{opportunity.number}/"))
    assert f"/quotes/{quote.number}/" in panel
    assert quote.number in text_of(page.get(f"/customers/{quote.customer.number}/?whole=1"))


def test_lines_change_in_their_cells_and_what_follows_is_shown_at_once(
    page: Client, seller: User
) -> None:
    make_rule(kind="margin_below", threshold=Decimal(45))
    version = draft(seller)
    [line] = version.lines.all()
    target = HTMX | {"HX-Target": "div#sheet"}
    sent = {"quantity": "3", "initial-quantity": "1.000"}
    answer = page.post(at_page(version, f"lines/{line.pk}/"), sent, headers=target)
    shown = text_of(answer)
    assert answer.status_code == 200
    assert "¥3,390.00" in shown
    assert "Will be asked for approval" in shown
    assert "The margin lies below the floor of 45" in shown
    assert "<html" not in shown
    assert f'hx-get="{at_page(version)}"' in shown

    wrong = page.post(
        at_page(version, f"lines/{line.pk}/"), {"quantity": "-1", "initial-quantity": "3"}
    )
    assert wrong.status_code == 422
    assert "A quantity lies above 0" in text_of(wrong)
    stale = page.post(
        at_page(version, f"lines/{line.pk}/"), {"quantity": "9", "initial-quantity": "1"}
    )
    assert stale.status_code == 422
    assert "Somebody changed this to" in text_of(stale)
    page.post(at_page(version, "discount/"), {"discount": "10", "initial-discount": "0.00"})
    assert version.lines.get().share == 300
    page.post(at_page(version, "lines/"), {"item": line.item_id, "quantity": "2"})
    assert version.lines.count() == 2
    page.post(at_page(version, f"lines/{version.lines.last().pk}/place/"), {"to": "1"})
    page.post(at_page(version, f"lines/{line.pk}/removed/"))
    assert version.lines.get().quantity == 2


def test_free_lines_and_days_are_written_too(page: Client, seller: User) -> None:
    version = draft(seller)
    free = {"name": "Freight", "quantity": "1", "unit": "lot", "list_price": "99"}
    answer = page.post(at_page(version, "lines/free/"), free | {"discount": "0", "tax_rate": "6"})
    assert answer.status_code == 302
    page.post(at_page(version, "promises/"), {"text": "Line 2 runs", "due_on": later()})
    assert "needs a commitment" in text_of(page.get(at_page(version)))
    named = at_page(version, f"promises/{version.promises.get().pk}/commitment/")
    assert "needs a commitment" not in text_of(
        page.post(named, {"commitment": "PR-1"}, follow=True)
    )


def test_terms_and_whole_lines_are_changed_in_their_dialogs(page: Client, seller: User) -> None:
    version = draft(seller)
    [line] = version.lines.all()
    until = version.valid_until.isoformat()
    seen = {"title": version.quote.title, "book": version.book_id, "discount": "0"}
    seen |= {"valid_until": until, "language": "zh-hans"}
    sent = {f"initial-{name}": value for name, value in seen.items()} | seen
    sent |= {"language": "en", "payment_terms": "30 days", "initial-payment_terms": ""}
    sent |= {"initial-delivery_terms": "", "initial-notes": ""}
    assert version.quote.title in text_of(page.get(at_page(version, "edit/")))
    wrong = page.post(at_page(version, "edit/"), sent | {"valid_until": "2020-01-01"})
    assert wrong.status_code == 422
    assert page.post(at_page(version, "edit/"), sent).status_code == 302
    version.refresh_from_db()
    assert (version.language, version.payment_terms) == ("en", "30 days")
    assert version.lines.get().name == str(line.item and line.item.name_en)
    cells = {"name": "Winder", "quantity": "4", "discount": "5", "description": "with cabinet"}
    seen = {"name": version.lines.get().name, "quantity": "1", "discount": "0"}
    sent = {f"initial-{name}": value for name, value in seen.items()} | cells
    answer = page.post(at_page(version, f"lines/{line.pk}/edit/"), sent)
    assert answer.status_code == 302
    assert (version.lines.get().name, version.lines.get().amount) == ("Winder", 3800)


def test_a_quote_goes_its_way_over_the_pages(page: Client, seller: User) -> None:
    make_rule()
    manager = make_user(Role.SALES_MANAGER)
    version = draft(seller, discount="12")
    page.post(at_page(version, "submission/"))
    assert page.post(at_page(version, "approval/"), {"seen": "1"}).status_code == 403
    theirs = Client()
    theirs.force_login(manager)
    assert "Approve" in text_of(theirs.get(at_page(version)))
    old = theirs.post(at_page(version, "approval/"), {"seen": "1"})
    assert old.status_code == 422
    version.refresh_from_db()
    back = {"seen": version.revision, "reason": "less"}
    theirs.post(at_page(version, "sent-back/"), back)
    told = text_of(page.get(at_page(version)))
    assert f"{manager} sent it back" in told
    assert "less" in told.partition("Lines of the quote")[0]
    page.post(at_page(version, "submission/"))
    version.refresh_from_db()
    theirs.post(at_page(version, "approval/"), {"seen": version.revision})
    assert "may go to the customer" in text_of(page.get(at_page(version)))


def test_a_quote_is_sent_and_followed_by_a_version_to_compare(page: Client, seller: User) -> None:
    version = draft(seller)
    page.post(at_page(version, "submission/"))
    nobody = page.post(at_page(version, "sending/"), {"way": "mail", "to": "nobody"})
    assert nobody.status_code == 422
    page.post(at_page(version, "sending/"), {"way": "handed_over", "to": "Ms Yu"})
    today = timezone.localdate().isoformat()
    page.post(at_page(version, "next-version/"), {"valid_until": later(), "note": "less"})
    gone = page.post(at_page(version, "acceptance/"), {"accepted_by": "A", "accepted_on": today})
    assert gone.status_code == 422
    assert "not with the customer" in text_of(gone)
    assert "an earlier version" in text_of(page.get(at_page(version, "versions/1/")))
    compared = text_of(page.get(at_page(version, "comparison/")))
    assert "comes to the same as" in compared
    assert "less" in compared
    # On a phone each side says of which version it is.
    assert f'data-label="{version.quote.number}/2"' in compared
    acts = page.get(at_page(version), headers=HTMX | {"HX-Target": "div#acts"})
    assert at_page(version, "edit/") in text_of(acts)
    assert page.get(at_page(version, "versions/9/")).status_code == 404


def test_accepted_declined_and_prolonged(page: Client, seller: User) -> None:
    sent = make_sent(by=seller, at=timezone.now(), valid_until=timezone.localdate())
    today = timezone.localdate().isoformat()
    taken = page.post(at_page(sent, "acceptance/"), {"accepted_by": "Ms Yu", "accepted_on": today})
    assert taken.status_code == 302
    twice = page.post(at_page(sent, "acceptance/"), {"accepted_by": "B", "accepted_on": today})
    assert "was accepted by Ms Yu already" in text_of(twice)
    other = make_sent(by=seller, at=timezone.now(), valid_until=timezone.localdate())
    assert page.post(at_page(other, "refusal/"), {"reason": ""}).status_code == 422
    page.post(at_page(other, "refusal/"), {"reason": "too dear"})
    assert "too dear" in text_of(page.get(at_page(other)))
    wide = page.get(at_page(other, "versions/1/paper/"))
    assert wide["Content-Type"] == "application/pdf"
    assert wide.content.startswith(b"%PDF")


def test_who_may_not_see_prices_sees_no_quotes(client: Client) -> None:
    version = make_quote()
    client.force_login(make_user(Role.ENGINEER))
    for path in ("/quotes/", "/catalogue/", "/price-books/", "/quotes/approval-rules/"):
        assert client.get(path).status_code == 403
    for path in (at_page(version), at_page(version, "versions/1/paper/")):
        assert client.get(path).status_code == 404
    client.force_login(make_user(Role.PRODUCT_MANAGER))
    shown = text_of(client.get(at_page(version)))
    assert "¥1,130.00" in shown
    assert "¥600.00" not in shown
    assert client.post(at_page(version, "submission/")).status_code == 403
    assert client.post(at_page(version, "lines/"), {}).status_code == 403


def test_the_list_is_narrowed_and_asks_the_same_however_long_it_is(
    page: Client, seller: User
) -> None:
    mine = make_sent(by=seller, at=timezone.now(), valid_until=timezone.localdate())
    make_quote()
    assert mine.name in text_of(page.get("/quotes/?view=expiring"))
    assert mine.name in text_of(page.get("/quotes/?view=mine"))
    assert "No quotes here" in text_of(page.get("/quotes/?view=waiting"))
    few = queries_of(lambda: page.get("/quotes/?view=all"))
    for _more in range(4):
        make_sent(by=seller)
    assert queries_of(lambda: page.get("/quotes/?view=all")) == few
    short = make_quote(by=seller)
    few = queries_of(lambda: page.get(at_page(short)))
    long = make_quote(by=seller, lines=6)
    assert queries_of(lambda: page.get(at_page(long))) == few


def test_rules_are_kept_on_their_page(client: Client) -> None:
    client.force_login(make_user(Role.SALES_MANAGER))
    rule = {
        "name_zh": "折扣",
        "name_en": "Discount",
        "kind": "discount_above",
        "threshold": "10",
        "role": "sales_manager",
        "step": "1",
    }
    wrong = client.post("/quotes/approval-rules/new/", rule | {"threshold": "101"})
    assert wrong.status_code == 422
    assert client.post("/quotes/approval-rules/new/", rule).status_code == 302
    assert "Discount" in text_of(client.get("/quotes/approval-rules/"))
    client.force_login(make_user(Role.SALESPERSON))
    assert client.post("/quotes/approval-rules/new/", rule).status_code == 403


AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_a_stage_may_ask_for_a_quote_that_was_sent(seller: User) -> None:
    from twintrack.sales.pipeline.criteria import all_checks

    check = next(each for each in all_checks() if each.code == "quote_sent")
    version = make_quote(by=seller)
    opportunity = version.quote.opportunity
    assert not check.is_met(opportunity, timezone.localdate())
    operations.submit(version=version, by=seller, at=AT)
    way = operations.Way(way="handed_over", to="Ms Yu")
    operations.send(version=version, way=way, letterhead={}, by=seller, at=AT)
    assert check.is_met(opportunity, timezone.localdate())


def test_a_quote_is_begun_from_anywhere_for_an_open_opportunity(page: Client) -> None:
    deal = make_opportunity(name="Winder line")
    over = make_opportunity(name="Winder of last year", stage="won", closed_at=timezone.now())
    found = page.get("/opportunities/choices/", {"q": "winder"}).json()["items"]
    assert [each["value"] for each in found] == [deal.pk]
    to = page.post("/quotes/new/", {"opportunity": deal.pk}, **DIALOG).headers["HX-Redirect"]
    assert to == f"/opportunities/{deal.number}/quotes/new/"
    assert page.post("/quotes/new/", {"opportunity": over.pk}).status_code == 422
    engineer = Client()
    engineer.force_login(make_user(Role.ENGINEER))
    assert engineer.get("/quotes/new/").status_code == 403


def test_the_rules_of_the_beginning_are_marked(page: Client) -> None:
    assert text_of(page.get("/quotes/approval-rules/")).count("Given at the beginning") == 2
