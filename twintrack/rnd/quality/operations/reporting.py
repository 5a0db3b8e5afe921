"""
Take in what CI reports of a build.

Files are read first, however large; what they say is then kept in one short transaction. Tests
that were never seen are kept while reading: they say nothing by themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.objects.numbering import next_number
from twintrack.foundation.people.models import User
from twintrack.rnd.engineering.models import Commit, Repository
from twintrack.rnd.engineering.operations.reading import mirror_of
from twintrack.rnd.quality.events import BuildReported
from twintrack.rnd.quality.lifecycle import BuildState, Format
from twintrack.rnd.quality.models import Build, CoverageRun, TestRun
from twintrack.rnd.quality.operations.covering import keep_coverage, measure_changes
from twintrack.rnd.quality.operations.facts import (
    BuildFacts,
    Given,
    NothingReported,
    Reported,
    checked,
)
from twintrack.rnd.quality.operations.failing import note_failing
from twintrack.rnd.quality.operations.judging import judge
from twintrack.rnd.quality.operations.reading import (
    Ground,
    ReadCoverage,
    ReadRun,
    digest_of,
    read_coverage,
    read_run,
)
from twintrack.rnd.quality.operations.tallying import keep_run, tally_commit
from twintrack.rnd.quality.standings import before_of


@dataclass(frozen=True, kw_only=True)
class Read:
    """The files of a report that were new when they were read."""

    runs: list[ReadRun]
    coverages: list[ReadCoverage]
    known: int


def report(
    *,
    repository: Repository,
    facts: BuildFacts,
    files: Sequence[Given],
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Reported:
    """
    Take in the reports of a build; what came before for the same build adds nothing.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises CommitImpossible: if the commit is named by no sha.
    :raises AddressImpossible: if the build's address is none of the web.
    :raises NothingReported: if there is neither a file nor a state.
    :raises ReportUnreadable: if a file cannot be read; then nothing of the report is kept.
    """
    check_may(by, Act.REPORT_BUILDS)
    facts = checked(repository, facts)
    if not files and facts.state is None:
        raise NothingReported
    build = _find(repository, facts)
    read = _read(repository, build, facts, files, at)
    if build is not None and not read.runs and not read.coverages and _says_nothing(build, facts):
        return Reported(build=build, added=0, known=read.known)
    return _keep(repository=repository, facts=facts, read=read, by=by, at=at, caused_by=caused_by)


def _find(repository: Repository, facts: BuildFacts) -> Build | None:
    found: Build | None = Build.objects.filter(
        repository=repository, sha=facts.sha, job=facts.job, url=facts.url
    ).first()
    return found


def _says_nothing(build: Build, facts: BuildFacts) -> bool:
    return facts.state is None or (build.is_state_told and build.state == facts.state)


def _read(
    repository: Repository,
    build: Build | None,
    facts: BuildFacts,
    files: Sequence[Given],
    at: datetime,
) -> Read:
    known = _digests(build)
    new: dict[str, Given] = {}
    for given in files:
        digest = digest_of(given.file)
        if digest not in known:
            new.setdefault(digest, given)
    if not new:
        return Read(runs=[], coverages=[], known=len(files))
    ground = Ground(repository, mirror_of(repository), facts.sha)
    began = facts.started_at or at
    runs, coverages = [], []
    for digest, given in new.items():
        if given.format == Format.JUNIT:
            runs.append(read_run(given, digest, ground, began))
        else:
            coverages.append(read_coverage(given, digest, ground))
    return Read(runs=runs, coverages=coverages, known=len(files) - len(new))


def _digests(build: Build | None) -> set[str]:
    if build is None:
        return set()
    rows = (TestRun, CoverageRun)
    return {
        digest
        for model in rows
        for digest in model.objects.filter(build=build).values_list("digest", flat=True)
    }


@transaction.atomic
def _keep(
    *,
    repository: Repository,
    facts: BuildFacts,
    read: Read,
    by: User,
    at: datetime,
    caused_by: Entry | None,
) -> Reported:
    # One report of a repository after the other: each looks at what the others said.
    repository = Repository.objects.select_for_update(no_key=True).get(pk=repository.pk)
    build = _find(repository, facts) or _open(repository, facts, read, at)
    known = _digests(build)
    runs = [each for each in read.runs if each.digest not in known]
    coverages = [each for each in read.coverages if each.digest not in known]
    _say_more(repository, build, facts)
    for run in runs:
        keep_run(build, run, at)
    if coverages:
        keep_coverage(build, coverages, at)
        measure_changes(build, repository)
    before = before_of(build)
    tally_commit(build)
    turned = _close(build, before, is_red_before=before is not None and _is_red(before))
    broken = judge(build, at) if build.is_main else []
    added = len(runs) + len(coverages)
    record(
        BuildReported(
            build_id=build.pk,
            number=build.number,
            repository_id=repository.pk,
            product_id=build.product_id,
            sha=build.sha,
            branch=build.branch,
            job=build.job,
            state=build.state,
            is_main=build.is_main,
            files=added,
            passed=build.passed,
            failed=build.failed,
            flaky=build.flaky,
            skipped=build.skipped,
            turned=turned,
            broken_gate_ids=broken,
        ),
        about=build,
        also=[repository, repository.product],
        by=by,
        at=at,
        caused_by=caused_by,
    )
    total = len(read.runs) + len(read.coverages)
    return Reported(build=build, added=added, known=read.known + total - added)


def _open(repository: Repository, facts: BuildFacts, read: Read, at: datetime) -> Build:
    began = [run.began_at for run in read.runs if run.began_at and run.began_at <= at]
    commit = Commit.objects.filter(repository=repository, sha=facts.sha).first()
    return Build.objects.create(
        number=next_number("BLD"),
        product_id=repository.product_id,
        repository=repository,
        sha=facts.sha,
        commit=commit,
        job=facts.job,
        url=facts.url,
        started_at=facts.started_at or min(began, default=at),
        reported_at=at,
        state=BuildState.RUNNING,
    )


def _say_more(repository: Repository, build: Build, facts: BuildFacts) -> None:
    main = repository.default_branch
    branch = facts.branch or build.branch
    build.is_main |= not branch or branch == main or not main
    if not build.branch or branch == main:
        build.branch = branch
    if facts.finished_at:
        build.finished_at = facts.finished_at
    if facts.state is not None:
        build.state, build.is_state_told = facts.state, True
    build.save()


def _is_red(build: Build) -> bool:
    return build.state == BuildState.FAILED


def _close(build: Build, before: Build | None, *, is_red_before: bool) -> str:
    """Keep the build as it stands; says whether the main branch turned red or green by it."""
    build.save()
    newer = Build.objects.filter(
        Q(started_at__gt=build.started_at),
        repository_id=build.repository_id,
        is_main=True,
        job=build.job,
    )
    if not build.is_main or newer.exists():
        return ""
    note_failing(build, before)
    if _is_red(build) and not is_red_before:
        return "red"
    return "green" if is_red_before and build.state == BuildState.PASSED else ""
