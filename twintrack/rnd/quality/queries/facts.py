"""Facts that measures are computed from: rows by day, product and module of the main branch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from twintrack.rnd.quality.lifecycle import BuildState
from twintrack.rnd.quality.models import Build, ModuleTally
from twintrack.rnd.quality.queries.overview import COUNTS


@dataclass(frozen=True, kw_only=True)
class TestDay:
    """What the builds of a day said of a module; rates follow as in `standings.Standing`."""

    __test__ = False

    product_id: int
    module_id: int | None
    day: date
    passed: int
    failed: int
    flaky: int
    skipped: int
    muted: int
    lines_total: int
    lines_covered: int
    changed_total: int
    changed_covered: int


@dataclass(frozen=True, kw_only=True)
class BuildDay:
    """How many builds of a product ended on a day, and how many of them well."""

    product_id: int
    day: date
    ended: int
    passed: int


def list_test_days(*, since: date, until: date) -> list[TestDay]:
    """
    List counts by product, module and day, whoever asks: pass rate, flaky share, changed lines.

    Pass rate = passed / (passed + failed); flaky share = flaky / (passed + failed + flaky);
    changed-line coverage = changed_covered / changed_total. `until` is not among them.
    """
    rows = (
        ModuleTally.objects.filter(is_main=True, day__gte=since, day__lt=until)
        .order_by()
        .values("product_id", "module_id", "day")
        .annotate(**{f"n_{each}": Sum(each) for each in COUNTS})
        .order_by("day", "product_id", "module_id")
    )
    return [
        TestDay(
            product_id=row["product_id"],
            module_id=row["module_id"],
            day=row["day"],
            **{each: row[f"n_{each}"] for each in COUNTS},
        )
        for row in rows
    ]


def list_build_days(*, since: date, until: date) -> list[BuildDay]:
    """List builds of the main branch that ended, by product and day, whoever asks."""
    begin, end = (
        timezone.make_aware(datetime.combine(each, datetime.min.time())) for each in (since, until)
    )
    ended = (BuildState.PASSED, BuildState.FAILED)
    builds = Build.objects.filter(
        is_main=True, state__in=ended, started_at__gte=begin, started_at__lt=end
    )
    rows = (
        builds.annotate(day=TruncDate("started_at"))
        .order_by()
        .values("product_id", "day")
        .annotate(n=Count("pk"), green=Count("pk", filter=Q(state=BuildState.PASSED)))
        .order_by("day", "product_id")
    )
    return [
        BuildDay(product_id=row["product_id"], day=row["day"], ended=row["n"], passed=row["green"])
        for row in rows
    ]


def list_builds_behind(
    *, product_id: int, module_id: int | None, since: date, until: date
) -> list[Build]:
    """List the builds of the main branch that said something of a module, the newest first."""
    tallies = ModuleTally.objects.filter(
        product_id=product_id, is_main=True, day__gte=since, day__lt=until
    )
    if module_id is not None:
        tallies = tallies.filter(module_id=module_id)
    builds = Build.objects.filter(pk__in=tallies.values("build_id"))
    return list(builds.select_related("repository", "product").order_by("-started_at", "-pk"))
