"""Whom one may reach on which channel, what was said of it before, and who may note it."""

import json
from datetime import UTC, date, datetime

import pytest
from django.core import mail
from django.test import Client

from tests.answers import text_of
from tests.factories.collections import make_invoice
from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.quotes import make_quote
from tests.factories.tokens import call_as
from tests.queries import queries_of
from twintrack.foundation.access.refusals import NotAllowed
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.foundation.privacy.asking import PersonErased
from twintrack.sales.collections import operations as collections
from twintrack.sales.collections.models import DunningStep, DunningTask
from twintrack.sales.customers import operations, queries
from twintrack.sales.customers.models import Consent, Contact, Customer
from twintrack.sales.customers.operations import ConsentSaid, ConsentWithdrawn, ContactDetails
from twintrack.sales.quotes import operations as quotes
from twintrack.sales.quotes.models import QuoteVersion
from twintrack.sales.quotes.operations import Way

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
DAY = date(2026, 11, 20)
DIALOG = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "div#modal-body"}
MAIL = "wang@ninghai.example"


@pytest.fixture
def zhao() -> User:
    return make_user(Role.SALESPERSON, name="Zhao")


def make_person(customer: Customer | None = None, **over: object) -> Contact:
    fields: dict[str, object] = {"name": "王敏", "email": MAIL} | over
    contact: Contact = Contact.objects.create(customer=customer or make_customer(), **fields)
    return contact


def note(contact: Contact, by: User, state: str = "withdrawn", **over: object) -> Consent:
    said: dict[str, object] = {"channel": "email", "state": state, "on": DAY, "way": "mail"} | over
    return operations.note_consent(
        contact=contact,
        said=ConsentSaid(**said),  # type: ignore[arg-type]
        by=by,
        at=AT,
    )


def test_the_latest_day_counts_and_what_was_said_before_is_kept(zhao: User) -> None:
    contact = make_person()

    note(contact, zhao, on=date(2026, 11, 20))
    note(contact, zhao, "given", on=date(2026, 10, 1))
    note(contact, zhao, "given", channel="phone", way="word")

    assert [(each.channel, each.state) for each in contact.standing_consents] == [
        ("email", "withdrawn"),
        ("phone", "given"),
    ]
    assert len(queries.list_consents(contact)) == 3
    note(contact, zhao, "given", on=date(2026, 11, 20), way="form")
    assert contact.standing_consents[0].state == "given"
    entry = Entry.objects.latest("pk")
    assert entry.kind == "customer.contact_consent_noted"
    assert entry.payload["on"] == "2026-11-20"
    assert Entry.objects.count() == 4


def test_what_cannot_have_been_said_is_refused(zhao: User) -> None:
    contact = make_person()

    # At two in the morning UTC it is the same day in Shanghai.
    for wrong in ({"channel": "fax"}, {"state": "perhaps"}, {"way": "dream"}):
        with pytest.raises(operations.ConsentImpossible):
            note(contact, zhao, **{"state": "given", **wrong})  # type: ignore[arg-type]
    with pytest.raises(operations.ConsentAhead):
        note(contact, zhao, on=date(2026, 11, 25))
    with pytest.raises(NotAllowed):
        note(contact, make_user(Role.ENGINEER))
    Contact.objects.filter(pk=contact.pk).update(erased_at=AT)
    with pytest.raises(PersonErased):
        note(contact, zhao)

    assert not Consent.objects.exists()
    assert not Entry.objects.exists()


def test_a_role_is_one_of_those_there_are(zhao: User) -> None:
    customer = make_customer()
    contact = operations.add_contact(
        customer=customer, details=ContactDetails(name="王敏", role="champion"), by=zhao, at=AT
    )
    change = {"contact": contact, "before": {"role": "champion"}, "by": zhao, "at": AT}

    changed = operations.change_contact(**change, values={"role": "evaluator"})

    assert changed.get_role_display() == "Technical evaluator"
    with pytest.raises(operations.ValueImpossible):
        operations.change_contact(**change | {"before": {}}, values={"role": "king"})
    with pytest.raises(operations.ValueImpossible):
        operations.add_contact(
            customer=customer, details=ContactDetails(name="x", role="king"), by=zhao, at=AT
        )


