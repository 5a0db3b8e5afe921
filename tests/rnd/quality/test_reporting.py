"""What CI reports is counted once, whatever the order, and flaky tests apart."""

import random
from collections import defaultdict
from datetime import timedelta

import pytest

from tests.factories.people import make_user
from tests.factories.reports import (
    AT,
    given,
    junit,
    make_build,
    make_tested_repository,
    report,
    report_files,
    sha_of,
)
from tests.rnd.quality.reports import samples
from twintrack.foundation.access.refusals import NotAllowed
from twintrack.foundation.access.roles import Role
from twintrack.foundation.ledger.models import Entry
from twintrack.hub.products.models import Module
from twintrack.rnd.engineering.models import PathRule
from twintrack.rnd.quality import operations
from twintrack.rnd.quality.lifecycle import BuildState, Outcome
from twintrack.rnd.quality.models import (
    Build,
    ModuleTally,
    TestCase,
    TestResult,
    TestRun,
    TestWeek,
)
from twintrack.rnd.quality.operations import BuildFacts
from twintrack.rnd.quality.packing import pack, unpack
from twintrack.rnd.quality.reports.refusals import NotWellFormed

pytestmark = pytest.mark.django_db


def counts(build: Build) -> tuple[int, int, int, int]:
    build.refresh_from_db()
    return build.passed, build.failed, build.flaky, build.skipped


def test_a_report_is_kept_once_and_says_how_each_module_stands() -> None:
    repository = make_tested_repository()
    tuning = Module.objects.create(product=repository.product, name="Tuning")
    PathRule.objects.create(
        repository=repository, position=0, pattern="tests/tuning/**", module=tuning
    )
    data = samples.PYTEST.encode()

    first = report(repository, data, url="https://ci.example.com/1")
    again = report(repository, data, url="https://ci.example.com/1")

    assert (first.added, first.known) == (1, 0)
    assert (again.added, again.known) == (0, 1)
    build = Build.objects.get()
    assert again.build == build
    assert counts(build) == (1, 2, 0, 2)
    assert (build.state, build.seconds) == (BuildState.FAILED, 1.35)
    entry = Entry.objects.get(kind="build.reported")
    assert entry.payload["turned"] == "red"
    assert entry.payload["failed"] == 2
    tallies = {each.module: each for each in ModuleTally.objects.all()}
    assert (tallies[tuning].passed, tallies[tuning].failed) == (1, 1)
    assert (tallies[None].failed, tallies[None].skipped) == (1, 2)
    # Passes are no rows: they are packed with the run, and counted by week.
    assert TestResult.objects.filter(outcome=Outcome.PASSED).count() == 0
    assert len(unpack(bytes(TestRun.objects.get().passed_tests))) == 1
    assert sum(TestWeek.objects.values_list("passed", flat=True)) == 1
    failure = TestResult.objects.get(test__name="test_high")
    assert failure.first_line == "assert 3 == 4"
    assert failure.test.module == tuning


def test_both_outcomes_of_a_commit_are_flaky_in_whatever_order_they_come() -> None:
    repository = make_tested_repository()
    red = make_build(repository, {"a": "failed", "b": "passed", "c": "failed"})
    assert (counts(red), red.state) == ((1, 2, 0, 0), "failed")

    # The same job runs again over the same commit: another address, or the same build.
    green = make_build(repository, {"a": "passed", "b": "passed"}, url="https://ci.example.com/2")

    assert counts(green) == (1, 0, 1, 0)
    assert counts(red) == (1, 1, 1, 0)
    a = TestCase.objects.get(name="a")
    assert (a.flaky_count, a.flaky_since, a.failing_since) == (1, red.started_at, None)
    assert TestCase.objects.get(name="c").failing_since == red
    week = TestWeek.objects.get(test=a)
    assert (week.passed, week.failed, week.flaky) == (0, 0, 2)
    make_build(repository, {"b": "failed"}, url="https://ci.example.com/2")
    assert counts(green) == (0, 0, 2, 0)
    assert counts(red) == (0, 1, 2, 0)
    # The next commit says nothing of this one.
    assert counts(make_build(repository, {"a": "failed"}, n=2)) == (0, 1, 0, 0)
    # Retries within a file, as Surefire tells them and as Gradle writes the test twice.
    gradle = report(repository, samples.GRADLE.encode(), n=3).build
    assert counts(gradle) == (1, 0, 1, 0)
    assert counts(report(repository, samples.SUREFIRE.encode(), n=4).build) == (1, 1, 1, 1)


