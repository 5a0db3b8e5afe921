"""Reading a repository from the command line."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from typer.testing import CliRunner

from tests.factories.histories import History
from tests.factories.people import make_user
from tests.factories.products import make_product
from twintrack.cli.main import build
from twintrack.foundation.access.refusals import NotAllowed, NotThere, Refusal
from twintrack.foundation.access.roles import Role
from twintrack.rnd.engineering.models import Repository

pytestmark = pytest.mark.django_db


@pytest.fixture
def history(tmp_path: Path, settings: Any) -> History:
    settings.DATA_DIR = tmp_path / "data"
    make_user(Role.ADMIN, email="admin@example.com")
    make_product(code="h3")
    return History(tmp_path / "tool")


def run(*words: str, language: str = "en") -> tuple[int, str]:
    with translation.override(language):
        result = CliRunner(env={"COLUMNS": "200"}).invoke(build(), ["ingest", "git", *words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def test_a_folder_is_read_and_the_second_run_adds_nothing(history: History) -> None:
    history.commit("Begin", {"a": "1"})
    lost = history.commit("More", {"a": "2"})
    history.tag("v1", at="HEAD~1")

    code, said = run(str(history.folder), "--product", "h3")

    assert code == 0
    assert "REPO-1: 2 new commits, 1 new releases, 0 new links to requirements." in said
    assert Repository.objects.get().name == "tool"
    _code, said = run(str(history.folder), "--product", "h3")
    assert "REPO-1: 0 new commits" in said
    history.git("reset", "-q", "--hard", f"{lost}~1")
    _code, said = run(str(history.folder), "--product", "h3", language="zh-hans")
    assert "已不在历史中：1 次提交" in said


def test_what_cannot_be_read_is_told_in_the_readers_language(
    history: History, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(Refusal) as missing, translation.override("zh-hans"):
        run(str(tmp_path / "nothing"), "--product", "h3")
    with translation.override("zh-hans"):
        assert str(missing.value.message) == "服务器上没有这个目录或文件。"
    with pytest.raises(Refusal, match="not a git repository"):
        run(str(tmp_path / "empty"), "--product", "h3")
    assert Repository.objects.get().trouble == "not-repository"
    with pytest.raises(Refusal, match="https://"):
        run("ext::sh -c x://", "--product", "h3")
    with pytest.raises(NotThere):
        run(str(history.folder), "--product", "nothing")


def test_it_is_read_as_somebody_who_may(history: History) -> None:
    make_user(Role.SALESPERSON, email="sales@example.com")

    with pytest.raises(NotAllowed):
        run(str(history.folder), "--product", "h3", "--as", "sales@example.com")
