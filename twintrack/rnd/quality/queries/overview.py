"""How products stand now, week by week, and against their gates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Avg, Count, Q, QuerySet, Sum
from django.db.models.functions import TruncWeek
from django.utils import timezone

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Module, Product
from twintrack.hub.products.queries import list_products
from twintrack.rnd.quality.lifecycle import BuildState, Verdict
from twintrack.rnd.quality.models import Build, ModuleTally, QualityGate
from twintrack.rnd.quality.standings import Standing, stands_of

WEEKS = 12
COUNTS = (
    *("passed", "failed", "flaky", "skipped", "muted"),
    *("lines_total", "lines_covered", "changed_total", "changed_covered"),
)


@dataclass(kw_only=True)
class Week:
    """What the builds of the main branch said in a week."""

    monday: date
    standing: Standing = field(default_factory=Standing)
    builds: int = 0
    green: int = 0
    # Of the tests of a build, on average.
    seconds: float | None = None


def first_monday(now: datetime, weeks: int = WEEKS) -> date:
    """Give the Monday from which so many weeks are looked at, this one among them."""
    today = timezone.localtime(now).date()
    return today - timedelta(days=today.weekday() + 7 * (weeks - 1))


def list_weeks(
    product: Product, *, now: datetime, module: Module | None = None, weeks: int = WEEKS
) -> list[Week]:
    """List weeks of a product, or of one of its modules, the oldest first and none left out."""
    first = first_monday(now, weeks)
    found = {
        monday: Week(monday=monday) for monday in (first + timedelta(weeks=n) for n in range(weeks))
    }
    tallies = ModuleTally.objects.filter(product=product, is_main=True, day__gte=first)
    if module is not None:
        tallies = tallies.filter(module=module)
    days = tallies.order_by().values("day").annotate(**{f"n_{each}": Sum(each) for each in COUNTS})
    for row in days:
        monday = row["day"] - timedelta(days=row["day"].weekday())
        if monday in found:
            counts = Standing(**{each: row[f"n_{each}"] for each in COUNTS})
            found[monday].standing.add(counts)
    _add_builds(product, first, found)
    return list(found.values())


def _add_builds(product: Product, first: date, found: dict[date, Week]) -> None:
    begin = timezone.make_aware(datetime.combine(first, datetime.min.time()))
    ended = Q(state__in=(BuildState.PASSED, BuildState.FAILED))
    builds = Build.objects.filter(ended, product=product, is_main=True, started_at__gte=begin)
    by_week = builds.order_by().annotate(week=TruncWeek("started_at")).values("week")
    for row in by_week.annotate(
        n=Count("pk"),
        green=Count("pk", filter=Q(state=BuildState.PASSED)),
        mean=Avg("seconds", filter=Q(seconds__gt=0)),
    ):
        week = found.get(timezone.localtime(row["week"]).date())
        if week is not None:
            week.builds, week.green, week.seconds = row["n"], row["green"], row["mean"]


@dataclass(frozen=True, kw_only=True)
class GateRow:
    """A product or one of its modules, how it stands, and what became of its gate."""

    module: Module | None
    standing: Standing
    gate: QualityGate | None
    verdict: str
    reasons: list[dict[str, Any]]

    @property
    def broken(self) -> list[dict[str, Any]]:
        return [each for each in self.reasons if each["verdict"] == Verdict.BROKEN]


@dataclass(frozen=True, kw_only=True)
class Overview:
    """How a product stands: the whole, its modules, and the builds that say so."""

    product: Product
    builds: list[Build]
    whole: GateRow
    modules: list[GateRow]

    @property
    def rows(self) -> list[GateRow]:
        return [self.whole, *self.modules]

    @property
    def gated(self) -> list[GateRow]:
        return [row for row in self.rows if row.gate is not None]

    @property
    def broken(self) -> list[GateRow]:
        return [row for row in self.gated if row.verdict == Verdict.BROKEN]

    @property
    def verdict(self) -> str:
        """Broken if any gate is; kept if any is kept; otherwise not known."""
        verdicts = {row.verdict for row in self.gated}
        for each in (Verdict.BROKEN, Verdict.KEPT):
            if each in verdicts:
                return each
        return Verdict.UNKNOWN

    @property
    def red(self) -> list[Build]:
        return [build for build in self.builds if build.state == BuildState.FAILED]


def overview_of(product: Product, *, now: datetime) -> Overview:
    """Say how a product stands now, and each of its modules that has tests, lines or a gate."""
    return overviews_of([product], now=now)[0]


def overviews_of(products: Sequence[Product], *, now: datetime) -> list[Overview]:
    """Say how products stand now, in as many queries as for one."""
    ids = [product.pk for product in products]
    stands = stands_of(ids, until=now)
    gates: dict[int, dict[int | None, QualityGate]] = {pk: {} for pk in ids}
    for gate in QualityGate.objects.filter(product__in=ids):
        gates[gate.product_id][gate.module_id] = gate
    modules: dict[int, list[Module]] = {pk: [] for pk in ids}
    for module in Module.objects.filter(product__in=ids).order_by("name", "pk"):
        if module.pk in stands[module.product_id].modules or module.pk in gates[module.product_id]:
            modules[module.product_id].append(module)
    return [
        Overview(
            product=product,
            builds=stands[product.pk].builds,
            whole=_row(None, stands[product.pk].modules[0], gates[product.pk].get(None)),
            modules=[
                _row(each, stands[product.pk].modules[each.pk], gates[product.pk].get(each.pk))
                for each in modules[product.pk]
            ],
        )
        for product in products
    ]


def list_gates(product: Product) -> QuerySet[QualityGate]:
    """List the gates of a product and its modules."""
    gates: QuerySet[QualityGate] = QualityGate.objects.filter(product=product)
    return gates.select_related("module", "set_by", "product").order_by("module__name", "pk")


def _row(module: Module | None, standing: Standing, gate: QualityGate | None) -> GateRow:
    return GateRow(
        module=module,
        standing=standing,
        gate=gate,
        verdict=gate.verdict if gate else Verdict.UNKNOWN,
        reasons=gate.reasons if gate else [],
    )


def broken_since(gate: QualityGate) -> datetime | None:
    """Say when the build began by which a gate that is broken now became so."""
    verdicts = gate.verdicts.order_by("-build__started_at", "-build_id")
    kept = verdicts.exclude(verdict=Verdict.BROKEN).values_list("build__started_at", flat=True)
    broken = gate.verdicts.filter(verdict=Verdict.BROKEN)
    last_kept = kept.first()
    if last_kept is not None:
        broken = broken.filter(build__started_at__gt=last_kept)
    order = broken.order_by("build__started_at", "build_id")
    since: datetime | None = order.values_list("build__started_at", flat=True).first()
    return since


def count_broken(user: User) -> int:
    """Count the broken gates of the products that a person sees."""
    return QualityGate.objects.visible_to(user).filter(verdict=Verdict.BROKEN).count()


def find_gates(ids: Iterable[int]) -> list[QualityGate]:
    """Find the gates that an entry of the ledger speaks of."""
    gates = QualityGate.objects.filter(pk__in=list(ids))
    return list(gates.select_related("product__owner", "module").order_by("pk"))


def may_see_quality(user: User) -> bool:
    """Say whether a person may know how good products are."""
    return may(user, Act.USE)


def list_tested_products(*, for_user: User) -> list[Product]:
    """List the products that a person sees and CI reported of, by name."""
    tested = Build.objects.order_by().values("product_id").distinct()
    products = list_products(for_user=for_user).filter(pk__in=tested)
    return list(products.select_related("owner"))


def rates_by_product(
    products: Iterable[Product], *, now: datetime, weeks: int = WEEKS
) -> dict[int, list[float]]:
    """Give the pass rates of products by week, the oldest first, in one query."""
    first = first_monday(now, weeks)
    tallies = ModuleTally.objects.filter(
        product__in=list(products), is_main=True, day__gte=first
    ).order_by()
    found: dict[int, dict[date, Standing]] = defaultdict(dict)
    rows = tallies.values("product_id", "day")
    for row in rows.annotate(n_passed=Sum("passed"), n_failed=Sum("failed")):
        monday = row["day"] - timedelta(days=row["day"].weekday())
        week = found[row["product_id"]].setdefault(monday, Standing())
        week.add(Standing(passed=row["n_passed"], failed=row["n_failed"]))
    return {
        product: [
            each.pass_rate
            for _monday, each in sorted(weeks_of.items())
            if each.pass_rate is not None
        ]
        for product, weeks_of in found.items()
    }
