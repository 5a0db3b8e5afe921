"""A program imports as a person does."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories.customers import make_customer
from tests.factories.intake import csv_of
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.worker import drain
from twintrack.foundation.access.roles import Role
from twintrack.sales.intake.models import HeldRow

pytestmark = pytest.mark.django_db
API = "/api/v1/imports"


def test_a_file_is_imported_and_taken_back(client: Client) -> None:
    make_customer(name="Ninghai")
    make_product(name="H3")
    client.force_login(make_user(Role.CSM))
    rows = [("A1", "Ninghai", "H3", "x", "", ""), ("A2", "Bolt", "H3", "y", "", "")]
    bad = ("A3", "Ninghai", "H3", "", "", "")

    file = SimpleUploadedFile("a.csv", csv_of(*rows, *rows, bad))
    run = client.post(API, {"file": file, "source": "desk"}).json()
    url = f"{API}/{run['number']}"
    body = {"mapping": run["mapping"]}
    assert client.post(f"{url}/columns", body, "application/json").status_code == 200
    drain()
    checked = client.get(url).json()
    assert (checked["ready"], checked["unknown"]) == (1, {"customer": {"Bolt": 1}})
    assert client.post(f"{url}/stop").status_code == 409
    client.post(f"{url}/start", {"decisions": {}}, "application/json")
    drain()
    assert client.get(url).json()["recorded"] == 1
    problems = client.get(f"{url}/problems").json()["items"]
    assert [each["line"] for each in problems] == [4, 5, 6]

    [held] = client.get("/api/v1/held-rows").json()["items"]
    correction = {"corrections": {"customer": "Ninghai"}}
    path = f"/api/v1/held-rows/{held['id']}"
    assert client.post(f"{path}/release", correction, "application/json").status_code == 201
    assert client.post(f"{path}/dismissal").status_code == 404
    client.post(f"{url}/undo")
    drain()
    assert client.get(url).json()["state"] == "cancelled"
    assert not HeldRow.objects.waiting().exists()
