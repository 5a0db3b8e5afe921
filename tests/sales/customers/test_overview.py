"""A customer at a glance: each figure with its rule, what is next, and nothing one may not see."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from tests.answers import text_of
from tests.factories.collections import make_invoice, pay
from tests.factories.complaints import make_complaint
from tests.factories.contracts import make_signed, make_terms
from tests.factories.customers import make_customer
from tests.factories.feedback import make_feedback
from tests.factories.people import make_user
from tests.factories.pipeline import make_opportunity
from tests.factories.products import make_product
from tests.factories.quotes import make_quote
from tests.factories.tokens import call_as
from tests.factories.visits import make_visit
from tests.queries import queries_of
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Version
from twintrack.sales.customers.models import Contact, Customer, Installation
from twintrack.sales.customers.overview import Overview, Sign, overview_of
from twintrack.sales.visits.lifecycle import VisitState

# The contract of the factories ends on 31 October 2027, its invoice is due on 24 December 2026.
LATER = datetime(2027, 9, 15, 2, tzinfo=UTC)
BAND = "¥1\u2009M–5\u2009M"
pytestmark = pytest.mark.django_db


@pytest.fixture
def sun() -> User:
    return make_user(Role.SALES_MANAGER)


def look(customer: Customer, user: User, now: datetime = LATER) -> Overview:
    return overview_of(customer, for_user=user, now=now)


def ask_for(client: Client, url: str, part: str) -> str:
    """Ask for a page, or for the part of it that htmx is about to put into its place."""
    wanted = {"HX-Request": "true", "HX-Target": f"div#{part}"} if part else {}
    return text_of(client.get(url, headers=wanted))


def signs(found: Overview) -> dict[str, Sign]:
    return {each.code: each for each in found.signs}


def test_a_new_customer_has_nothing_that_worries_but_that_nobody_was_there(sun: User) -> None:
    found = look(make_customer(), sun)

    assert [each.code for each in found.worrying] == ["visits"]
    assert signs(found)["visits"].value == "never"
    assert found.steps == []


def test_every_figure_is_judged_by_its_rule(sun: User) -> None:
    customer = make_customer(segment="A")
    contract = make_signed(customer=customer, terms=make_terms("1000000"))
    contract.commitments = [
        {"text": "Splice control", "due_on": "2027-10-01", "commitment": ""},
        {"text": "Training", "due_on": "2027-01-01", "commitment": "PR-1"},
    ]
    contract.save(update_fields=["commitments"])
    invoice = make_invoice("1000000", contract=contract)
    pay(invoice, "400000")
    make_opportunity(customer=customer, amount=Decimal(3_000_000), next_step_on=None)
    make_complaint(customer=customer)
    make_visit(
        customer=customer, state=VisitState.DONE, starts_at=LATER - timedelta(days=47), owner=sun
    )
    product = make_product()
    old = Version.objects.create(product=product, name="3.1", released_on=date(2026, 1, 1))
    Version.objects.create(product=product, name="3.2", released_on=date(2027, 1, 1))
    Version.objects.create(product=product, name="4.0", planned_on=date(2028, 1, 1))
    Installation.objects.create(customer=customer, product=product, version=old)
    found = look(customer, sun)

    told = signs(found)
    assert {code for code, each in told.items() if each.tone == "bad"} == {"complaints", "overdue"}
    assert {code for code, each in told.items() if each.tone == "warn"} == {
        "contracts",
        "installed",
        "opportunities",
        "promises",
        "visits",
    }
    assert [each.tone for each in found.worrying[:3]] == ["bad", "bad", "warn"]
    assert told["overdue"].figure == Decimal(600_000)
    assert "overdue for 265 days · ¥400\u2009K of ¥1\u2009M paid" in told["overdue"].note
    assert told["opportunities"].value == "¥3\u2009M"
    assert "1 without a next step ahead" in told["opportunities"].note
    assert told["contracts"].note == "1 in force · ends 31 Oct 2027"
    assert (told["visits"].value, told["visits"].figure) == ("47 days ago", 47)
    assert told["promises"].figure == 1
    assert told["installed"].note == "1 behind the newest version"
    assert all(each.rule for each in found.worrying)
    assert [each.kind for each in found.steps] == ["feedback", "invoice", "contract", "opportunity"]


def test_a_day_that_a_quote_with_the_customer_names_is_promised(sun: User) -> None:
    customer = make_customer()
    offer = make_quote(opportunity=make_opportunity(customer=customer))
    offer.promises.create(text="Data export", due_on=date(2027, 11, 1))
    assert "promises" not in signs(look(customer, sun))
    offer.state = "sent"
    offer.save(update_fields=["state"])

    assert signs(look(customer, sun))["promises"].why == "1 without a commitment"


def test_a_planned_visit_and_a_paid_invoice_leave_nothing_to_do(sun: User) -> None:
    customer = make_customer()
    pay(make_invoice(customer=customer), "1000")
    make_visit(customer=customer, owner=sun, starts_at=LATER + timedelta(days=2))
    told = look(customer, sun, now=LATER)

    assert signs(told)["overdue"].tone == ""
    assert signs(told)["visits"].tone == ""
    assert [each.kind for each in told.steps] == ["visit", "contract"]


def test_who_sees_no_money_is_told_none_on_page_and_api(client: Client) -> None:
    customer = make_customer()
    make_invoice("1000000", customer=customer)
    make_opportunity(customer=customer, amount=Decimal(3_000_000), next_step="Call")
    chen = make_user(Role.ENGINEER)
    told = look(customer, chen)
    client.force_login(chen)
    page = text_of(client.get(f"/customers/{customer.number}/?whole=1"))
    answer = call_as(Role.ENGINEER).get(f"/customers/{customer.number}/overview").json()

    assert set(signs(told)) == {"complaints", "opportunities", "feedback", "installed"}
    assert signs(told)["opportunities"].figure is None
    assert signs(told)["opportunities"].value == BAND
    assert told.steps == []
    assert "¥3 M" not in page
    assert "Overdue" not in page
    [deals] = [each for each in answer["signs"] if each["code"] == "opportunities"]
    assert (deals["figure"], deals["value"]) == (None, BAND)


def test_the_api_gives_the_same_picture(sun: User) -> None:
    customer = make_customer()
    Contact.objects.create(customer=customer, name="王敏")
    Installation.objects.create(customer=customer, product=make_product())
    make_opportunity(customer=customer, amount=Decimal(3_000_000))
    answer = call_as(Role.SALES_MANAGER).get(f"/customers/{customer.number}/overview").json()

    found = look(customer, sun, now=timezone.now())
    assert answer["customer"]["number"] == customer.number
    assert [each["value"] for each in answer["signs"]] == [each.value for each in found.signs]
    assert [each["words"] for each in answer["steps"]] == [each.words for each in found.steps]
    assert answer["contacts"][0]["name"] == "王敏"
    assert answer["installed"][0]["newest"] is None


def test_the_page_costs_the_same_and_stays_short_however_long_the_history_is(
    client: Client, sun: User
) -> None:
    customer = make_customer()
    invoice = make_invoice("100000", customer=customer)
    client.force_login(sun)

    def fill(count: int) -> None:
        for _each in range(count):
            deal = make_opportunity(customer=customer, owner=make_user(Role.SALESPERSON))
            make_visit(customer=customer, owner=sun)
            make_visit(customer=customer, owner=sun, state=VisitState.DONE)
            make_complaint(customer=customer)
            make_feedback(customer=customer)
            make_quote(opportunity=deal)
            pay(invoice, "10")
            Installation.objects.create(customer=customer, product=make_product())
            Contact.objects.create(customer=customer, name="李工")

    url = f"/customers/{customer.number}/"

    def costs() -> list[int]:
        parts = ("", "agreements", "dealings", "story")
        return [queries_of(lambda part=part: ask_for(client, url, part)) for part in parts]

    fill(6)
    client.get(url)
    few = costs()
    fill(6)
    many = costs()
    page = text_of(client.get(f"{url}?whole=1"))

    assert many == few
    # Within the transaction of a test nothing is remembered from request to request.
    assert all(each <= most for each, most in zip(few, (43, 20, 13, 14), strict=True))
    assert "All 12" in page
    assert page.count("<b>李工</b>") == 8
    assert text_of(client.get(f"{url}contacts/")).count("<b>李工</b>") == 12


def test_the_feed_is_narrowed_to_what_happened_to_one_kind(client: Client, sun: User) -> None:
    customer = make_customer()
    make_invoice(customer=customer)
    client.force_login(sun)
    url = f"/activity/customer/{customer.pk}/stream/"

    whole, money = (text_of(client.get(url + narrowed)) for narrowed in ("", "?about=invoice"))
    assert "signed" in whole
    assert "signed" not in money.replace("Contracts", "")
    assert "INV" in money
    assert "signed" in text_of(client.get(url + "?about=nonsense"))


def test_what_lies_below_comes_when_it_is_scrolled_to_or_with_all_of_the_page(
    client: Client, sun: User
) -> None:
    customer = make_customer()
    make_invoice(customer=customer)
    deal = make_opportunity(customer=customer)
    offer = make_quote(opportunity=deal)
    client.force_login(sun)
    url = f"/customers/{customer.number}/"
    first, whole = (text_of(client.get(at)) for at in (url, f"{url}?whole=1"))
    below = [ask_for(client, url, part) for part in ("agreements", "dealings", "story")]

    assert deal.number in first
    assert 'id="agreements"' in first
    assert f'href="{url}?whole=1"' in first
    # Each part holds the place of the next.
    assert ["data-later" in each for each in below] == [True, True, False]
    for part, told in zip(
        below, ('id="contracts"', offer.quote.number, 'id="activity"'), strict=True
    ):
        assert told not in first
        assert told in part
        assert told in whole
    assert "data-later" not in whole


def test_parts_below_hide_what_the_page_hides(client: Client) -> None:
    customer = make_customer()
    invoice = make_invoice("1000000", customer=customer)
    offer = make_quote(opportunity=make_opportunity(customer=customer))
    make_visit(customer=customer, owner=make_user(Role.SALESPERSON))
    client.force_login(make_user(Role.ENGINEER))
    url = f"/customers/{customer.number}/"
    below = "".join(ask_for(client, url, each) for each in ("agreements", "dealings", "story"))

    for hidden in (invoice.number, offer.quote.number, 'id="visits"', "1 M"):
        assert hidden not in below