def test_the_page_shows_roles_and_consents_and_notes_one(client: Client, zhao: User) -> None:
    contact = make_person(role="decision_maker")
    home = f"/customers/{contact.customer.number}/"
    url = f"{home}contacts/{contact.pk}/consents/"
    said = {"channel": "email", "state": "withdrawn", "on": "2026-11-20", "way": "mail"}
    client.force_login(zhao)

    done = client.post(url, said, **DIALOG)
    ahead = client.post(url, said | {"on": "2999-01-01"}, **DIALOG)

    assert done.headers["HX-Redirect"] == home
    assert ahead.status_code == 422
    page, dialog = text_of(client.get(f"{home}?whole=1")), text_of(client.get(url, **DIALOG))
    assert "Decision maker" in page
    assert "E-mail: Consent withdrawn" in page
    assert "By letter or e-mail · Zhao" in dialog
    assert "Zhao</b> noted of 王敏, E-mail: Consent withdrawn" in page


def test_who_may_not_change_customers_reads_and_notes_nothing(client: Client, zhao: User) -> None:
    contact = make_person()
    note(contact, zhao)
    url = f"/customers/{contact.customer.number}/contacts/{contact.pk}/consents/"
    said = {"channel": "email", "state": "given", "on": "2026-11-20", "way": "mail"}
    client.force_login(make_user(Role.ENGINEER))

    shown = text_of(client.get(url))

    assert "Consent withdrawn" in shown
    assert 'name="channel"' not in shown
    assert client.post(url, said).status_code == 403
    other = make_customer().number
    assert client.get(f"/customers/{other}/contacts/{contact.pk}/consents/").status_code == 404
    assert Consent.objects.count() == 1


def test_the_api_notes_and_lists_and_refuses(zhao: User) -> None:
    manager, chen = call_as(Role.SALES_MANAGER), call_as(Role.ENGINEER)
    contact = make_person()
    at = f"/customers/{contact.customer.number}/contacts/{contact.pk}"
    said = {"channel": "email", "state": "withdrawn", "on": "2026-11-20", "way": "form"}

    made = manager.post(f"{at}/consents", said)
    role = manager.patch(at, {"before": {"role": ""}, "values": {"role": "champion"}})

    assert made.status_code == 201
    assert role.json()["consents"][0]["state"] == "withdrawn"
    assert role.json()["role"] == "champion"
    assert manager.post(f"{at}/consents", said | {"channel": "fax"}).status_code == 422
    assert manager.post(f"{at}/consents", said | {"on": "2999-01-01"}).status_code == 422
    assert chen.post(f"{at}/consents", said).status_code == 403
    assert [each["way"] for each in chen.get(f"{at}/consents").json()["items"]] == ["form"]
    glance = manager.get(f"/customers/{contact.customer.number}/overview").json()
    assert glance["contacts"][0]["consents"][0]["on"] == "2026-11-20"


def test_the_page_costs_the_same_for_many_consents(client: Client, zhao: User) -> None:
    customer = make_customer()
    url = f"/customers/{customer.number}/"
    client.force_login(zhao)
    make_person(customer)
    without = queries_of(lambda: client.get(url))

    note(make_person(customer, name="a"), zhao)
    few = queries_of(lambda: client.get(url))
    for name in "bcdef":
        person = make_person(customer, name=name)
        note(person, zhao)
        note(person, zhao, "given", channel="visit")

    assert queries_of(lambda: client.get(url)) == few
    # Who has consents costs one question, and nobody else any.
    assert few <= without + 2


def test_consents_are_given_out_with_all_that_is_known() -> None:
    he = make_user(Role.CSM)
    contact = make_person(role="champion")
    note(contact, he)

    told = operations.export_contact(contact=contact, by=he, at=AT).as_json()

    assert told["person"][0]["Buying role"] == "Champion"
    assert told["links"][0]["Consent"] == "Consent withdrawn"
    assert "2026-11-20" in json.dumps(told["links"])


