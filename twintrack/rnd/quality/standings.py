"""How a product and its modules stand: the newest builds of the main branch, added up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta

from django.db.models import Sum
from django.utils.timezone import localdate

from twintrack.rnd.quality.models import Build, ModuleTally

# A job that has not run for so long does not say how a product stands.
RECENT = timedelta(days=30)
CHANGED_LATELY = timedelta(days=28)
# Of fewer no rate is told: the counts say more.
FEW = 5


@dataclass(kw_only=True)
class Standing:
    """Counts of tests and lines, and the shares that follow from them."""

    passed: int = 0
    failed: int = 0
    flaky: int = 0
    skipped: int = 0
    muted: int = 0
    lines_total: int = 0
    lines_covered: int = 0
    changed_total: int = 0
    changed_covered: int = 0

    def add(self, other: Standing | ModuleTally) -> None:
        """Add the counts of another."""
        for each in fields(Standing):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))

    @property
    def judged(self) -> int:
        return self.passed + self.failed

    @property
    def tests(self) -> int:
        return self.judged + self.flaky + self.skipped + self.muted

    @property
    def pass_rate(self) -> float | None:
        """Percent: passed / (passed + failed), flaky apart."""
        return share(self.passed, self.judged)

    @property
    def flaky_share(self) -> float | None:
        """Percent: flaky / (passed + failed + flaky)."""
        return share(self.flaky, self.judged + self.flaky)

    @property
    def coverage(self) -> float | None:
        return share(self.lines_covered, self.lines_total)

    @property
    def changed_coverage(self) -> float | None:
        """Percent of the added lines that can be run and were."""
        return share(self.changed_covered, self.changed_total)


def share(part: int, whole: int) -> float | None:
    """Give a percentage, or nothing where there are too few to say."""
    return part / whole * 100 if whole >= FEW else None


@dataclass(frozen=True, kw_only=True)
class Stand:
    """The newest builds of a product, and what they say of each module; 0 is the whole."""

    builds: list[Build]
    modules: dict[int | None, Standing]

    @property
    def whole(self) -> Standing:
        return self.modules[0]


def stand_of(product_id: int, *, until: datetime) -> Stand:
    """Say how a product stood at a moment."""
    return stands_of([product_id], until=until)[product_id]


def stands_of(products: Collection[int], *, until: datetime) -> dict[int, Stand]:
    """
    Say how products stood at a moment: tests and lines by the newest build of each job.

    Changed lines are those of all builds of the four weeks before: of one alone they say little.
    """
    builds = _newest_builds(products, until=until)
    found = {pk: Stand(builds=builds[pk], modules=defaultdict(Standing)) for pk in products}
    newest = [build.pk for some in builds.values() for build in some]
    for tally in ModuleTally.objects.filter(build__in=newest):
        counts = Standing()
        counts.add(tally)
        _add(found, tally, replace(counts, changed_total=0, changed_covered=0))
    lately = ModuleTally.objects.filter(
        product__in=products,
        is_main=True,
        day__gt=localdate(until - CHANGED_LATELY),
        build__started_at__lte=until,
    )
    sums = lately.order_by().values("product_id", "module_id")
    for row in sums.annotate(total=Sum("changed_total"), covered=Sum("changed_covered")):
        if row["total"]:
            changed = Standing(changed_total=row["total"], changed_covered=row["covered"])
            for module in (row["module_id"], 0):
                found[row["product_id"]].modules[module].add(changed)
    return found


def _add(found: dict[int, Stand], tally: ModuleTally, counts: Standing) -> None:
    for module in (tally.module_id, 0):
        found[tally.product_id].modules[module].add(counts)


def _newest_builds(products: Collection[int], *, until: datetime) -> dict[int, list[Build]]:
    """List the newest build of the main branch of each job of products, the newest first."""
    builds = Build.objects.filter(
        product__in=products,
        is_main=True,
        started_at__lte=until,
        started_at__gt=until - RECENT,
    )
    newest: dict[tuple[int, str], int] = {}
    rows = builds.order_by("-started_at", "-pk").values_list("repository_id", "job", "pk")
    for repository, job, pk in rows:
        newest.setdefault((repository, job), pk)
    found: dict[int, list[Build]] = {pk: [] for pk in products}
    chosen = Build.objects.filter(pk__in=newest.values()).select_related("repository")
    for build in chosen.order_by("-started_at", "-pk"):
        found[build.product_id].append(build)
    return found


def before_of(build: Build) -> Build | None:
    """Give the build of the same job that came before on the main branch."""
    if not build.is_main:
        return None
    older = Build.objects.filter(
        repository_id=build.repository_id,
        is_main=True,
        job=build.job,
        started_at__lte=build.started_at,
    )
    found: Build | None = older.exclude(pk=build.pk).order_by("-started_at", "-pk").first()
    return found
