"""A large file is stored in short steps; what is not here whole is seen and started by nobody."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.customers import make_customer
from tests.factories.intake import AT, confirm, csv_of, start, upload
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.worker import drain
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.roles import Role
from twintrack.foundation.people.models import User
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.intake import operations, queries
from twintrack.sales.intake.housekeeping import remove_broken_uploads
from twintrack.sales.intake.lifecycle import State
from twintrack.sales.intake.models import HeldRow, ImportRow, ImportRun
from twintrack.sales.intake.reading import TooManyRows

ROW = ("", "Ninghai", "H3", "The film tears", "", "")


@pytest.fixture
def he() -> User:
    make_customer(name="Ninghai")
    make_product(name="H3", code="h3")
    return make_user(Role.CSM)


def arriving(by: User) -> ImportRun:
    run: ImportRun = ImportRun.objects.create(
        number="IMP-77", name="a.csv", state=State.ARRIVING, started_by=by, created_at=AT
    )
    ImportRow.objects.create(run=run, line=2, values={"a": "b"})
    return run


@pytest.mark.usefixtures("emptied_ledger")
@pytest.mark.django_db(transaction=True)
def test_no_transaction_stores_more_than_one_batch(
    he: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations.uploading, "BATCH", 10)

    with CaptureQueriesContext(connection) as queries_made:
        run = upload(csv_of(*[ROW] * 35), he)

    steps = "\n".join(each["sql"] for each in queries_made).split("COMMIT")
    assert max(step.count('INSERT INTO "intake_importrow"') for step in steps) == 1
    assert sum(step.count('INSERT INTO "intake_importrow"') for step in steps) == 4
    assert (run.total, run.state) == (35, State.DRAFT)
    assert ImportRow.objects.filter(run=run).count() == 35


@pytest.mark.usefixtures("emptied_ledger")
@pytest.mark.django_db(transaction=True)
def test_an_upload_that_breaks_off_leaves_nothing(
    he: User, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    monkeypatch.setattr(operations.uploading, "BATCH", 10)
    settings.TWINTRACK = {**settings.TWINTRACK, "max_import_rows": 25}

    with pytest.raises(TooManyRows):
        upload(csv_of(*[ROW] * 35), he)

    assert not ImportRun.objects.exists()
    assert not ImportRow.objects.exists()


@pytest.mark.django_db
def test_what_is_not_here_whole_is_seen_and_started_by_nobody(he: User) -> None:
    run = arriving(he)

    for person in (he, make_user(Role.ADMIN)):
        assert not queries.list_runs(for_user=person).exists()
        with pytest.raises(NotThere):
            queries.get_run(run.number, for_user=person)
    with pytest.raises(operations.NotStartable):
        start(run, he)
    with pytest.raises(operations.NotConfirmable):
        confirm(run, he)


@pytest.mark.django_db
def test_what_broke_off_long_ago_is_removed(he: User) -> None:
    arriving(he)

    remove_broken_uploads(AT + timedelta(hours=1))
    assert ImportRun.objects.exists()
    remove_broken_uploads(AT + timedelta(hours=7))
    assert not ImportRun.objects.exists()


def days_of(by: User, *days: str) -> list[str]:
    rows = (("", "Ninghai", "H3", f"words {n}", "", day) for n, day in enumerate(days))
    run = confirm(upload(csv_of(*rows), by), by)
    drain()
    run.refresh_from_db()
    start(run, by)
    drain()
    said = Feedback.objects.order_by("pk").values_list("occurred_at", flat=True)
    return [moment.date().isoformat() for moment in said]


@pytest.mark.django_db
def test_a_column_is_read_month_first_as_a_whole(he: User) -> None:
    assert days_of(he, "11/05/2025", "11/30/2025") == ["2025-11-05", "2025-11-30"]


@pytest.mark.django_db
def test_a_column_is_read_day_first_where_nothing_tells_otherwise(he: User) -> None:
    assert days_of(he, "11/05/2025", "30/11/2025") == ["2025-05-11", "2025-11-30"]


@pytest.mark.django_db
def test_a_row_that_waited_is_read_as_its_column(he: User) -> None:
    unknown = ("", "Bolt", "H3", "words", "", "11/05/2025")
    known = ("", "Ninghai", "H3", "words", "", "11/30/2025")
    run = confirm(upload(csv_of(unknown, known), he), he)
    drain()
    run.refresh_from_db()
    start(run, he)
    drain()

    held = HeldRow.objects.get()
    feedback = operations.release(held=held, corrections={"customer": "Ninghai"}, by=he, at=AT)

    assert feedback.occurred_at.date().isoformat() == "2025-11-05"