def test_who_is_erased_has_no_role_and_stands_nowhere_in_what_was_noted() -> None:
    he = make_user(Role.CSM)
    contact = make_person(role="champion")
    note(contact, he)

    gone = operations.erase_contact(contact=contact, typed="王敏", reason="asked", by=he, at=AT)

    assert gone.role == ""
    entry = Entry.objects.get(kind="customer.contact_consent_noted")
    assert entry.payload["name"] == "███"
    assert not queries.list_withdrawn(contact.customer)


def make_approved(by: User) -> QuoteVersion:
    version = make_quote(by=by, payment_terms="30 days")
    quotes.submit(version=version, by=by, at=AT)
    return version


def test_a_quote_goes_to_who_wants_no_mail_on_a_stated_ground_only(zhao: User) -> None:
    version = make_approved(zhao)
    note(make_person(version.quote.customer, email=MAIL.upper()), zhao)
    sent = {"version": version, "letterhead": {}, "by": zhao, "at": AT}

    for ground in ("", "otherwise", "marketing"):
        with pytest.raises(ConsentWithdrawn):
            quotes.send(way=Way(way="mail", to=f"x@y.example, {MAIL}", ground=ground), **sent)
    handed = quotes.send(way=Way(way="handed_over", to="王敏"), **sent)
    other = quotes.send(way=Way(way="mail", to="x@y.example", ground="contract"), **sent)
    theirs = quotes.send(way=Way(way="mail", to=MAIL, ground="contract"), **sent)

    assert [each.ground for each in (handed, other, theirs)] == ["", "", "contract"]
    assert Entry.objects.filter(kind="quote.sent").latest("pk").payload["ground"] == "contract"
    assert not mail.outbox


def test_the_dialog_of_a_quote_says_who_wants_no_mail(client: Client, zhao: User) -> None:
    version = make_approved(zhao)
    client.force_login(zhao)
    url = f"/quotes/{version.quote.number}/sending/"
    note(make_person(version.quote.customer), zhao)
    form = {"way": "mail", "to": MAIL, "subject": "Our offer", "message": "Hi"}

    asked = text_of(client.get(url, **DIALOG))
    refused = client.post(url, form, **DIALOG)
    done = client.post(url, form | {"ground": "contract"}, **DIALOG)

    assert "王敏 withdrew the consent to e-mail" in asked
    assert f'value="{MAIL}"' not in asked
    assert refused.status_code == 422
    assert "advertising is none" in text_of(refused)
    assert "HX-Redirect" in done.headers
    assert "To perform a contract" in text_of(client.get(f"/quotes/{version.quote.number}/"))


def test_a_reminder_needs_a_ground_where_somebody_wants_no_mail(client: Client) -> None:
    sun = make_user(Role.SALES_MANAGER)
    client.force_login(sun)
    invoice = make_invoice(by=sun)
    step = DunningStep.objects.create(days_after=1, name_zh="函", name_en="Letter")
    task = collections.make_task(invoice=invoice, step=step, by=sun, at=AT)
    assert task
    note(make_person(invoice.customer), sun)
    url = f"/collections/tasks/{task.pk}/"

    page = text_of(client.get(f"/invoices/{invoice.number}/"))
    refused = text_of(client.post(url, {"state": "done"}, follow=True))
    client.post(url, {"state": "done", "ground": "duty"})

    assert "王敏 withdrew the consent to e-mail" in page
    assert "Ground for writing to them" in page
    assert "advertising is none" in refused
    assert "A law asks for it" in text_of(client.get(f"/invoices/{invoice.number}/"))
    assert DunningTask.objects.get().ground == "duty"


def test_a_reminder_that_is_skipped_needs_no_ground() -> None:
    sun = make_user(Role.SALES_MANAGER)
    invoice = make_invoice(by=sun)
    step = DunningStep.objects.create(days_after=1, name_zh="函", name_en="Letter")
    task = collections.make_task(invoice=invoice, step=step, by=sun, at=AT)
    assert task
    note(make_person(invoice.customer), sun)

    ended = collections.end_task(task=task, state="skipped", ground="duty", by=sun, at=AT)

    assert ended.ground == ""
