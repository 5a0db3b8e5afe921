"""What the inbox does, programs do too."""

import pytest
from django.test import Client

from tests.factories.customers import make_customer
from tests.factories.feedback import make_feedback
from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Module
from twintrack.sales.customers.models import Contact
from twintrack.sales.feedback.models import Feedback

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def lin() -> User:
    return make_user(Role.PRODUCT_MANAGER)


@pytest.fixture
def program(client: Client, lin: User) -> Client:
    client.force_login(lin)
    return client


def post(program: Client, url: str, **body: object) -> dict[str, object]:
    answer = program.post(f"{API}{url}", body, content_type="application/json")
    assert answer.status_code in {200, 201}, answer.content
    found: dict[str, object] = answer.json()
    return found


def test_feedback_is_recorded_with_all_that_is_known(program: Client) -> None:
    customer, product, other = make_customer(), make_product(), make_product()
    contact = Contact.objects.create(customer=customer, name="Tao")

    made = post(
        program,
        "/feedback",
        customer=customer.number,
        product=product.code,
        also_products=[other.code],
        contact_id=contact.pk,
        verbatim="tears",
        channel="visit",
        occurred_at="2020-01-02T03:04:05Z",
        source_url="https://desk.example.com/7",
    )

    assert (made["channel"], made["contact_id"]) == ("visit", contact.pk)
    assert made["occurred_at"] == "2020-01-02T03:04:05Z"
    assert list(Feedback.objects.get().also_products.all()) == [other]


def test_unknown_fields_and_contacts_of_others_are_refused_by_name(program: Client) -> None:
    body = {"customer": make_customer().number, "product": make_product().code, "verbatim": "x"}
    other = Contact.objects.create(customer=make_customer(), name="Tao")

    unknown = program.post(f"{API}/feedback", {**body, "urgency": 1}, "application/json")
    foreign = program.post(f"{API}/feedback", {**body, "contact_id": other.pk}, "application/json")

    assert unknown.status_code == foreign.status_code == 422
    assert "urgency" in unknown.content.decode()
    assert "contact_id" in foreign.content.decode()


def test_each_step_of_triage_and_its_undo(program: Client, lin: User) -> None:
    feedback, original = make_feedback(), make_feedback()
    url = f"/feedback/{feedback.number}"

    def undo(part: str) -> str:
        return str(program.delete(f"{API}{url}/{part}").json()["state"])

    assert post(program, f"{url}/triage", route="rnd")["state"] == "triaged"
    assert undo("triage") == "new"
    marked = post(program, f"{url}/duplicate", original=original.number)
    assert marked["duplicate_of"] == original.number
    assert undo("duplicate") == "new"
    assert post(program, f"{url}/withdrawal", reason="wrong")["state"] == "withdrawn"
    assert undo("withdrawal") == "new"
    assert post(program, f"{url}/owner", owner_id=lin.pk)["owner"] == {
        "id": lin.pk,
        "name": lin.name,
    }


def test_corrections_say_what_was_seen(program: Client) -> None:
    feedback = make_feedback()
    module = Module.objects.create(product=feedback.product, name="Drive")
    url = f"/feedback/{feedback.number}"

    classified = post(
        program,
        f"{url}/class",
        before={"severity": "major"},
        values={"severity": "minor", "module_id": module.pk},
    )
    stale = program.patch(
        f"{API}{url}",
        {"before": {"title": "Other"}, "values": {"title": "New"}},
        content_type="application/json",
    )
    changed = program.patch(
        f"{API}{url}",
        {"before": {"title": feedback.title}, "values": {"title": "New"}},
        content_type="application/json",
    )

    assert (classified["severity"], classified["module_id"]) == ("minor", module.pk)
    assert stale.status_code == 409
    assert changed.json()["title"] == "New"


def test_several_at_once(program: Client, lin: User) -> None:
    numbers = [make_feedback().number, make_feedback().number]

    post(program, "/feedback-triages", numbers=numbers, route="rnd")
    post(program, "/feedback-triages/undone", numbers=numbers)
    post(program, "/feedback-withdrawals", numbers=numbers)
    post(program, "/feedback-withdrawals/undone", numbers=numbers)
    post(program, "/feedback-classes", numbers=numbers, severity="minor")
    post(program, "/feedback-owners", numbers=numbers, owner_id=lin.pk)

    assert set(Feedback.objects.values_list("state", "severity", "owner_id")) == {
        ("new", "minor", lin.pk)
    }