def test_a_random_history_is_counted_as_a_plain_recount_does() -> None:
    repository = make_tested_repository()
    chance = random.Random(7)
    sent: list[tuple[int, int, dict[str, str]]] = []
    for _each in range(40):
        n, run = chance.randint(1, 8), chance.randint(1, 3)
        outcomes = {
            f"t{k}": chance.choices(["passed", "failed", "skipped"], [8, 1, 1])[0]
            for k in chance.sample(range(12), 8)
        }
        sent.append((n, run, outcomes))
        report(repository, outcomes, n=n, url=f"https://ci.example.com/{run}")

    at_commit: dict[tuple[int, str], set[str]] = defaultdict(set)
    in_build: dict[tuple[int, int, str], set[str]] = defaultdict(set)
    for n, run, outcomes in sent:
        for test, outcome in outcomes.items():
            at_commit[n, test].add(outcome)
            in_build[n, run, test].add(outcome)
    expected: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for (n, run, test), ended in in_build.items():
        if {"passed", "failed"} <= at_commit[n, test]:
            place = 2
        elif "failed" in ended:
            place = 1
        else:
            place = 0 if "passed" in ended else 3
        expected[n, run][place] += 1

    found = {
        (int(each.sha, 16), int(each.url[-1])): list(counts(each)) for each in Build.objects.all()
    }
    assert found == expected
    for build in Build.objects.all():
        tally = ModuleTally.objects.get(build=build)
        assert (tally.passed, tally.failed, tally.flaky) == counts(build)[:3]


def test_since_when_a_test_fails_is_the_range_of_its_first_bad_build() -> None:
    repository = make_tested_repository()
    good = make_build(repository, {"a": "passed", "b": "passed"}, n=1)
    make_build(repository, {"b": "passed"}, n=2)
    bad = make_build(repository, {"a": "failed", "b": "passed", "new": "failed"}, n=3)
    make_build(repository, {"a": "failed"}, n=4)
    # Another branch and a report of long ago say nothing of how things stand.
    make_build(repository, {"b": "failed"}, n=5, branch="try")
    make_build(repository, {"b": "failed"}, n=2, started_at=AT - timedelta(days=9), job="unit")

    a = TestCase.objects.get(name="a")
    assert (a.failing_since, a.passing_until) == (bad, good)
    new = TestCase.objects.get(name="new")
    assert (new.failing_since, new.passing_until) == (bad, None)
    assert TestCase.objects.get(name="b").failing_since is None
    turned = [entry.payload["turned"] for entry in Entry.objects.filter(kind="build.reported")]
    assert turned == ["", "", "red", "", "", ""]

    healed = make_build(repository, {"a": "passed", "new": "passed"}, n=6)

    a.refresh_from_db()
    assert (a.failing_since, a.passing_until) == (None, None)
    assert TestResult.objects.get(outcome=Outcome.PASSED, test=a).build == healed
    assert Entry.objects.latest("pk").payload["turned"] == "green"


def test_what_cannot_be_taken_in_is_refused_and_leaves_nothing() -> None:
    repository = make_tested_repository()
    broken = given(junit({"a": "passed"})[:60], name="unit.xml")

    with pytest.raises(NotWellFormed, match=r"unit\.xml: "):
        report_files(repository, given(junit({"b": "passed"})), broken)
    with pytest.raises(NotAllowed):
        report(repository, {"a": "passed"}, by=make_user(Role.SALESPERSON))
    for sha in ("main", "abc1234", "", "--all"):
        with pytest.raises(operations.CommitImpossible):
            report(repository, {"a": "passed"}, sha=sha)
    with pytest.raises(operations.AddressImpossible):
        report(repository, {"a": "passed"}, url="javascript:alert(1)")
    with pytest.raises(operations.NothingReported):
        report_files(repository)

    assert not Build.objects.exists()
    assert not Entry.objects.filter(kind="build.reported").exists()


def test_ci_may_say_how_a_build_ended_and_branches_are_no_main_branch() -> None:
    repository = make_tested_repository()

    cancelled = report_files(repository, state=BuildState.CANCELLED).build
    report_files(repository, state=BuildState.CANCELLED)
    branch = report(repository, {"a": "failed"}, n=2, branch="refs/heads/try").build

    assert (cancelled.state, cancelled.is_main) == ("cancelled", True)
    assert Entry.objects.filter(kind="build.reported").count() == 2
    assert (branch.is_main, branch.branch) == (False, "try")
    assert TestCase.objects.get().failing_since is None
    assert not TestWeek.objects.exists()
    facts = BuildFacts(sha=sha_of(2), job="unit", branch="main", started_at=AT)
    by = make_user(Role.ADMIN)
    merged = operations.report(
        repository=repository, facts=facts, files=[given(junit({"b": "passed"}))], by=by, at=AT
    )
    assert (merged.build.pk, merged.build.is_main) == (branch.pk, True)


def test_old_details_are_forgotten_and_counts_stay() -> None:
    repository = make_tested_repository()
    build = make_build(repository, {"a": "passed", "b": "failed"})

    operations.forget_old(AT + timedelta(days=400))
    make_build(repository, {"a": "failed"}, url="https://ci.example.com/late")

    assert unpack(bytes(TestRun.objects.filter(build=build).get().passed_tests)) == set()
    assert counts(build) == (1, 1, 0, 0)
    assert TestResult.objects.filter(build=build).get().message == ""


def test_ids_are_packed_small() -> None:
    ids = {*range(5, 10_000), 70_000}

    assert unpack(pack(ids)) == ids
    assert len(pack(ids)) < 400
    assert unpack(pack([])) == set()
