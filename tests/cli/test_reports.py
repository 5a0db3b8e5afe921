"""Reports of CI from the command line."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from typer.testing import CliRunner

from tests.factories.people import make_user
from tests.factories.reports import junit, make_tested_repository, sha_of
from tests.rnd.quality.reports import samples
from twintrack.cli.main import build
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.roles import Role
from twintrack.rnd.quality.models import Build
from twintrack.rnd.quality.reports.refusals import ReportHostile

pytestmark = pytest.mark.django_db


def run(*words: str, language: str = "en") -> str:
    with translation.override(language):
        result = CliRunner(env={"COLUMNS": "200"}).invoke(build(), ["ingest", *words])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
    return result.output


def test_files_of_each_kind_are_taken_in_once(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path / "data"
    make_user(Role.ADMIN, email="admin@example.com")
    repository = make_tested_repository(name="firmware")
    whole = ("--repository", "firmware", "--commit", sha_of(1), "--job", "unit")

    def write(name: str, text: str | bytes) -> str:
        data = text if isinstance(text, bytes) else text.encode()
        (tmp_path / name).write_bytes(data)
        return str(tmp_path / name)

    one = write("a.xml", junit({"a": "passed", "b": "failed"}))
    two = write("b.xml", samples.GRADLE)
    said = run("junit", one, two, *whole, "--at", "2026-11-20T09:00:00", "--branch", "main")
    assert "BLD-1: 2 new files, 0 known already." in said
    assert "Tests: 2 passed, 1 failed, 1 flaky." in said
    assert "BLD-1: 0 new files, 2 known already." in run("junit", one, two, *whole)
    for kind, text in (
        ("cobertura", samples.GCOVR),
        ("lcov", samples.LCOV),
        ("jacoco", samples.JACOCO),
    ):
        said = run(kind, write(kind, text), *whole, language="zh-hans")
        assert "变更行未能测量：还没有读到这个提交。" in said, kind
    assert Build.objects.get().lines_total == 7
    ended = run("lcov", write("lcov", samples.LCOV), *whole, "--state", "cancelled")
    assert "BLD-1: 0 new files" in ended
    assert Build.objects.get().state == "cancelled"
    with pytest.raises(ReportHostile), translation.override("zh-hans"):
        run("junit", write("bomb.xml", samples.BILLION_LAUGHS), *whole, language="zh-hans")
    with pytest.raises(NotThere):
        run("junit", one, "--repository", "nothing", "--commit", sha_of(1))
    assert repository.number.startswith("REPO-")
