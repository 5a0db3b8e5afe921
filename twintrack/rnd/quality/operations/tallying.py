"""
Count the tests of builds: each once, and those with both outcomes at one commit apart.

All builds of a commit are counted anew from what their runs keep, so that the order in which
reports come does not matter.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Count, F, Max, Min, Sum
from django.utils import timezone

from twintrack.rnd.quality.lifecycle import BuildState, Outcome
from twintrack.rnd.quality.models import (
    Build,
    FileCoverage,
    ModuleTally,
    TestCase,
    TestResult,
    TestRun,
    TestWeek,
)
from twintrack.rnd.quality.operations.reading import ReadRun
from twintrack.rnd.quality.packing import pack, unpack

AT_ONCE = 900
# So many ids stand in one question.
MOST_NAMED = 5000
# So far back the last build in which a test passed is looked for.
LOOKED_BACK = 30
ADD_WEEK = (
    "INSERT INTO quality_testweek "
    "(test_id, product_id, week, passed, failed, flaky, skipped, seconds) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (test_id, week) DO UPDATE SET "
    "passed = quality_testweek.passed + excluded.passed, "
    "failed = quality_testweek.failed + excluded.failed, "
    "flaky = quality_testweek.flaky + excluded.flaky, "
    "skipped = quality_testweek.skipped + excluded.skipped, "
    "seconds = quality_testweek.seconds + excluded.seconds"
)


def portions(ids: Iterable[int]) -> Iterator[list[int]]:
    """Give ids in such portions as databases take in one question."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), MOST_NAMED):
        yield ordered[start : start + MOST_NAMED]


def monday_of(moment: datetime) -> date:
    """Give the Monday of a moment's week, where the installation is."""
    day = timezone.localtime(moment).date()
    return day - timedelta(days=day.weekday())


def keep_run(build: Build, read: ReadRun, at: datetime) -> TestRun:
    """Keep what a file of results said, before anything is compared."""
    run = TestRun.objects.create(
        build=build,
        name=read.name,
        suite=read.suite,
        digest=read.digest,
        passed=len(read.passed),
        failed=len(read.failed),
        flaky=len(read.flaky),
        skipped=len(read.skipped),
        seconds=read.seconds,
        passed_tests=pack(read.passed),
        skipped_tests=pack(read.skipped),
        reported_at=at,
    )
    told = ((Outcome.FAILED, read.failed), (Outcome.FLAKY, read.flaky))
    TestResult.objects.bulk_create(
        [
            TestResult(
                test_id=pk,
                run=run,
                build=build,
                outcome=outcome,
                message=message,
                seconds=read.durations.get(pk, 0.0),
                at=build.started_at,
            )
            for outcome, messages in told
            for pk, message in messages.items()
        ],
        batch_size=AT_ONCE,
    )
    if build.is_main:
        _count_week(build, read)
    return run


def _count_week(build: Build, read: ReadRun) -> None:
    week = monday_of(build.started_at)
    ended = {
        **dict.fromkeys(read.skipped, (0, 0, 0, 1)),
        **dict.fromkeys(read.passed, (1, 0, 0, 0)),
        **dict.fromkeys(read.failed, (0, 1, 0, 0)),
        **dict.fromkeys(read.flaky, (0, 0, 1, 0)),
    }
    with connection.cursor() as cursor:
        cursor.executemany(
            ADD_WEEK,
            [
                (pk, build.product_id, week, *counts, read.durations.get(pk, 0.0))
                for pk, counts in ended.items()
            ],
        )


def tally_commit(build: Build) -> None:
    """Count all builds of a commit anew, and note the tests that turned out to be flaky."""
    others = Build.objects.filter(repository_id=build.repository_id, sha=build.sha)
    builds = [build, *others.exclude(pk=build.pk)]
    runs = list(TestRun.objects.filter(build__in=builds).order_by("pk"))
    passed = {run.pk: unpack(bytes(run.passed_tests)) for run in runs}
    results: dict[int, dict[int, str]] = defaultdict(dict)
    rows = TestResult.objects.filter(run__in=runs).exclude(outcome=Outcome.PASSED)
    for run_pk, test, outcome in rows.values_list("run_id", "test_id", "outcome"):
        results[run_pk][test] = outcome
    told = {test for each in results.values() for test, ended in each.items()}
    known = {test for each in results.values() for test, ended in each.items() if _flaky(ended)}
    flaky = known | (told & set().union(*passed.values()))
    if flaky - known:
        _turn_flaky(runs, flaky - known, passed, results)
    _note_flaky(build, flaky)
    modules = _modules_of(build)
    muted = _muted_at(build)
    for each in builds:
        of_it = [run for run in runs if run.build_id == each.pk]
        if _is_forgotten(each, of_it):
            continue
        ended = _ended(of_it, passed, results, flaky)
        _count(each, ended, modules, muted, seconds=sum(run.seconds for run in of_it))
        if each.pk != build.pk:
            each.save()


def _is_forgotten(build: Build, runs: Iterable[TestRun]) -> bool:
    """Say whether what a build was counted by is not kept any more: its counts stand then."""
    if any(run.passed and not run.passed_tests for run in runs):
        return True
    return bool(build.lines_total) and not build.files.exists()


