"""What is known of a person is given out as a whole, and erased wherever it stands."""

import json
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client

from tests.answers import text_of
from tests.factories.backlog import make_requirement
from tests.factories.customers import make_customer
from tests.factories.feedback import make_feedback
from tests.factories.leads import make_lead
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.factories.tokens import call_as
from tests.factories.visits import make_visit
from tests.queries import queries_of
from twintrack.foundation.access.refusals import NotAllowed, ReasonMissing
from twintrack.foundation.access.roles import Role
from twintrack.foundation.comments.models import Comment
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.foundation.privacy.asking import NotConfirmed, PersonErased
from twintrack.foundation.search.operations import index_everything
from twintrack.foundation.search.queries import find_of_kind
from twintrack.sales.customers import operations
from twintrack.sales.customers.models import Contact, Customer
from twintrack.sales.customers.operations import ContactDetails
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.leads.models import Lead
from twintrack.sales.visits.models import Visit

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
NAME, PHONE, MAIL = "欧阳若兰", "+86 139-0013-7788", "Ruolan.Ouyang@ninghai.example"


def texts_of_the_database() -> str:
    """Give every text that stands in any column of any table, as it is and out of JSON."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    text = bytes(value).decode(errors="ignore") if _is_bytes(value) else str(value)
                    found += [text, text.encode().decode("unicode_escape", "ignore")]
                    found.append(_unescaped(text))
    return "\n".join(found)


def _is_bytes(value: object) -> bool:
    return isinstance(value, bytes | memoryview)


def _unescaped(text: str) -> str:
    try:
        return json.dumps(json.loads(text), ensure_ascii=False)
    except ValueError:
        return ""


def make_person(customer: Customer, *, by: User, **over: str) -> Contact:
    details = {"name": NAME, "title": "厂长", "phone": PHONE, "email": MAIL} | over
    return operations.add_contact(
        customer=customer, details=ContactDetails(**details), by=by, at=AT
    )


def make_world(by: User) -> tuple[Contact, list[object]]:
    customer = make_customer(name="宁海新材", owner=by)
    contact = make_person(customer, by=by, name="欧阳兰")
    contact = operations.change_contact(
        contact=contact, before={"name": "欧阳兰"}, values={"name": NAME}, by=by, at=AT
    )
    said = make_feedback(
        customer=customer,
        contact=contact,
        title=f"{NAME}：张力跳动",
        verbatim=f"{NAME}说，请打 13900137788 或写信 ruolan.ouyang@NINGHAI.example。",
    )
    visit = make_visit(customer=customer, purpose=f"与{NAME}谈续约")
    visit.contacts.add(contact)
    lead = make_lead(company="宁海", contact_name=NAME, phone="139 0013 7788", email=MAIL)
    Lead.objects.filter(pk=lead.pk).update(interest=f"{NAME}要试用")
    wish = make_requirement(title="张力", description=f"来自{NAME}（139 0013 7788）")
    talk = {"about_kind": "requirement", "about_id": wish.pk, "written_by": by, "written_at": AT}
    comment = Comment.objects.create(text=f"@{NAME} 问过", **talk)
    operations.hand_over(
        customer=customer,
        before=by,
        to=make_user(Role.SALESPERSON, name="Zhao"),
        note=f"Call {NAME} on (0)139 0013 7788",
        by=by,
        at=AT,
    )
    index_everything()
    return contact, [said, visit, lead, wish, comment]


def test_nothing_names_a_person_any_more_and_all_things_stay() -> None:
    he = make_user(Role.CSM, name="何静")
    contact, things = make_world(he)
    counts = {type(each): type(each)._default_manager.count() for each in things}
    assert find_of_kind(NAME, kind="feedback")

    erased = operations.erase_contact(
        contact=contact, typed=NAME, reason=f"{NAME}来信要求", by=he, at=AT
    )

    everything = texts_of_the_database()
    digits = everything.replace(" ", "").replace("-", "")
    assert NAME not in everything
    assert "欧阳兰" not in everything
    assert "13900137788" not in digits
    assert MAIL.casefold() not in everything.casefold()
    assert (erased.name, erased.phone, erased.email, erased.title) == ("███", "", "", "")
    assert not erased.is_active
    for model, count in counts.items():
        assert model._default_manager.count() == count
    said = Feedback.objects.get(contact=erased)
    assert said.verbatim == "███说，请打 ███ 或写信 ███。"
    assert Visit.objects.get(contacts=erased).purpose == "与███谈续约"
    assert not list(find_of_kind(NAME, kind="feedback"))
    entry = Entry.objects.latest("pk")
    assert entry.kind == "customer.contact_erased"
    assert entry.payload["reason"] == "███来信要求"
    assert entry.payload["entries"] >= 3
    assert Entry.objects.get(kind="customer.handed_over").payload["note"] == "Call ███ on ███"


def test_erased_again_nothing_changes_and_nothing_comes_back() -> None:
    he = make_user(Role.CSM)
    contact = make_person(make_customer(), by=he)
    operations.erase_contact(contact=contact, typed=NAME, reason="asked", by=he, at=AT)
    entries = Entry.objects.count()

    again = operations.erase_contact(contact=contact, typed="", reason="", by=he, at=AT)

    assert again.erased_at == AT
    assert Entry.objects.count() == entries
    with pytest.raises(PersonErased):
        operations.change_contact(contact=contact, before={}, values={"phone": "1"}, by=he, at=AT)
    with pytest.raises(PersonErased):
        operations.reactivate_contact(contact=contact, by=he, at=AT)


def test_it_needs_the_right_a_reason_and_the_name_typed() -> None:
    contact = make_person(make_customer(), by=make_user(Role.CSM))
    he, zhao = make_user(Role.CSM), make_user(Role.SALESPERSON)

    with pytest.raises(NotAllowed):
        operations.erase_contact(contact=contact, typed=NAME, reason="asked", by=zhao, at=AT)
    with pytest.raises(NotAllowed):
        operations.export_contact(contact=contact, by=zhao, at=AT)
    with pytest.raises(ReasonMissing):
        operations.erase_contact(contact=contact, typed=NAME, reason=" ", by=he, at=AT)
    with pytest.raises(NotConfirmed):
        operations.erase_contact(contact=contact, typed="欧阳", reason="asked", by=he, at=AT)

    assert Contact.objects.get(pk=contact.pk).name == NAME


def test_namesakes_keep_what_is_theirs() -> None:
    he = make_user(Role.CSM)
    ours, theirs = make_customer(), make_customer()
    contact = make_person(ours, by=he, name="王伟", phone="", email="")
    make_person(theirs, by=he, name="王伟", phone="", email="")
    make_person(theirs, by=he, name="王伟强", phone="", email="")
    mine = make_feedback(customer=ours, verbatim="王伟和王伟强都说好")
    other = make_feedback(customer=theirs, verbatim="王伟说不好")

    operations.erase_contact(contact=contact, typed="王伟", reason="asked", by=he, at=AT)

    mine.refresh_from_db()
    other.refresh_from_db()
    assert mine.verbatim == "███和王伟强都说好"
    assert other.verbatim == "王伟说不好"
    assert sorted(theirs.contacts.values_list("name", flat=True)) == ["王伟", "王伟强"]


def test_where_a_namesake_may_be_meant_it_is_cleared_only_when_wanted() -> None:
    he = make_user(Role.CSM)
    contact = make_person(make_customer(), by=he, name="Li Na", phone="", email="")
    make_person(make_customer(), by=he, name="Li Na", phone="", email="")
    wish = make_requirement(description="li  na wants it; Lina and Li Nan do not")

    operations.erase_contact(
        contact=contact, typed="Li Na", reason="asked", everywhere=True, by=he, at=AT
    )

    wish.refresh_from_db()
    assert wish.description == "███ wants it; Lina and Li Nan do not"
    assert Contact.objects.filter(name="Li Na").count() == 1


def test_all_that_is_known_is_given_out_and_that_it_was() -> None:
    he = make_user(Role.CSM)
    contact, _things = make_world(he)

    told = operations.export_contact(contact=contact, by=he, at=AT).as_json()

    places = json.dumps(told, ensure_ascii=False)
    assert told["person"][0]["Phone"] == PHONE
    assert "请打 13900137788" in places
    assert "与欧阳若兰谈续约" in places
    assert "欧阳若兰要试用" in places
    assert {each["kind"] for each in told["ledger"]} >= {"customer.contact_added"}
    assert Entry.objects.latest("pk").kind == "customer.contact_exported"


def test_the_page_says_where_a_person_stands_and_asks_for_their_name(client: Client) -> None:
    he = make_user(Role.CSM)
    client.force_login(he)
    contact, things = make_world(he)
    url = f"/customers/{contact.customer.number}/contacts/{contact.pk}/person/"

    page = text_of(client.get(url))
    refused = client.post(url, {"typed": "somebody", "reason": "asked"})
    client.post(url, {"typed": NAME, "reason": "asked"})

    assert things[0].number in page
    assert refused.status_code == 422
    assert "███" in text_of(client.get(url))
    assert Contact.objects.get(pk=contact.pk).erased_at


def test_the_files_are_json_and_a_page_to_read(client: Client) -> None:
    he = make_user(Role.CSM)
    client.force_login(he)
    contact = make_person(make_customer(), by=he)
    url = f"/customers/{contact.customer.number}/contacts/{contact.pk}/person/export/"

    as_json, to_read = client.post(url, {"form": "json"}), client.post(url, {"form": "read"})

    assert as_json.json()["name"] == NAME
    assert MAIL in to_read.content.decode()
    assert "+00:00" not in to_read.content.decode()
    assert "attachment" in to_read.headers["Content-Disposition"]


def test_the_page_asks_no_more_of_the_database_for_more_places(client: Client) -> None:
    he = make_user(Role.CSM)
    client.force_login(he)
    customer, product = make_customer(), make_product()
    contact = make_person(customer, by=he)
    url = f"/customers/{customer.number}/contacts/{contact.pk}/person/"

    def more(count: int) -> None:
        for _each in range(count):
            said = make_feedback(customer=customer, product=product, verbatim=NAME)
            talk = {"about_kind": "feedback", "about_id": said.pk, "written_by": he}
            Comment.objects.create(text=NAME, written_at=AT, **talk)

    more(2)
    few = queries_of(lambda: client.get(url))
    more(6)

    assert queries_of(lambda: client.get(url)) <= few


def test_the_api_gives_out_and_erases_for_whom_it_may() -> None:
    he, zhao = call_as(Role.CSM), call_as(Role.SALESPERSON)
    contact = make_person(make_customer(), by=he.user)
    at = f"/customers/{contact.customer.number}/contacts/{contact.pk}"
    wish = {"typed": NAME, "reason": "asked"}

    assert zhao.post(f"{at}/personal-data").status_code == 403
    assert zhao.post(f"{at}/erasure", wish).status_code == 403
    assert he.post(f"{at}/personal-data").json()["person"][0]["E-mail"] == MAIL
    assert he.post(f"{at}/erasure", wish).json()["name"] == "███"
    assert he.post(f"{at}/personal-data").status_code == 409
