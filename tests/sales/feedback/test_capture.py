"""What a customer says is written down in one go, whoever and whatever it names."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.factories.customers import make_customer
from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.foundation.access.roles import Role
from twintrack.foundation.files.models import Attachment
from twintrack.sales.customers.models import Contact, Customer
from twintrack.sales.feedback.models import Feedback

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Target": "div#modal-body"}


@pytest.fixture
def seller(client: Client) -> Client:
    client.force_login(make_user(Role.SALESPERSON))
    return client


def form(**over: object) -> dict[str, object]:
    return {
        "verbatim": "It stops.",
        "customer": make_customer().pk,
        "product": make_product().pk,
        "kind": "complaint",
        "severity": "blocker",
    } | over


def test_everything_that_is_known_is_kept(seller: Client) -> None:
    customer, also = make_customer(), make_product()
    tao = Contact.objects.create(customer=customer, name="Tao")
    photo = SimpleUploadedFile("film.png", b"picture", content_type="image/png")
    note = SimpleUploadedFile("said.m4a", b"voice", content_type="audio/mp4")
    day = timezone.localdate() - timedelta(days=3)

    seller.post(
        "/feedback/new/",
        form(
            customer=customer.pk,
            contact="tao",
            also_products=[also.pk],
            channel="visit",
            happened_on=day.isoformat(),
            attached=[photo, note],
        ),
    )

    feedback = Feedback.objects.get()
    assert (feedback.contact, feedback.channel) == (tao, "visit")
    assert list(feedback.also_products.all()) == [also]
    assert timezone.localdate(feedback.occurred_at) == day
    assert set(Attachment.objects.values_list("name", flat=True)) == {"film.png", "said.m4a"}


def test_a_customer_and_contact_named_for_the_first_time_are_added_in_place(
    seller: Client,
) -> None:
    seller.post("/feedback/new/", form(customer="Bolt Werk", contact="Ada"))
    seller.post("/feedback/new/", form(customer="bolt werk", contact="ada"))

    assert Customer.objects.get(name="Bolt Werk")
    assert Contact.objects.get().name == "Ada"
    assert Feedback.objects.filter(customer__name="Bolt Werk").count() == 2


def test_who_may_not_add_customers_chooses_a_known_one(client: Client) -> None:
    client.force_login(make_user(Role.ENGINEER))

    unknown = client.post("/feedback/new/", form(customer="Bolt Werk"))
    stranger = client.post("/feedback/new/", form(contact="Ada"))

    assert unknown.status_code == stranger.status_code == 422
    assert "do not let you add" in stranger.content.decode()
    assert not Feedback.objects.exists()
    assert not Customer.objects.filter(name="Bolt Werk").exists()


def test_a_wrong_form_keeps_the_new_name_and_adds_nobody(seller: Client) -> None:
    answer = seller.post("/feedback/new/", form(customer="Bolt Werk", verbatim=""))

    assert answer.status_code == 422
    assert '<option value="Bolt Werk" selected>' in answer.content.decode()
    assert not Customer.objects.filter(name="Bolt Werk").exists()


def test_a_day_to_come_is_refused_in_words(seller: Client) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)

    answer = seller.post("/feedback/new/", form(happened_on=tomorrow.isoformat()))

    assert answer.status_code == 422
    assert "lies in the future" in answer.content.decode()


def test_the_page_may_forget_its_draft_only_when_it_is_recorded(seller: Client) -> None:
    refused = seller.post("/feedback/new/", form(verbatim=""), headers=HTMX)
    done = seller.post("/feedback/new/", form(), headers=HTMX)
    alone = seller.post("/feedback/new/", form(), headers={"HX-Request": "true"})

    assert "draft-sent" not in refused.headers.get("HX-Trigger", "")
    assert "draft-sent" in done.headers["HX-Trigger"]
    assert alone.headers["HX-Redirect"].startswith("/feedback/FB-")


def test_a_session_that_ended_leaves_what_was_typed_in_its_place(client: Client) -> None:
    make_user()

    answer = client.post("/feedback/new/", form(), headers=HTMX)

    assert answer.status_code == 401
    assert answer.headers["HX-Reswap"] == "none"
    assert "toast" in answer.headers["HX-Trigger"]
    assert client.post("/feedback/new/", form()).status_code == 302


def test_people_at_the_chosen_customer_are_offered(seller: Client) -> None:
    tao = Contact.objects.create(customer=make_customer(), name="Tao")

    offered = seller.get(f"/feedback/new/contacts/?customer={tao.customer_id}").content.decode()
    nobody = seller.get("/feedback/new/contacts/?customer=Bolt").content.decode()

    assert '<option value="Tao">' in offered
    assert "<option" not in nobody


def test_a_page_that_is_about_somebody_lets_the_form_begin_with_them(seller: Client) -> None:
    customer = make_customer()

    page = seller.get(f"/customers/{customer.number}/").content.decode()
    form = seller.get(f"/feedback/new/?customer={customer.pk}").content.decode()

    assert f'data-about="customer={customer.pk}"' in page
    assert f'<option value="{customer.pk}" selected' in form


def test_programs_name_a_new_customer_too(seller: Client) -> None:
    body = {"customer_name": "Bolt", "product": make_product().code, "verbatim": "x"}
    url = "/api/v1/feedback"

    made = seller.post(url, {**body, "contact_name": "Ada"}, "application/json")
    nameless = seller.post(url, {**body, "customer_name": ""}, "application/json")

    assert made.status_code == 201
    assert Feedback.objects.get().contact == Contact.objects.get(name="Ada")
    assert nameless.status_code == 422


def test_the_same_form_sent_twice_is_recorded_once(seller: Client) -> None:
    said = form(once="a form of its own")

    first = seller.post("/feedback/new/", said)
    again = seller.post("/feedback/new/", said)
    more = seller.post("/feedback/new/", said | {"verbatim": "It stops again."})

    assert first["Location"] == again["Location"] != more["Location"]
    assert Feedback.objects.count() == 2


def test_what_was_refused_may_be_sent_again(seller: Client) -> None:
    product = make_product()
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    said = form(once="key", product=product.pk, happened_on=tomorrow)

    assert seller.post("/feedback/new/", said).status_code == 422
    assert seller.post("/feedback/new/", said | {"happened_on": ""}).status_code == 302


def test_every_form_names_itself_and_what_is_recorded_leads_to_it(seller: Client) -> None:
    keys = {seller.get("/feedback/new/").context["form"]["once"].value() for _ in range(2)}
    done = seller.post("/feedback/new/", form(), headers=HTMX)

    assert len(keys) == 2
    assert '"url": "/feedback/FB-' in done["HX-Trigger"]
