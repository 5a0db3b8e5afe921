"""Reports as CI would send them, and how they are taken in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import count
from typing import Any

from tests.factories.histories import make_repository
from tests.factories.people import make_user
from twintrack.foundation.access.roles import Role
from twintrack.rnd.engineering.models import Repository
from twintrack.rnd.quality import operations
from twintrack.rnd.quality.lifecycle import Format
from twintrack.rnd.quality.models import Build
from twintrack.rnd.quality.operations import BuildFacts, Given, Reported

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
INSIDE = {
    "failed": '<failure message="expected 3"/>',
    "skipped": "<skipped/>",
    "flaky": '<flakyFailure message="timeout"/>',
    "passed": "",
}
_numbers = count(1)


def sha_of(n: int) -> str:
    return f"{n:040x}"


def junit(outcomes: Mapping[str, str], *, seconds: float = 0.5) -> bytes:
    """Write a report of tests; a name is `class::test`."""
    told = ""
    for name, outcome in outcomes.items():
        classname, _colons, test = name.rpartition("::")
        told += f'<testcase classname="{classname or "tests.test_it"}" name="{test}"'
        told += f' time="{seconds}">{INSIDE[outcome]}</testcase>'
    # Reports of two runs are never the same file.
    return f'<testsuite name="unit" id="{next(_numbers)}">{told}</testsuite>'.encode()


def lcov(files: Mapping[str, Mapping[int, int]]) -> bytes:
    """Write a report of coverage: lines of files with how often each ran."""
    told = ""
    for path, lines in files.items():
        told += f"SF:{path}\n" + "".join(f"DA:{line},{hits}\n" for line, hits in lines.items())
        told += "end_of_record\n"
    return f"TN:{next(_numbers)}\n{told}".encode()


def given(data: bytes, form: Format = Format.JUNIT, name: str = "report.xml") -> Given:
    return Given(name=name, format=form, file=BytesIO(data))


def make_tested_repository(**over: object) -> Repository:
    fields: dict[str, object] = {"default_branch": "main"} | over
    return make_repository("https://example.com/tool.git", **fields)


def report(
    repository: Repository, outcomes: Mapping[str, str] | bytes, *, n: int = 1, **over: Any
) -> Reported:
    """Take in a report of tests of the n-th commit, an hour after the one before."""
    data = outcomes if isinstance(outcomes, bytes) else junit(outcomes)
    return report_files(repository, given(data), n=n, **over)


def report_files(repository: Repository, *files: Given, n: int = 1, **over: Any) -> Reported:
    by = over.pop("by", None) or make_user(Role.ENGINEER)
    at = over.pop("at", AT)
    facts: dict[str, Any] = {
        "sha": sha_of(n),
        "branch": "main",
        "job": "unit",
        "started_at": AT + timedelta(hours=n - 50),
    } | over
    return operations.report(
        repository=repository, facts=BuildFacts(**facts), files=files, by=by, at=at
    )


def make_build(repository: Repository, outcomes: Mapping[str, str], **over: Any) -> Build:
    return report(repository, outcomes, **over).build
