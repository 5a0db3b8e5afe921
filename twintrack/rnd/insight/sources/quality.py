"""What tests and coverage said of builds of main branches, module by module."""

from __future__ import annotations

from twintrack.foundation.measuring.sources import (
    Changed,
    News,
    Rows,
    Source,
    in_turns,
    local,
    months_in,
    span,
)
from twintrack.rnd.quality.models import Build, ModuleTally

JOINED = "build.joined"


def _changed(news: News) -> Changed:
    months: set[str] = set()
    for ids in in_turns(news.ids("build")):
        months |= months_in(Build.objects.filter(pk__in=ids), "started_at")
    joined = {each.about_id for each in news.about("repository") if each.kind == JOINED}
    if joined:
        months |= months_in(Build.objects.filter(repository__in=joined), "started_at")
    return Changed(months)


def _every() -> Changed:
    return Changed(months_in(Build.objects.all(), "started_at"))


def _rows(month: str) -> Rows:
    start, end = span(month)
    # A branch may fail as often as it likes before it is merged: only main branches count.
    found = ModuleTally.objects.filter(
        build__started_at__gte=start, build__started_at__lt=end, is_main=True
    ).values_list(
        "build_id",
        "build__started_at",
        "product_id",
        "module_id",
        "passed",
        "failed",
        "flaky",
        "changed_total",
        "changed_covered",
    )
    return {
        "runs": [
            (
                build,
                local(at),
                product,
                [module] if module else [],
                None,
                None,
                passed,
                failed,
                flaky,
                changed,
                covered,
            )
            for build, at, product, module, passed, failed, flaky, changed, covered in (
                found.iterator(chunk_size=2000)
            )
        ]
    }


QUALITY = Source("quality", ("runs",), ("build", "repository"), _changed, _every, _rows)
