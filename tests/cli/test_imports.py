"""Importing from the command line: trial, import, undo, and what is wrong said plainly."""

from pathlib import Path

import pytest
from django.utils import translation
from typer.testing import CliRunner

from tests.factories.customers import make_customer
from tests.factories.intake import csv_of
from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.cli.main import build
from twintrack.foundation.access.refusals import NotAllowed, NotThere
from twintrack.foundation.access.roles import Role
from twintrack.sales.feedback.models import Feedback
from twintrack.sales.intake.models import ImportRun

pytestmark = pytest.mark.django_db
GOOD = ("A1", "Ninghai", "H3", "The film tears", "critical", "2026-11-03")
BOLT = ("A2", "Bolt", "H3", "It stops", "", "")
LATE = ("A3", "Ninghai", "H3", "Later", "", "2099-01-01")


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    make_user(Role.ADMIN, email="admin@example.com")
    make_customer(name="Ninghai")
    make_product(name="H3")
    path = tmp_path / "calls.csv"
    path.write_bytes(csv_of(GOOD, BOLT, LATE))
    return path


def run(*words: str, language: str = "en") -> tuple[int, str]:
    with translation.override(language):
        result = CliRunner(env={"COLUMNS": "200"}).invoke(build(), ["import", *words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def test_a_trial_says_what_would_happen_and_records_nothing(calls: Path) -> None:
    code, said = run("feedback", str(calls), "--dry-run")

    assert code == 0
    assert "In the customer's words ← Description" in said
    assert "1 will be recorded, 0 are known, 1 held, 1 refused." in said
    assert "Not known, Customer: Bolt" in said
    assert "Line 4: Happened: 2099-01-01 lies in the future." in said
    assert not Feedback.objects.exists()


def test_what_is_imported_is_taken_back_by_its_number(calls: Path) -> None:
    _code, said = run("feedback", str(calls), "--create", "customer", "--source", "desk")
    assert "IMP-1: 2 recorded, 0 known already, 0 held, 1 refused." in said
    assert set(Feedback.objects.values_list("source", flat=True)) == {"desk"}

    _code, said = run("undo", "IMP-1")
    assert "2 withdrawn, 0 kept" in said


def test_other_words_and_unreadable_characters_are_told(calls: Path) -> None:
    run("feedback", str(calls))
    data = calls.read_bytes().replace(b"The film tears", "换卷时断膜，停机".encode() + b"\xff")
    calls.write_bytes(data)

    said = run("feedback", str(calls), "--dry-run")[1]

    assert "1 character could not be read" in said
    assert "1 is known with other words; see below." in said
    number = Feedback.objects.get(external_id="A1").number
    assert f"Line 2: {number} has this number there, but other words" in said
    assert "内容不同" in run("feedback", str(calls), "--dry-run", language="zh-hans")[1]


def test_halves_of_characters_break_nothing(calls: Path) -> None:
    file = calls.with_name("calls.jsonl")
    file.write_text(r'{"customer": "Ninghai", "product": "H3", "description": "tears \ud83d"}')

    code, said = run("feedback", str(file))

    assert (code, "1 recorded" in said) == (0, True)
    assert Feedback.objects.get().verbatim == "tears �"


def test_columns_and_values_are_given_by_hand(calls: Path) -> None:
    calls.write_text("who,said\nNinghai,tears\n")

    run(
        "feedback",
        str(calls),
        "--map",
        "customer=who",
        "--map",
        "verbatim=said",
        "--default",
        "product=H3",
    )

    assert Feedback.objects.get().verbatim == "tears"


def test_a_field_that_does_not_exist_is_named(calls: Path) -> None:
    code, said = run("feedback", str(calls), "--map", "price=ID")

    assert code == 2
    assert "“price” names no field." in said
    assert not Feedback.objects.exists()


def test_it_speaks_chinese(calls: Path) -> None:
    assert (
        "客户原话 ← Description" in run("feedback", str(calls), "--dry-run", language="zh-hans")[1]
    )


def test_only_who_may_import_imports(calls: Path) -> None:
    engineer = make_user(Role.ENGINEER)

    with pytest.raises(NotAllowed):
        run("feedback", str(calls), "--as", engineer.email)
    with pytest.raises(NotThere, match=r"has the address nobody@example\.com"):
        run("feedback", str(calls), "--as", "nobody@example.com")

    assert not ImportRun.objects.exists()
