"""A row that cannot be recorded is refused with its line; the good ones and other imports go on."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test import Client
from django.utils.translation import override

from tests.factories.customers import make_customer
from tests.factories.intake import confirm, csv_of, start, upload
from tests.factories.people import make_user
from tests.factories.products import make_product
from tests.worker import drain
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.intake import operations
from twintrack.sales.intake.lifecycle import State
from twintrack.sales.intake.models import HeldRow, ImportRow, ImportRun
from twintrack.sales.intake.problems import tell_all

pytestmark = pytest.mark.django_db
UNSTORABLE = "nobody can keep this"


@pytest.fixture
def he() -> User:
    make_customer(name="Ninghai")
    make_product(name="H3", code="h3")
    return make_user(Role.CSM, Role.PRODUCT_MANAGER)


@pytest.fixture
def stubborn_table() -> None:
    """Let the database itself refuse some words, as nobody foresees."""
    if connection.vendor == "sqlite":
        ddl = [
            "CREATE TRIGGER stubborn BEFORE INSERT ON feedback_feedback "
            f"WHEN NEW.verbatim = '{UNSTORABLE}' BEGIN SELECT RAISE(ABORT, 'stubborn'); END"
        ]
    else:
        ddl = [
            "CREATE FUNCTION stubborn() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF NEW.verbatim = '{UNSTORABLE}' THEN RAISE 'stubborn'; END IF; "
            "RETURN NEW; END $$",
            "CREATE TRIGGER stubborn BEFORE INSERT ON feedback_feedback "
            "FOR EACH ROW EXECUTE FUNCTION stubborn()",
        ]
    with connection.cursor() as cursor:
        for statement in ddl:
            cursor.execute(statement)


def rows(*words: str) -> bytes:
    return csv_of(
        *((f"A{number}", "Ninghai", "H3", text, "", "") for number, text in enumerate(words))
    )


def run_through(data: bytes, by: User, name: str = "calls.csv") -> ImportRun:
    run = confirm(upload(data, by, name), by)
    drain()
    run.refresh_from_db()
    start(run, by)
    drain()
    run.refresh_from_db()
    return run


def test_halves_of_characters_and_zero_bytes_show_as_unreadable(he: User) -> None:
    said = [
        {"id": "1", "customer": "Ninghai", "product": "H3", "description": "tears \ud83d \x00!"},
        {"id": "2", "customer": "Ninghai", "product": "H3", "description": "stops", "\udc00": "x"},
    ]
    data = "\n".join(json.dumps(each) for each in said).encode()

    run = run_through(data, he, "calls.jsonl")

    assert (run.state, run.recorded, run.refused) == (State.DONE, 2, 0)
    words = Feedback.objects.order_by("pk").values_list("verbatim", flat=True)
    assert list(words) == ["tears � �!", "stops"]
    assert "�" in run.columns


@pytest.mark.usefixtures("stubborn_table")
@pytest.mark.parametrize(
    ("language", "reason"),
    [("en", "This row failed for a reason of ours"), ("zh-hans", "这一行因系统自身的原因未能处理")],
)
def test_a_row_that_nobody_foresaw_is_refused_and_the_rest_recorded(
    he: User, language: str, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    words = [f"words {number}" for number in range(7)]
    words[3] = UNSTORABLE

    run = run_through(rows(*words), he)

    assert (run.state, run.recorded, run.refused) == (State.DONE, 6, 1)
    refused = ImportRow.objects.get(outcome="refused")
    assert refused.line == 5
    with override(language):
        assert reason in tell_all(refused.problems)[0]
    assert f"Line 5 of import {run.number}" in caplog.text
    told = Entry.objects.filter(kind="feedback.recorded").values_list("about_id", flat=True)
    assert sorted(told) == sorted(Feedback.objects.values_list("pk", flat=True))


@pytest.mark.usefixtures("stubborn_table")
def test_what_a_failed_try_thought_of_the_rows_beside_is_thought_anew(he: User) -> None:
    data = csv_of(
        ("A0", "Ninghai", "H3", "drifts", "", ""),
        ("A1", "Nobody knows", "H3", "tears", "", ""),
        ("A2", "Ninghai", "H3", UNSTORABLE, "", ""),
        ("A3", "Nobody knows", "H3", "stops", "", ""),
    )

    run = run_through(data, he)

    assert (run.recorded, run.held, run.refused) == (1, 2, 1)
    outcomes = ImportRow.objects.order_by("line").values_list("outcome", flat=True)
    assert list(outcomes) == ["recorded", "held", "refused", "held"]
    assert HeldRow.objects.count() == 2


@pytest.mark.usefixtures("stubborn_table")
def test_another_import_goes_on_beside_one_that_fails(he: User) -> None:
    bad = confirm(upload(rows(UNSTORABLE), he, "bad.csv"), he)
    good = confirm(upload(rows("tears"), he, "good.csv"), he)
    drain()
    for run in (bad, good):
        run.refresh_from_db()
        start(run, he)
    drain()

    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, bad.recorded, bad.refused) == (State.DONE, 0, 1)
    assert (good.state, good.recorded) == (State.DONE, 1)


def checked_with_unknowns(by: User) -> ImportRun:
    columns = ("Customer", "Product", "Module", "Type", "Description")
    data = csv_of(("Bolt", "H3", "Drive", "bogus", "x"), columns=columns)
    run = confirm(upload(data, by), by)
    drain()
    run.refresh_from_db()
    return run


WRONG = [
    ({"kind": {"bogus": "=nonsense"}}, "Kind “bogus” cannot become “=nonsense”."),
    ({"kind": {"bogus": "create"}}, "Kind “bogus” cannot become “create”."),
    ({"customer": {"Bolt": "=999999"}}, "Customer “Bolt” cannot become “=999999”."),
    ({"customer": {"Bolt": "=99999999999999999999"}}, "cannot become"),
    ({"customer": {"Bolt": "=²"}}, "cannot become"),
    ({"customer": {"Bolt": "empty"}}, "Customer “Bolt” cannot become “empty”."),
    ({"product": {"H9": "=0"}}, "Product “H9” cannot become “=0”."),
    ({"module": {"H3 / Drive": "=12345"}}, "Module “H3 / Drive” cannot become “=12345”."),
    ({"kind": {"bogus": "whatever"}}, "cannot become “whatever”"),
    ({"price": {"high": "hold"}}, "price “high” cannot become “hold”."),
    ({"verbatim": {"x": "hold"}}, "cannot become “hold”."),
]


@pytest.mark.parametrize(("decisions", "reason"), WRONG)
def test_decisions_that_cannot_be_are_refused_by_name(
    he: User, client: Client, decisions: dict[str, dict[str, str]], reason: str
) -> None:
    client.force_login(he)
    run = checked_with_unknowns(he)

    answer = client.post(
        f"/api/v1/imports/{run.number}/start",
        {"decisions": decisions},
        "application/json",
        headers={"Accept-Language": "en"},
    )

    run.refresh_from_db()
    assert (answer.status_code, run.state) == (422, State.CHECKED)
    assert answer.json()["code"] == "decision-wrong"
    assert reason in answer.json()["detail"]


def test_a_decision_refused_by_the_operation_is_told_in_chinese(he: User) -> None:
    run = checked_with_unknowns(he)

    with override("zh-hans"), pytest.raises(operations.DecisionWrong, match="不能处理为"):
        start(run, he, kind={"bogus": "=nonsense"})


def test_decisions_that_can_be_are_taken(he: User) -> None:
    run = checked_with_unknowns(he)
    customer = make_customer(name="Bolt Ltd")

    start(
        run,
        he,
        customer={"Bolt": f"={customer.pk}"},
        module={"H3 / Drive": "create"},
        kind={"bogus": "=praise"},
    )
    drain()

    assert Feedback.objects.get().kind == "praise"


def test_a_customer_that_is_gone_holds_the_row(he: User) -> None:
    run = checked_with_unknowns(he)
    customer = make_customer(name="Bolt Ltd")
    start(run, he, customer={"Bolt": f"={customer.pk}"}, module={"H3 / Drive": "empty"})
    customer.delete()
    drain()

    run.refresh_from_db()
    assert (run.state, run.recorded, run.held) == (State.DONE, 0, 1)


def test_an_address_that_is_too_long_is_refused_and_not_cut(he: User) -> None:
    columns = ("Customer", "Product", "Description", "Link")
    far = "https://desk.example.com/" + "x" * 500
    data = csv_of(("Ninghai", "H3", "a", far), ("Ninghai", "H3", "b", ""), columns=columns)

    run = run_through(data, he)

    assert (run.recorded, run.refused) == (1, 1)
    with override("en"):
        refused = ImportRow.objects.get(outcome="refused")
        assert tell_all(refused.problems) == ["Link to the source is too long."]


@pytest.mark.parametrize("name", ["calls.csv", "calls.jsonl"])
def test_a_date_that_cannot_be_refuses_its_row_alone(he: User, name: str) -> None:
    days = ["2026-11-01T08:00:00+25:00", "9" * 400, "0001-01-01", "1989-12-31", "2026-11-01"]
    columns = ("Customer", "Product", "Description", "Date")
    cells = [("Ninghai", "H3", f"words {number}", day) for number, day in enumerate(days)]
    data = csv_of(*cells, columns=columns)
    if name.endswith("jsonl"):
        written = (json.dumps(dict(zip(columns, each, strict=True))) for each in cells)
        data = "\n".join(written).encode()

    run = run_through(data, he, name)

    assert (run.recorded, run.refused) == (1, 4)
    with override("en"):
        refused = ImportRow.objects.filter(outcome="refused").order_by("line")
        told = [tell_all(each.problems)[0] for each in refused]
    assert told[0] == "Happened: “2026-11-01T08:00:00+25:00” is no date."
    assert told[1].endswith("is no date.")
    assert told[2:] == [f"Happened: {day} lies before 1990." for day in days[2:4]]
