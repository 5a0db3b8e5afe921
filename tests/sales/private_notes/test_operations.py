"""Private notes are read by their author and whom they name, and by nobody else anywhere."""

import json
from datetime import UTC, datetime

import pytest
from django.test import Client

from tests.answers import text_of
from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.tokens import call_as
from tests.queries import queries_of
from tests.worker import drain
from twintrack.foundation.access.refusals import NotAllowed, StaleEdit
from twintrack.foundation.access.roles import Role
from twintrack.foundation.activity.queries import list_activity
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.foundation.search.models import SearchDocument
from twintrack.sales.customers.models import Contact, Customer
from twintrack.sales.customers.operations import export_contact
from twintrack.sales.private_notes import operations, queries
from twintrack.sales.private_notes.models import PrivateNote

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
SECRET = "Zanzibar: he decides by mood"


@pytest.fixture
def zhao() -> User:
    return make_user(Role.SALESPERSON, name="Zhao")


def write(by: User, customer: Customer | None = None, **over: object) -> PrivateNote:
    said = {"text": SECRET, "by": by, "at": AT} | over
    return operations.write(customer=customer or make_customer(), **said)  # type: ignore[arg-type]


def test_only_the_author_and_whom_they_name_read_a_note(zhao: User) -> None:
    he, sun, admin = make_user(Role.CSM), make_user(Role.SALES_MANAGER), make_user(Role.ADMIN)
    note = write(zhao, readers=[he])

    def reads(user: User) -> bool:
        return queries.list_notes(note.customer, for_user=user).exists()

    assert reads(zhao)
    assert reads(he)
    assert not reads(sun)
    assert not reads(admin)
    assert not reads(note.customer.owner)


def test_what_it_says_is_told_nowhere_else(client: Client, zhao: User) -> None:
    sun = make_user(Role.SALES_MANAGER)
    contact = Contact.objects.create(customer=make_customer(), name="Yu Min")
    customer = contact.customer
    note = write(zhao, customer, contact=contact, text=f"Yu Min: {SECRET}")
    drain()

    told = export_contact(contact=contact, by=sun, at=AT).as_json()
    activity = list_activity(kind="customer", pk=customer.pk, for_user=sun)
    client.force_login(sun)
    pages = [
        text_of(client.get(f"/customers/{customer.number}/")),
        text_of(client.get(f"/customers/{customer.number}/notes/")),
        text_of(client.get(f"/customers/{customer.number}/contacts/{contact.pk}/person/")),
    ]

    assert all("Zanzibar" not in page for page in pages)
    assert "Zanzibar" not in json.dumps(told)
    assert not [each for each in activity if each.kind.startswith("private_note")]
    assert not SearchDocument.objects.filter(tokens__icontains="zanzibar").exists()
    assert not [each for each in Entry.objects.all() if "Zanzibar" in json.dumps(each.payload)]
    url = f"/customers/{customer.number}/notes/{note.pk}/"
    assert client.get(url).status_code == 404
    assert client.post(f"{url}removal/").status_code == 404
    api = call_as(user=sun)
    at = f"/customers/{customer.number}/private-notes"
    assert api.get(at).json()["items"] == []
    assert api.delete(f"{at}/{note.pk}").status_code == 404
    assert "private_note" not in json.dumps(api.get("/events").json())
    assert "Zanzibar" not in str(note)


def test_whom_one_names_reads_and_changes_nothing(client: Client, zhao: User) -> None:
    he = make_user(Role.CSM)
    note = write(zhao, readers=[he])
    client.force_login(he)
    at = f"/customers/{note.customer.number}/"

    assert "Zanzibar" in text_of(client.get(at))
    assert client.get(f"{at}notes/{note.pk}/").status_code == 403
    with pytest.raises(NotAllowed):
        operations.remove(note=note, by=he, at=AT)
    with pytest.raises(NotAllowed):
        operations.change(note=note, before={}, values={"text": "x"}, by=he, at=AT)


def test_a_note_is_changed_shared_and_removed_with_its_words(zhao: User) -> None:
    he = make_user(Role.CSM)
    note = write(zhao)
    with pytest.raises(StaleEdit):
        operations.change(note=note, before={"text": "?"}, values={"text": "x"}, by=zhao, at=AT)

    operations.change(note=note, before={}, values={"readers": [he]}, by=zhao, at=AT)
    operations.change(note=note, before={}, values={"readers": [he]}, by=zhao, at=AT)
    assert queries.list_notes(note.customer, for_user=he).exists()
    operations.remove(note=note, by=zhao, at=AT)
    operations.remove(note=note, by=zhao, at=AT)

    note.refresh_from_db()
    assert note.text == ""
    assert not queries.list_notes(note.customer, for_user=zhao).exists()
    kinds = Entry.objects.filter(kind__startswith="private_note").order_by("pk")
    assert [each.kind.partition(".")[2] for each in kinds] == ["written", "changed", "removed"]


def test_what_makes_no_note_is_refused(zhao: User) -> None:
    elsewhere = Contact.objects.create(customer=make_customer(), name="Yu")
    with pytest.raises(operations.NoteImpossible):
        write(zhao, text=" ")
    with pytest.raises(operations.NoteImpossible):
        write(zhao, contact=elsewhere)
    with pytest.raises(operations.ReaderUnfit):
        write(zhao, readers=[make_user(Role.ENGINEER)])
    with pytest.raises(NotAllowed):
        write(make_user(Role.ENGINEER))


def test_the_page_writes_changes_and_removes(client: Client, zhao: User) -> None:
    client.force_login(zhao)
    customer = make_customer()
    at = f"/customers/{customer.number}/"

    client.post(f"{at}notes/new/", {"text": SECRET})
    note = PrivateNote.objects.get()
    seen = {"initial-text": SECRET, "initial-contact": "", "text": "Calm again"}
    client.post(f"{at}notes/{note.pk}/", seen)
    page = text_of(client.get(at))
    client.post(f"{at}notes/{note.pk}/removal/")

    assert "Calm again" in page
    assert "Calm again" not in text_of(client.get(at))


def test_more_notes_ask_no_more(client: Client, zhao: User) -> None:
    client.force_login(zhao)
    customer, he = make_customer(), make_user(Role.CSM)
    url = f"/customers/{customer.number}/notes/"
    write(zhao, customer, readers=[he])
    client.get(url)
    few = queries_of(lambda: client.get(url))
    for _each in range(5):
        write(zhao, customer, readers=[he])

    assert queries_of(lambda: client.get(url)) <= few


def test_the_api_writes_changes_and_removes(zhao: User) -> None:
    api, he = call_as(user=zhao), make_user(Role.CSM)
    at = f"/customers/{make_customer().number}/private-notes"

    made = api.post(at, {"text": SECRET, "readers": [he.pk]}).json()
    change = {"before": {"text": SECRET}, "values": {"text": "Calm", "readers": []}}
    changed = api.patch(f"{at}/{made['id']}", change).json()

    assert [each["id"] for each in made["readers"]] == [he.pk]
    assert (changed["text"], changed["readers"]) == ("Calm", [])
    assert api.delete(f"{at}/{made['id']}").status_code == 204
    assert api.get(at).json()["items"] == []