def _flaky(outcome: str) -> bool:
    return outcome == Outcome.FLAKY


def _ended(
    runs: Iterable[TestRun],
    passed: Mapping[int, set[int]],
    results: Mapping[int, Mapping[int, str]],
    flaky: set[int],
) -> dict[int, str]:
    """Say how each test of a build ended, all its runs together."""
    ended: dict[int, str] = {}
    for run in runs:
        for test in unpack(bytes(run.skipped_tests)):
            ended.setdefault(test, Outcome.SKIPPED)
    for run in runs:
        ended |= dict.fromkeys(passed[run.pk], Outcome.PASSED)
        ended |= dict.fromkeys(results.get(run.pk, ()), Outcome.FAILED)
    return ended | {test: Outcome.FLAKY for test in flaky if test in ended}


def _count(
    build: Build,
    ended: Mapping[int, str],
    modules: Mapping[int, int],
    muted: set[int],
    *,
    seconds: float,
) -> None:
    counts: dict[int | None, Counter[str]] = defaultdict(Counter)
    for test, outcome in ended.items():
        is_muted = outcome == Outcome.FAILED and test in muted
        counts[modules.get(test)]["muted" if is_muted else outcome] += 1
    for name in ("passed", "failed", "flaky", "skipped", "muted"):
        setattr(build, name, sum(each[name] for each in counts.values()))
    build.seconds = seconds
    if not build.is_state_told:
        build.state = _state_of(build, has_tests=bool(ended))
    lines = _lines_of(build)
    day = timezone.localtime(build.started_at).date()
    build.tallies.all().delete()
    ModuleTally.objects.bulk_create(
        ModuleTally(
            build=build,
            product_id=build.product_id,
            module_id=module,
            day=day,
            is_main=build.is_main,
            **dict(counts.get(module, {})),
            **lines.get(module, {}),
        )
        for module in sorted(counts.keys() | lines.keys(), key=lambda pk: pk or 0)
    )


def _state_of(build: Build, *, has_tests: bool) -> BuildState:
    """Say how a build ended of which CI told nothing but its reports."""
    if build.failed:
        return BuildState.FAILED
    is_over = has_tests or build.lines_total is not None
    return BuildState.PASSED if is_over else BuildState.RUNNING


def _lines_of(build: Build) -> dict[int | None, dict[str, int]]:
    names = ("lines_total", "lines_covered", "changed_total", "changed_covered")
    sums = FileCoverage.objects.filter(build=build).values("module_id").order_by()
    return {
        row["module_id"]: {name: row[f"sum_{name}"] for name in names}
        for row in sums.annotate(**{f"sum_{name}": Sum(name) for name in names})
    }


def _modules_of(build: Build) -> dict[int, int]:
    tests = TestCase.objects.filter(repository_id=build.repository_id, module__isnull=False)
    return dict(tests.values_list("pk", "module_id"))


def _muted_at(build: Build) -> set[int]:
    tests = TestCase.objects.filter(
        repository_id=build.repository_id,
        muted_until__isnull=False,
        muted_at__lte=build.started_at,
    )
    return set(tests.values_list("pk", flat=True))


def _turn_flaky(
    runs: list[TestRun],
    turning: set[int],
    passed: Mapping[int, set[int]],
    results: Mapping[int, dict[int, str]],
) -> None:
    """Let what was counted as passed or failed count as flaky: the other outcome came too."""
    for some in portions(turning):
        rows = TestResult.objects.filter(run__in=runs, test__in=some, outcome=Outcome.FAILED)
        rows.update(outcome=Outcome.FLAKY)
    mains = dict(
        Build.objects.filter(pk__in={run.build_id for run in runs}, is_main=True).values_list(
            "pk", "started_at"
        )
    )
    for run in runs:
        if run.build_id not in mains:
            continue
        weeks = TestWeek.objects.filter(week=monday_of(mains[run.build_id]))
        was_passed = turning & passed[run.pk]
        was_failed = {test for test, ended in results.get(run.pk, {}).items() if test in turning}
        for some in portions(was_passed):
            weeks.filter(test__in=some).update(passed=F("passed") - 1, flaky=F("flaky") + 1)
        for some in portions(was_failed):
            weeks.filter(test__in=some).update(failed=F("failed") - 1, flaky=F("flaky") + 1)
        for test in was_failed:
            results[run.pk][test] = Outcome.FLAKY


def _note_flaky(build: Build, flaky: set[int]) -> None:
    """Note since when, when last and at how many commits tests were flaky."""
    for some in portions(flaky):
        rows = TestResult.objects.filter(test__in=some, outcome=Outcome.FLAKY).order_by()
        counted = rows.values_list("test_id").annotate(
            Count("build__sha", distinct=True), Min("at"), Max("at")
        )
        tests = TestCase.objects.in_bulk(some)
        for test, count, first, last in counted:
            each = tests[test]
            each.flaky_count, each.flaky_since, each.flaky_last_at = count, first, last
        fields = ["flaky_count", "flaky_since", "flaky_last_at"]
        TestCase.objects.bulk_update(tests.values(), fields, batch_size=AT_ONCE)
