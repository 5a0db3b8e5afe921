"""Short forms of a name are offered with the words around them, and erased where ticked."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.answers import text_of
from tests.factories.customers import make_customer
from tests.factories.feedback import make_feedback
from tests.factories.people import make_user
from tests.factories.tokens import call_as
from twintrack.foundation.access.roles import Role
from twintrack.foundation.files import operations as files
from twintrack.foundation.people.models import User
from twintrack.foundation.privacy.asking import SpellingUnknown
from twintrack.foundation.privacy.spellings import short_forms
from twintrack.sales.customers import operations
from twintrack.sales.customers.models import Contact, Customer
from twintrack.sales.customers.operations import ContactDetails
from twintrack.sales.feedback.models import Feedback

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
SAID = "王总说要快，若兰姐也急。小王来电，王若兰签字。"


@pytest.fixture
def he() -> User:
    return make_user(Role.SALES_MANAGER)


@pytest.fixture
def ninghai(he: User) -> Customer:
    customer = make_customer(name="宁海新材")
    make_feedback(customer=customer, verbatim=SAID)
    # Another company, another Wang.
    make_feedback(customer=make_customer(name="海川电子"), verbatim="王总下周来")
    details = ContactDetails(name="王若兰", phone="13900137788", email="wang@ninghai.example")
    operations.add_contact(customer=customer, details=details, by=he, at=AT)
    return customer


def bodies() -> set[str]:
    return set(Feedback.objects.values_list("verbatim", flat=True))


@pytest.mark.parametrize(
    ("name", "some"),
    [
        ("王若兰", {"王总", "若兰", "小王", "兰总", "阿兰", "老王"} - {"兰总"}),
        ("俞敏", {"俞工", "小俞", "小敏", "敏姐"}),
        ("欧阳若兰", {"欧阳总", "若兰", "小兰"}),
        ("Tom Baker", {"Tom", "Baker"}),
    ],
)
def test_what_people_are_called_for_short(name: str, some: set[str]) -> None:
    found = short_forms([name])

    assert some <= found
    assert name not in found
    assert all(len(each) > 1 for each in found)


def test_what_is_ticked_is_erased_about_the_same_customer_only(he: User, ninghai: Customer) -> None:
    contact = Contact.objects.get()
    erase = {"contact": contact, "typed": "王若兰", "reason": "王总要求", "by": he, "at": AT}

    with pytest.raises(SpellingUnknown):
        operations.erase_contact(**erase, spellings=["签字"])
    assert bodies() == {SAID, "王总下周来"}
    operations.erase_contact(**erase, spellings=["王总", "若兰姐"], everywhere=True)

    assert bodies() == {"███说要快，███也急。小王来电，███签字。", "王总下周来"}


def test_nothing_short_is_erased_that_nobody_ticked(he: User, ninghai: Customer) -> None:
    operations.erase_contact(
        contact=Contact.objects.get(), typed="王若兰", reason="Asked", by=he, at=AT
    )

    assert bodies() == {"王总说要快，若兰姐也急。小王来电，███签字。", "王总下周来"}


def test_the_page_offers_them_with_the_words_around_and_lists_the_files(
    client: Client, he: User, ninghai: Customer
) -> None:
    feedback = Feedback.objects.get(customer=ninghai)
    uploaded = SimpleUploadedFile("minutes.pdf", b"%PDF-1.4")
    files.attach(about=feedback, uploaded=uploaded, by=he, at=AT)
    contact = Contact.objects.get()
    url = f"/customers/{ninghai.number}/contacts/{contact.pk}/person/"
    client.force_login(he)

    page = text_of(client.get(url))
    made_up = client.post(url, {"typed": "王若兰", "reason": "Asked", "spellings": ["签字"]})
    client.post(url, {"typed": "王若兰", "reason": "Asked", "spellings": ["小王"]})

    assert "王总 (1): 王总说要快" in page
    assert 'value="小王"' in page
    assert "minutes.pdf" in page
    assert "王总下周来" not in page
    assert made_up.status_code == 422
    assert "王总说要快，若兰姐也急。███来电，███签字。" in bodies()


def test_the_api_lists_loose_ends_and_erases_what_is_named(he: User, ninghai: Customer) -> None:
    api, engineer = call_as(Role.SALES_MANAGER), call_as(Role.ENGINEER)
    at = f"/customers/{ninghai.number}/contacts/{Contact.objects.get().pk}"

    found = api.get(f"{at}/loose-ends").json()
    body = {"typed": "王若兰", "reason": "Asked", "spellings": ["王总"]}

    assert {"王总", "若兰", "若兰姐", "小王"} <= {each["text"] for each in found["spellings"]}
    assert found["files"] == []
    assert engineer.get(f"{at}/loose-ends").status_code == 403
    assert api.post(f"{at}/erasure", body | {"spellings": ["快"]}).status_code == 422
    assert api.post(f"{at}/erasure", body).status_code == 200
    assert "███说要快，若兰姐也急。小王来电，███签字。" in bodies()
