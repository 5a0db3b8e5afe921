"""A program imports as a person does."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories.customers import make_customer
from tests.factories.intake import AT, csv_of
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.worker import drain
from twintrack.foundation.access.roles import Role
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.intake.models import HeldRow

pytestmark = pytest.mark.django_db
API = "/api/v1/imports"


def test_a_program_is_told_of_other_words_and_unreadable_characters(client: Client) -> None:
    make_customer(name="Ninghai")
    make_product(name="H3")
    client.force_login(make_user(Role.CSM))

    def checked(words: str) -> dict[str, Any]:
        data = csv_of(("A1", "Ninghai", "H3", words, "", ""), ("A2", "Ninghai", "H3", "y", "", ""))
        file = SimpleUploadedFile("a.csv", data.replace(b"?", b"\xff"))
        run = client.post(API, {"file": file, "source": "desk"}).json()
        url = f"{API}/{run['number']}"
        client.post(f"{url}/columns", {"mapping": run["mapping"]}, "application/json")
        drain()
        return dict(client.get(url).json())

    first = checked("换卷时断膜")
    client.post(f"{API}/{first['number']}/start", {"decisions": {}}, "application/json")
    drain()
    second = checked("换卷时?断膜")

    assert (first["unreadable"], second["unreadable"]) == (0, 1)
    assert (second["known"], second["differing"], second["ready"]) == (1, 1, 0)
    [row] = client.get(f"{API}/{second['number']}/problems").json()["items"]
    number = Feedback.objects.get(external_id="A1").number
    assert (row["outcome"], row["reasons"][0].split()[0]) == ("differing", number)
    page = client.get(f"/feedback/import/{second['number']}/").content.decode()
    assert "1 character of this file could not be read" in page
    assert f"{number} has this number there" in page


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


def test_a_row_is_dismissed_and_waits_again(client: Client) -> None:
    client.force_login(make_user(Role.CSM))
    held = HeldRow.objects.create(source="desk", values={}, held_at=AT)
    path = f"/api/v1/held-rows/{held.pk}/dismissal"

    assert client.post(path).status_code == 200
    assert client.post(f"{path}/undo").status_code == 200

    assert HeldRow.objects.waiting().get() == held
    assert client.post(f"{path}/undo").status_code == 404


def test_a_correction_of_a_field_that_is_not_there_is_refused_by_name(client: Client) -> None:
    client.force_login(make_user(Role.CSM))
    held = HeldRow.objects.create(
        source="desk", values={"customer": "Bolt", "product": "H3", "verbatim": "x"}, held_at=AT
    )
    path = f"/api/v1/held-rows/{held.pk}/release"
    wrong = {"corrections": {"customer": "Ninghai", "kunde": "x"}}

    english = client.post(path, wrong, "application/json")
    chinese = client.post(path, wrong, "application/json", headers={"Accept-Language": "zh-CN"})

    assert (english.status_code, english.json()["code"]) == (422, "field-unknown")
    assert "“kunde”" in english.json()["detail"]
    assert chinese.json()["code"] == "field-unknown"
