"""Tests with how they ended, as far as a person may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, FloatField, QuerySet, Sum
from django.db.models.functions import Cast

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Module, Product
from twintrack.rnd.quality.lifecycle import Outcome
from twintrack.rnd.quality.models import Build, TestCase, TestResult, TestWeek
from twintrack.rnd.quality.packing import unpack

# A test that was flaky is shown as such for so long.
REMEMBERED = timedelta(days=30)
# So many builds of the main branch show how a test ended one after the other.
STRIP = 40


@dataclass(frozen=True, kw_only=True)
class TestFilter:
    """What narrows a list of tests."""

    __test__ = False

    product: Product | None = None
    module: Module | None = None
    text: str = ""


def list_tests(*, for_user: User, wanted: TestFilter | None = None) -> QuerySet[TestCase]:
    """List tests by name."""
    wanted = wanted or TestFilter()
    tests: QuerySet[TestCase] = TestCase.objects.visible_to(for_user)
    if wanted.product:
        tests = tests.filter(product=wanted.product)
    if wanted.module:
        tests = tests.filter(module=wanted.module)
    if wanted.text:
        tests = tests.filter(name__icontains=wanted.text) | tests.filter(
            classname__icontains=wanted.text
        )
    return tests.select_related(
        "product__owner", "repository", "module", "owner", "failing_since", "passing_until"
    ).order_by("pk")


def list_flaky(
    *, for_user: User, now: datetime, wanted: TestFilter | None = None
) -> QuerySet[TestCase]:
    """List the tests that were flaky lately, those seen last first."""
    tests = list_tests(for_user=for_user, wanted=wanted)
    return tests.filter(flaky_last_at__gte=now - REMEMBERED).order_by("-flaky_last_at", "-pk")


def list_failing(*, for_user: User, wanted: TestFilter | None = None) -> QuerySet[TestCase]:
    """List the tests that fail on the main branch now, those that fail longest first."""
    tests = list_tests(for_user=for_user, wanted=wanted).filter(failing_since__isnull=False)
    return tests.order_by("failing_since__started_at", "pk")


def list_muted(*, for_user: User, wanted: TestFilter | None = None) -> QuerySet[TestCase]:
    """List the muted tests, those to look at first first."""
    tests = list_tests(for_user=for_user, wanted=wanted).filter(muted_until__isnull=False)
    return tests.select_related("muted_by").order_by("muted_until", "pk")


def list_owned(user: User) -> QuerySet[TestCase]:
    """List the tests that a person looks after, whoever asks."""
    tests: QuerySet[TestCase] = TestCase.objects.filter(owner=user)
    return tests.order_by("pk")


def list_due(day: date) -> QuerySet[TestCase]:
    """List the muted tests whose day to look again has come, whoever asks."""
    tests: QuerySet[TestCase] = TestCase.objects.filter(muted_until__lte=day)
    return tests.order_by("pk")


def find_test(pk: int) -> TestCase:
    """Find the test that an entry of the ledger speaks of."""
    found: TestCase = TestCase.objects.select_related("product__owner", "owner").get(pk=pk)
    return found


def get_test(pk: int, *, for_user: User) -> TestCase:
    """
    Find a test by its id.

    :raises NotThere: if there is none, or the person may not see it.
    """
    tests = list_tests(for_user=for_user).select_related("muted_by")
    found: TestCase | None = tests.filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def list_history(test: TestCase) -> QuerySet[TestResult]:
    """List when a test failed, was flaky and passed again, the newest first."""
    results: QuerySet[TestResult] = test.results.select_related(
        "build__commit", "build__repository"
    )
    return results.order_by("-at", "-pk")


@dataclass(frozen=True, kw_only=True)
class Spot:
    """How a test ended in one build of the main branch."""

    build: Build
    outcome: str

    @property
    def label(self) -> str:
        return str(Outcome(self.outcome).label)


def strip_of(test: TestCase) -> list[Spot]:
    """Give how a test ended in the newest builds of the main branch, the oldest first."""
    builds = Build.objects.filter(repository_id=test.repository_id, is_main=True)
    newest = list(
        builds.filter(runs__isnull=False)
        .distinct()
        .order_by("-started_at", "-pk")
        .prefetch_related("runs")[:STRIP]
    )
    told = dict(
        test.results.filter(build__in=newest).order_by("pk").values_list("build_id", "outcome")
    )
    spots = []
    for build in reversed(newest):
        outcome = told.get(build.pk)
        for run in build.runs.all():
            if outcome is None and test.pk in unpack(bytes(run.passed_tests)):
                outcome = Outcome.PASSED
            if outcome is None and test.pk in unpack(bytes(run.skipped_tests)):
                outcome = Outcome.SKIPPED
        if outcome is not None:
            spots.append(Spot(build=build, outcome=outcome))
    return spots


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """A test with what ranks it among others."""

    test: TestCase
    value: float
    runs: int


def list_slowest(product: Product, *, since: date, most: int = 8) -> list[Ranked]:
    """List the tests that take longest on average, in seconds."""
    rows = _weeks(product, since).filter(runs__gt=0, total__gt=0)
    slow = rows.annotate(value=Cast(F("total"), FloatField()) / F("runs")).order_by("-value")
    return _ranked(list(slow.values_list("test_id", "value", "runs")[:most]))


def list_most_failing(product: Product, *, since: date, most: int = 8) -> list[Ranked]:
    """List the tests that failed most often, flaky ones apart."""
    rows = _weeks(product, since).filter(fails__gt=0).order_by("-fails", "test_id")
    return _ranked(list(rows.values_list("test_id", "fails", "runs")[:most]))


def _weeks(product: Product, since: date) -> Any:
    weeks = TestWeek.objects.filter(product=product, week__gte=since).order_by()
    return weeks.values("test_id").annotate(
        runs=Sum(F("passed") + F("failed") + F("flaky")), fails=Sum("failed"), total=Sum("seconds")
    )


def _ranked(rows: list[tuple[int, Any, int]]) -> list[Ranked]:
    tests = TestCase.objects.select_related("module").in_bulk([pk for pk, _value, _runs in rows])
    return [
        Ranked(test=tests[pk], value=float(value), runs=runs)
        for pk, value, runs in rows
        if pk in tests
    ]


def list_weeks(test: TestCase, *, since: date) -> QuerySet[TestWeek]:
    """List the weeks of a test, the oldest first."""
    weeks: QuerySet[TestWeek] = test.weeks.filter(week__gte=since)
    return weeks.order_by("week")
