"""Commands, as somebody types them."""

import pytest
from django.utils import translation
from typer.testing import CliRunner

from tests.factories.followers import Follower
from tests.factories.people import make_user
from twintrack.cli.main import build
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger import subscribers
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.people.models import User

pytestmark = pytest.mark.django_db
LIN = ["--email", "lin@example.com", "--name", "Lin", "--password", "a long sentence"]


def run(*words: str, language: str = "en") -> tuple[int, str]:
    with translation.override(language):
        result = CliRunner(env={"COLUMNS": "200"}).invoke(build(), list(words))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def test_help_speaks_chinese_and_english() -> None:
    assert "Serve the pages" in run("--help")[1]
    assert "启动网页服务" in run("--help", language="zh-hans")[1]


def test_the_first_administrator_is_made() -> None:
    code, said = run("create-admin", *LIN)

    assert (code, said) == (0, "Lin may sign in as lin@example.com.\n")
    assert User.objects.get().roles == {Role.ADMIN}


def test_another_administrator_is_added_and_the_ledger_knows_by_whom() -> None:
    admin = make_user(Role.ADMIN)

    run("create-admin", *LIN)

    assert User.objects.get(email="lin@example.com").roles == {Role.ADMIN}
    assert Entry.objects.get().actor == admin


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [(["--email", "lin"], "valid email"), (["--password", "short"], "too short")],
)
def test_a_bad_address_or_password_is_refused(wrong: list[str], reason: str) -> None:
    code, said = run("create-admin", *LIN, *wrong)

    assert code == 2
    assert reason in said
    assert not User.objects.exists()


def test_migrations_that_are_applied_are_not_applied_again() -> None:
    assert run("migrate") == (0, "The database is up to date.\n")


def test_the_index_is_built_again() -> None:
    assert run("reindex") == (0, "0 objects indexed.\n")


def test_parked_entries_are_listed_and_replayed(monkeypatch: pytest.MonkeyPatch) -> None:
    admin, other = make_user(Role.ADMIN), make_user(Role.ADMIN, email="other@example.com")
    monkeypatch.setattr(subscribers, "_SUBSCRIBERS", {})
    follower = Follower()
    assert run("parked", "list") == (0, "Nothing is parked.\n")
    first, second = follower.park("new 1"), follower.park("new 2")

    assert "team.renamed_in_a_test" in run("parked", "list")[1]
    assert run("parked", "replay")[0] == 2
    follower.broken = True
    assert run("parked", "replay", str(first.pk))[0] == 1
    follower.broken = False
    assert run("parked", "replay", str(first.pk), "--by", "other@example.com")[0] == 0
    assert Entry.objects.latest("pk").actor == other
    assert run("parked", "replay", "--all") == (0, "1 entry took effect.\n")
    assert Entry.objects.latest("pk").actor == admin
    assert second.entry.kind == first.entry.kind


def test_the_doctor_says_what_is_in_order() -> None:
    code, said = run("doctor")

    assert code == 0
    assert "✓ Tables  As this version needs them." in said
