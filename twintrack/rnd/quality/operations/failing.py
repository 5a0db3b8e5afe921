"""Since when tests of the main branch fail, and which pass again."""

from __future__ import annotations

from collections.abc import Iterable

from twintrack.rnd.quality.lifecycle import Outcome
from twintrack.rnd.quality.models import Build, TestCase, TestResult
from twintrack.rnd.quality.operations.tallying import portions
from twintrack.rnd.quality.packing import unpack

# So far back the last build in which a test passed is looked for.
LOOKED_BACK = 30
NOT_FAILING = {"failing_since": None, "passing_until": None}


def note_failing(build: Build, before: Build | None) -> None:
    """Note which tests fail since this build of the main branch, and which pass again."""
    failed = set(build.results.filter(outcome=Outcome.FAILED).values_list("test_id", flat=True))
    flaky = build.results.filter(outcome=Outcome.FLAKY).values_list("test_id", flat=True)
    passed = (_passed_in(build) | set(flaky)) - failed
    _end_to_fail(build, passed)
    standing = TestCase.objects.filter(
        repository_id=build.repository_id, failing_since__isnull=False
    ).values_list("pk", flat=True)
    begin = failed - set(standing)
    if before is not None and begin:
        begin -= _name_last_good(build, begin)
    _begin_to_fail(build, None, begin)


def _passed_in(build: Build) -> set[int]:
    return set().union(*(unpack(bytes(run.passed_tests)) for run in build.runs.all()))


def _end_to_fail(build: Build, passed: set[int]) -> None:
    failing = TestCase.objects.filter(
        repository_id=build.repository_id, failing_since__isnull=False
    )
    again = [test for test in failing.select_related("failing_since") if test.pk in passed]
    run = build.runs.order_by("pk").first()
    # What another run over the same commit shows to be flaky was not broken before.
    TestResult.objects.bulk_create(
        TestResult(test=test, run=run, build=build, outcome=Outcome.PASSED, at=build.started_at)
        for test in again
        if test.failing_since is not None and test.failing_since.sha != build.sha
    )
    for some in portions(test.pk for test in again):
        TestCase.objects.filter(pk__in=some).update(**NOT_FAILING)


def _name_last_good(build: Build, begin: set[int]) -> set[int]:
    """Find the last build in which each test passed; gives those of which there is one."""
    older = Build.objects.filter(
        repository_id=build.repository_id,
        is_main=True,
        job=build.job,
        started_at__lt=build.started_at,
    ).order_by("-started_at", "-pk")
    named: set[int] = set()
    for each in older.prefetch_related("runs")[:LOOKED_BACK]:
        found = (begin - named) & _passed_in(each)
        _begin_to_fail(build, each, found)
        named |= found
        if named == begin:
            break
    return named


def _begin_to_fail(build: Build, until: Build | None, tests: Iterable[int]) -> None:
    for some in portions(tests):
        TestCase.objects.filter(pk__in=some).update(failing_since=build, passing_until=until)
