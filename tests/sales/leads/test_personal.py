"""The person of a lead is given out and erased; who became a contact is known as one."""

import pytest
from django.test import Client

from tests.answers import text_of
from tests.factories.customers import make_customer
from tests.factories.leads import AT, make_lead
from tests.factories.people import make_user
from tests.factories.tokens import call_as
from twintrack.foundation.access.refusals import NotAllowed
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.privacy.asking import PersonErased
from twintrack.sales.customers.models import Contact
from twintrack.sales.leads import operations
from twintrack.sales.leads.models import Lead
from twintrack.sales.leads.operations import LeadDetails

pytestmark = pytest.mark.django_db
PERSON = {"contact_name": "Ana Ruiz", "phone": "+49 7142 8810 44", "email": "ana@ruiz.example"}


def erase(lead: Lead, **over: object) -> Lead:
    wish: dict[str, object] = {"typed": "Ana Ruiz", "reason": "asked", "at": AT} | over
    if "by" not in wish:
        wish["by"] = make_user(Role.SALES_MANAGER)
    return operations.erase_person(lead=lead, **wish)  # type: ignore[arg-type]


def test_a_lead_stays_without_its_person() -> None:
    lead = make_lead(interest="Ana Ruiz wants a demo", **PERSON)
    twin = make_lead(**PERSON)

    erase(lead)
    erase(lead, typed="", reason="")

    for each in (lead, twin):
        each.refresh_from_db()
        assert (each.contact_name, each.phone, each.email) == ("███", "", "")
    assert lead.interest == "███ wants a demo"
    assert Entry.objects.filter(kind="lead.person_erased").count() == 1
    with pytest.raises(PersonErased):
        operations.export_person(lead=lead, by=make_user(Role.CSM), at=AT)


def test_who_may_not_is_refused_and_a_contact_is_erased_as_one() -> None:
    lead = make_lead(**PERSON)
    with pytest.raises(NotAllowed):
        erase(lead, by=make_user(Role.SALESPERSON))
    contact = Contact.objects.create(customer=make_customer(), name="Ana Ruiz")
    Lead.objects.filter(pk=lead.pk).update(contact=contact)

    with pytest.raises(operations.IsContact):
        erase(lead)


def test_page_file_and_api(client: Client) -> None:
    sun = make_user(Role.SALES_MANAGER)
    client.force_login(sun)
    lead = make_lead(**PERSON)
    url = f"/leads/{lead.number}/person/"

    assert "Ana Ruiz" in text_of(client.get(url))
    assert client.post(f"{url}export/", {"form": "json"}).json()["name"] == "Ana Ruiz"
    client.force_login(make_user(Role.SALESPERSON))
    assert client.get(url).status_code == 403
    he, zhao = call_as(Role.CSM), call_as(Role.SALESPERSON)
    wish = {"typed": "Ana Ruiz", "reason": "asked"}
    at = f"/leads/{lead.number}"
    assert he.post(f"{at}/personal-data").status_code == 200
    assert zhao.post(f"{at}/erasure", wish).status_code == 403
    assert he.post(f"{at}/erasure", wish).json()["contact_name"] == "███"


def test_the_file_to_read_tells_what_happened_in_sentences(client: Client) -> None:
    sun = make_user(Role.SALES_MANAGER)
    client.force_login(sun)
    details = LeadDetails(company="Ana Ruiz Tools", **PERSON)  # type: ignore[arg-type]
    lead = operations.capture(details=details, by=sun, at=AT)
    url = f"/leads/{lead.number}/person/export/"
    read = text_of(client.post(url, {"form": "html"}))
    assert f"took in the lead {lead.number} Ana Ruiz Tools" in read
    assert "What it says of the person" in read
    # Codes and keys are for machines: they stand in the other file.
    for code in ("lead.captured", "captured_by", "owner_id"):
        assert code not in read
    [entry] = [
        each
        for each in client.post(url, {"form": "json"}).json()["ledger"]
        if each["kind"] == "lead.captured"
    ]
    assert entry["payload"]["company"] == "Ana Ruiz Tools"
