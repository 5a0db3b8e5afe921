"""Keep which lines ran, and measure how many of the changed ones did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from twintrack.rnd.engineering.history.git import Failed
from twintrack.rnd.engineering.history.globs import Chooser
from twintrack.rnd.engineering.models import Repository
from twintrack.rnd.engineering.operations.reading import mirror_of
from twintrack.rnd.quality import changed
from twintrack.rnd.quality.lifecycle import Unmeasured
from twintrack.rnd.quality.models import Build, CoverageRun, FileCoverage
from twintrack.rnd.quality.operations.reading import Ground, ReadCoverage
from twintrack.rnd.quality.reports.lines import (
    COVERED,
    MISSED,
    Marks,
    read_lines,
    write_lines,
)

AT_ONCE = 500


def keep_coverage(build: Build, coverages: Sequence[ReadCoverage], at: datetime) -> None:
    """Keep the lines that reports tell of, with what earlier ones of the same build told."""
    lines = {
        row.path: Marks().read(row.missed, MISSED).read(row.covered, COVERED)
        for row in build.files.all()
    }
    for read in coverages:
        counts = [_count(marks) for marks in read.files.values()]
        CoverageRun.objects.create(
            build=build,
            name=read.name,
            format=read.format,
            digest=read.digest,
            lines_total=sum(total for total, _covered in counts),
            lines_covered=sum(covered for _total, covered in counts),
            reported_at=at,
        )
        for path, marks in read.files.items():
            lines.setdefault(path, Marks()).merge(marks)
    rules = build.repository.rules.order_by("position").values_list("pattern", "module_id")
    chooser = Chooser(list(rules))
    build.files.all().delete()
    build.lines_total = build.lines_covered = 0
    for some in _portions(sorted(lines), AT_ONCE):
        rows = [_row(build, path, lines[path], chooser) for path in some]
        FileCoverage.objects.bulk_create(rows)
        build.lines_total += sum(row.lines_total for row in rows)
        build.lines_covered += sum(row.lines_covered for row in rows)


def _portions(paths: list[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(paths), size):
        yield paths[start : start + size]


def _count(marks: Marks) -> tuple[int, int]:
    """Count the lines that can be run, and those that were."""
    covered = marks.count(COVERED)
    return covered + marks.count(MISSED), covered


def _row(build: Build, path: str, marks: Marks, chooser: Chooser) -> FileCoverage:
    total, covered = _count(marks)
    return FileCoverage(
        build=build,
        path=path,
        module_id=chooser.choose(path),
        covered=marks.write(COVERED),
        missed=marks.write(MISSED),
        lines_covered=covered,
        lines_total=total,
    )


def find_places(build: Build, ground: Ground) -> None:
    """Find the files of the repository that reports meant before it was read."""
    for row in build.files.all():
        path = ground.places.find(row.path)
        taken = path != row.path and build.files.filter(path=path).exists()
        if not taken:
            row.path, row.module_id = path, ground.chooser.choose(path)
            row.save(update_fields=["path", "module"])


def measure_changes(build: Build, repository: Repository) -> None:
    """Measure which of the lines that were added since the base ran; says why where it cannot."""
    mirror = mirror_of(repository)
    build.changed_total = build.changed_covered = None
    build.base_sha = ""
    if build.commit_id is None:
        build.unmeasured = Unmeasured.COMMIT
        return
    if not (mirror / "HEAD").exists() or not changed.holds(mirror, build.sha):
        build.unmeasured = Unmeasured.MIRROR
        return
    try:
        base = _base_of(build, repository, mirror)
        added = changed.added_lines(mirror, base, build.sha)
    except Failed:
        build.unmeasured = Unmeasured.MIRROR
        return
    build.base_sha = base
    _measure(build, added)
    build.unmeasured = "" if build.changed_total else Unmeasured.NOTHING


def _base_of(build: Build, repository: Repository, mirror: Path) -> str:
    """Give what a build is compared with: the build of the main branch before, or its parting."""
    if not build.is_main and repository.default_branch:
        return changed.parted_from(mirror, build.sha, repository.default_branch)
    older = Build.objects.filter(
        repository=repository,
        is_main=True,
        lines_total__isnull=False,
        started_at__lt=build.started_at,
    )
    before = older.exclude(sha=build.sha).order_by("-started_at", "-pk").first()
    if before is not None and changed.is_before(mirror, before.sha, build.sha):
        return str(before.sha)
    return changed.parent_of(mirror, build.sha)


def _measure(build: Build, added: dict[str, set[int]]) -> None:
    rows = [
        row
        for some in _portions(sorted(added), AT_ONCE)
        for row in build.files.filter(path__in=some)
    ]
    for row in rows:
        covered, missed = read_lines(row.covered), read_lines(row.missed)
        wanted = added[row.path]
        row.changed_covered = len(wanted & covered)
        row.changed_missed = write_lines(wanted & missed)
        row.changed_total = row.changed_covered + len(wanted & missed)
    build.files.exclude(changed_total=0).update(
        changed_total=0, changed_covered=0, changed_missed=""
    )
    fields = ["changed_total", "changed_covered", "changed_missed"]
    FileCoverage.objects.bulk_update(rows, fields, batch_size=AT_ONCE)
    build.changed_total = sum(row.changed_total for row in rows)
    build.changed_covered = sum(row.changed_covered for row in rows)
