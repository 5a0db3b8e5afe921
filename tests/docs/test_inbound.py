"""The command and the template of docs/inbound do what both pages say."""

import json
import re
from pathlib import Path

import pytest
from django.test import Client

from tests.docs.test_api import run
from tests.factories.customers import make_customer
from tests.factories.inbound import make_source
from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.foundation.access.roles import Role
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.intake.fields import DELIVERED

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["inbound.md", "inbound.zh.md"])
def test_the_page_can_be_followed(client: Client, name: str) -> None:
    text = (DOCS / name).read_text()
    make_customer(name="Acme")
    make_product(name="H3 drive", code="h3")
    admin = make_user(Role.ADMIN)
    source, key = make_source(admin)
    address = f"http://127.0.0.1:8000/api/v1/inbound/feedback/{key}"
    [command] = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    sent, template = re.findall(r"```json\n(.*?)```", text, re.DOTALL)

    assert run(Client(), command.replace("$ADDRESS", address)) == 201
    client.force_login(admin)
    url = f"/api/v1/inbound-sources/{source.pk}/template"
    assert client.post(url, json.loads(template), "application/json").status_code == 200
    assert Client().post(address, sent, "application/json").status_code == 201

    assert Feedback.objects.get(external_id="WT-8841").kind == "complaint"
    assert not [each.code for each in DELIVERED if f"`{each.code}`" not in text]
