"""Importing on the page: sent, columns confirmed, tried, imported, corrected, taken back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories.customers import make_customer
from tests.factories.intake import confirm, csv_of, start, upload
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.queries import queries_of
from tests.worker import drain
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.intake.models import HeldRow, ImportRow, ImportRun

pytestmark = pytest.mark.django_db
ROW = ("A1", "Ninghai", "H3", "The film tears", "critical", "2026-11-03")
HTMX = {"HX-Request": "true", "HX-Target": "div#run"}


@pytest.fixture
def he() -> User:
    make_customer(name="Ninghai")
    make_product(name="H3", code="h3")
    return make_user(Role.CSM)


@pytest.fixture
def desk(client: Client, he: User) -> Client:
    client.force_login(he)
    return client


def send(desk: Client, data: bytes, name: str = "calls.csv") -> object:
    file = SimpleUploadedFile(name, data, content_type="text/csv")
    return desk.post("/feedback/import/new/", {"file": file, "source": "desk"})


def columns(run: ImportRun, **over: str) -> dict[str, str]:
    return dict(run.mapping) | over


def test_a_file_goes_all_the_way(desk: Client) -> None:
    bolt = ("A2", "Bolt", "H3", "It stops", "", "")
    wrong = ("A3", "Ninghai", "H3", "Later", "", "2099-01-01")
    send(desk, csv_of(ROW, bolt, wrong))
    run = ImportRun.objects.get()
    page = desk.get("/feedback/import/IMP-1/").content.decode()
    assert 'value="Description" selected' in page
    assert "The film tears" in page

    desk.post("/feedback/import/IMP-1/columns/", columns(run))
    drain()
    trial = desk.get("/feedback/import/IMP-1/").content.decode()
    assert "1 of 3 rows will become feedback." in trial
    assert "<b>Bolt</b>" in trial
    assert "lies in the future" in trial

    desk.post("/feedback/import/IMP-1/start/", {"customer-0": "create"})
    drain()
    done = desk.get("/feedback/import/IMP-1/").content.decode()
    assert "2 pieces of feedback are recorded" in done
    assert Feedback.objects.filter(customer__name="Bolt").count() == 1

    desk.post("/feedback/import/IMP-1/undo/")
    drain()
    assert "Taken back: 2 withdrawn" in desk.get("/feedback/import/IMP-1/").content.decode()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"one column\nx\n", "must name the columns"),
        (b"%PDF-1.7", "cannot be read"),
        (b"Customer,Said\n", "no rows"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_the_reason(
    desk: Client, data: bytes, said: str
) -> None:
    answer = send(desk, data)

    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert said in answer.content.decode()  # type: ignore[attr-defined]
    assert not ImportRun.objects.exists()


def test_a_file_that_is_too_large_or_too_long_leaves_nothing(
    desk: Client, settings: object
) -> None:
    settings.TWINTRACK["max_import_rows"] = 1  # type: ignore[attr-defined]
    long = send(desk, csv_of(ROW, ROW))
    settings.TWINTRACK["max_import_rows"] = 100_000  # type: ignore[attr-defined]
    large_limit = settings.TWINTRACK["max_upload_bytes"]  # type: ignore[attr-defined]
    settings.TWINTRACK["max_upload_bytes"] = 10  # type: ignore[attr-defined]
    large = send(desk, csv_of(ROW))
    settings.TWINTRACK["max_upload_bytes"] = large_limit  # type: ignore[attr-defined]

    assert "more rows" in long.content.decode()  # type: ignore[attr-defined]
    assert "too large" in large.content.decode()  # type: ignore[attr-defined]
    assert not ImportRun.objects.exists()
    assert not ImportRow.objects.exists()


def test_a_needed_column_that_is_missing_is_said_and_the_choices_stay(
    desk: Client, he: User
) -> None:
    run = upload(csv_of(ROW), he)

    answer = desk.post(f"/feedback/import/{run.number}/columns/", {"title": "ID"})

    assert answer.status_code == 422
    assert "Choose a column" in answer.content.decode()
    assert 'value="ID" selected' in answer.content.decode()


def test_a_name_typed_instead_must_be_known(desk: Client, he: User) -> None:
    run = confirm(upload(csv_of(("A1", "Bolt", "H3", "x", "", "")), he), he)
    drain()
    url = f"/feedback/import/{run.number}/start/"

    wrong = desk.post(url, {"customer-0-instead": "Nobody"})
    assert wrong.status_code == 422
    assert "not known here either" in wrong.content.decode()

    desk.post(url, {"customer-0-instead": "ninghai"})
    drain()
    assert Feedback.objects.get().customer.name == "Ninghai"


def test_progress_is_a_part_of_the_page_that_asks_for_itself(desk: Client, he: User) -> None:
    run = confirm(upload(csv_of(ROW), he), he)

    part = desk.get(f"/feedback/import/{run.number}/", headers=HTMX).content.decode()

    assert "<progress" in part
    assert "<html" not in part
    assert f'data-live="import_run:{run.pk}"' in part


def test_refused_rows_are_taken_along_as_a_file_without_formulas(desk: Client, he: User) -> None:
    run = confirm(upload(csv_of(("A1", "Ninghai", "H3", "=1+1", "", "2099-01-01")), he), he)
    drain()

    answer = desk.get(f"/feedback/import/{run.number}/problems/")
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]

    assert "2,Happened: 2099-01-01 lies in the future." in text
    assert "'=1+1" in text


def test_a_held_row_is_corrected_or_dismissed(desk: Client, he: User) -> None:
    bolt = [(f"A{number}", "Bolt", "H3", "x", "", "") for number in (1, 2)]
    run = confirm(upload(csv_of(*bolt), he), he)
    drain()
    start(run, he)
    drain()
    first, second = HeldRow.objects.order_by("pk")
    assert desk.get("/feedback/held/").content.decode().count("Bolt") >= 2
    url = f"/feedback/held/{first.pk}/"
    values = {**first.values, "customer": "Nobody"}

    wrong = desk.post(url, values)
    assert wrong.status_code == 422
    assert "Nobody" in wrong.content.decode()
    desk.post(url, {**values, "customer": "Ninghai"})
    desk.post(f"/feedback/held/{second.pk}/dismissal/")

    assert Feedback.objects.count() == 1
    assert not HeldRow.objects.waiting().exists()


def test_a_held_row_is_recorded_with_a_new_customer_and_a_dismissal_taken_back(
    desk: Client, he: User
) -> None:
    run = confirm(upload(csv_of(*[(f"A{n}", "Bolt", "H3", "x", "", "") for n in (1, 2)]), he), he)
    drain()
    start(run, he)
    drain()
    first, second = HeldRow.objects.order_by("pk")
    url = f"/feedback/held/{first.pk}/"

    assert 'name="create" value="customer"' in desk.get(url).content.decode()
    assert 'name="create" value="product"' not in desk.get(url).content.decode()
    desk.post(url, {**first.values, "create": ["customer"]})
    page = desk.post(f"/feedback/held/{second.pk}/dismissal/", follow=True).content.decode()
    undo = f"/feedback/held/{second.pk}/dismissal/undo/"
    assert undo in page
    assert desk.post(undo).status_code == 200

    assert Feedback.objects.get().customer.name == "Bolt"
    assert HeldRow.objects.waiting().get() == second


def test_nobody_sees_another_persons_import(client: Client, he: User) -> None:
    run = upload(csv_of(ROW), he)
    client.force_login(make_user(Role.SALESPERSON))
    assert client.get(f"/feedback/import/{run.number}/").status_code == 404
    assert run.number not in client.get("/feedback/import/").content.decode()

    client.force_login(make_user(Role.ENGINEER))
    assert client.get("/feedback/import/").status_code == 403
    assert client.get("/feedback/held/").status_code == 403
    assert "/feedback/import/" not in client.get("/feedback/").content.decode()


def test_the_lists_cost_the_same_for_three_and_for_thirty(desk: Client, he: User) -> None:
    def cost(url: str) -> int:
        return queries_of(lambda: desk.get(url))

    def more(count: int) -> None:
        for number in range(count):
            run = upload(csv_of(ROW), he)
            HeldRow.objects.create(
                run=run, source="s", values={"verbatim": str(number)}, held_at=run.created_at
            )

    urls = ("/feedback/import/", "/feedback/held/")
    for url in urls:
        desk.get(url)
    more(3)
    few = [cost(url) for url in urls]
    more(27)

    assert [cost(url) for url in urls] == few
