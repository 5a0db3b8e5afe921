"""Covered lines are joined with the lines that commits added, counted by hand."""

import pytest

from tests.factories.histories import History, make_repository, read
from tests.factories.people import make_user
from tests.factories.reports import AT, given, lcov, make_tested_repository, report_files
from tests.rnd.quality.reports import samples
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.hub.products.models import Module
from twintrack.rnd.engineering.models import PathRule
from twintrack.rnd.engineering.operations.reading import mirror_of
from twintrack.rnd.quality import changed, operations
from twintrack.rnd.quality.lifecycle import Format, Unmeasured
from twintrack.rnd.quality.models import Build, FileCoverage, ModuleTally

pytestmark = pytest.mark.django_db


def lines(first: int, last: int, word: str = "a") -> str:
    return "".join(f"{word} {n}\n" for n in range(first, last + 1))


def test_lines_that_a_range_added_are_those_of_a_hand_counted_diff(history: History) -> None:
    history.commit("Begin", {"core/a.c": lines(1, 6), "b.c": lines(1, 3), "old.c": lines(1, 9)})
    base = history.git("rev-parse", "HEAD")
    history.commit("Add two, change one", {"core/a.c": "new\n" + lines(1, 3) + "other\n+++ b/x\n"})
    history.git("mv", "old.c", "名 字.c")
    history.commit("Move, delete, and more", {"d/新.c": "@@ -1 +1 @@\nx"})
    (history.folder / "b.c").unlink()
    head = history.commit("Delete", {"pic.bin": b"\0\1\2"})
    repository = make_repository(history)
    read(repository)
    mirror = mirror_of(repository)

    added = changed.added_lines(mirror, base, head)

    assert added == {"core/a.c": {1, 5, 6}, "d/新.c": {1, 2}}
    everything = changed.added_lines(mirror, changed.NOTHING, base)
    assert everything["core/a.c"] == {1, 2, 3, 4, 5, 6}
    assert changed.parent_of(mirror, base) == changed.NOTHING
    assert changed.holds(mirror, head)
    assert not changed.holds(mirror, "0" * 40)


def test_changed_lines_are_measured_against_the_build_before(history: History) -> None:
    first = history.commit("Begin", {"core/a.c": lines(1, 4), "b.c": lines(1, 2)})
    second = history.commit("Go on", {"core/a.c": lines(1, 4) + lines(5, 9, "b")})
    history.branch("try")
    third = history.commit("Try", {"b.c": lines(1, 2) + "c\n"})
    repository = make_repository(history)
    core = Module.objects.create(product=repository.product, name="Core")
    PathRule.objects.create(repository=repository, position=0, pattern="core/**", module=core)
    read(repository)
    repository.refresh_from_db()
    whole = {"/ci/tool/core/a.c": dict.fromkeys(range(1, 5), 1)}
    report_files(repository, given(lcov(whole), Format.LCOV), sha=first, n=1)
    hits = {5: 1, 6: 0, 7: 2, 8: 0}

    # Two files of one build: a line that either ran has run; line 9 cannot be run.
    once = report_files(repository, given(lcov({"core/a.c": hits}), Format.LCOV), sha=second, n=2)
    more = given(lcov({"core/a.c": {6: 1, 1: 1}, "b.c": {1: 0}}), Format.LCOV)
    build = report_files(repository, more, sha=second, n=2).build

    assert once.build == build
    assert (build.base_sha, build.unmeasured) == (first, "")
    assert (build.lines_total, build.lines_covered) == (6, 4)
    assert (build.changed_total, build.changed_covered) == (4, 3)
    row = FileCoverage.objects.get(build=build, path="core/a.c")
    assert (row.covered, row.missed, row.changed_missed) == ("1,5-7", "8", "8")
    tally = ModuleTally.objects.get(build=build, module=core)
    assert (tally.changed_total, tally.changed_covered, tally.lines_total) == (4, 3, 5)
    # A branch is compared with where it parted.
    branch = given(lcov({"b.c": {1: 1, 2: 1, 3: 0}}), Format.LCOV)
    tried = report_files(repository, branch, sha=third, n=3, branch="try").build
    assert (tried.base_sha, tried.changed_total, tried.changed_covered) == (second, 1, 0)
    # Of the first commit everything is new.
    assert Build.objects.get(sha=first).changed_total == 4


def test_an_unknown_commit_is_kept_and_joined_when_it_is_read(history: History) -> None:
    history.commit("Begin", {"src/main/java/com/acme/drive/Axis.java": lines(1, 3)})
    sha = history.commit("On", {"src/main/java/com/acme/drive/Axis.java": lines(1, 5)})
    repository = make_repository(history)
    jacoco = given(samples.JACOCO.encode(), Format.JACOCO)
    build = report_files(
        repository, jacoco, given(b"<testsuite><testcase name='t'/></testsuite>"), sha=sha
    ).build
    assert (build.commit, build.unmeasured) == (None, Unmeasured.COMMIT)
    assert build.changed_total is None
    by = make_user(Role.RND_LEAD)
    assert operations.join_commits(repository=repository, by=by, at=AT) == 0

    read(repository)

    assert operations.join_commits(repository=repository, by=by, at=AT) == 1
    build.refresh_from_db()
    assert build.commit is not None
    assert build.commit.sha == sha
    assert FileCoverage.objects.get().path == "src/main/java/com/acme/drive/Axis.java"
    assert (build.changed_total, build.changed_covered, build.unmeasured) == (2, 1, "")
    assert Entry.objects.get(kind="build.joined").payload["builds"] == 1
    assert operations.join_commits(repository=repository, by=by, at=AT) == 0


def test_modules_follow_the_path_rules_that_hold_now(history: History) -> None:
    sha = history.commit("Begin", {"tests/test_it.py": "1\n", "core/a.c": lines(1, 3)})
    repository = make_repository(history)
    read(repository)
    test = b"<testsuite><testcase classname='tests.test_it' name='t'/></testsuite>"
    report_files(repository, given(lcov({"core/a.c": {1: 1}}), Format.LCOV), given(test), sha=sha)
    core = Module.objects.create(product=repository.product, name="Core")
    for position, pattern in enumerate(("core/**", "tests/**")):
        PathRule.objects.create(
            repository=repository, position=position, pattern=pattern, module=core
        )

    operations.place_anew(repository)

    tally = ModuleTally.objects.get()
    assert (tally.module, tally.passed, tally.lines_total) == (core, 1, 1)


def test_without_a_copy_it_is_said_that_nothing_was_measured() -> None:
    repository = make_tested_repository()

    build = report_files(repository, given(lcov({"a.c": {1: 1}}), Format.LCOV)).build

    assert (build.state, build.unmeasured, build.lines_total) == ("passed", "commit", 1)
