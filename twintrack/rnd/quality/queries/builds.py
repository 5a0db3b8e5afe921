"""Builds, as far as a person may see them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, QuerySet

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.people.models import User
from twintrack.hub.products.models import Product
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.engineering.history.git import Failed
from twintrack.rnd.engineering.history.mirror import only_in
from twintrack.rnd.engineering.models import Commit, Pipeline, Repository
from twintrack.rnd.engineering.operations.reading import mirror_of
from twintrack.rnd.engineering.queries import list_commits_for, list_requirements_of
from twintrack.rnd.quality.lifecycle import Outcome
from twintrack.rnd.quality.models import (
    Build,
    CoverageRun,
    FileCoverage,
    GateVerdict,
    ModuleTally,
    TestResult,
    TestRun,
)
from twintrack.rnd.quality.standings import before_of

# So many commits of a range are named; of more the number says enough.
NAMED = 30


def may_see_tests(user: User) -> bool:
    """Say whether a person's work is with tests."""
    return may(user, Act.SEE_TEST_LOGS)


def find_report_repository(named: str, *, for_user: User) -> Repository:
    """
    Find the repository that CI means by its number or its name.

    :raises NotThere: if none or several are called so, or the person may not see it.
    """
    seen = Repository.objects.visible_to(for_user).select_related("product")
    found = list(seen.filter(number=named)[:1]) or list(seen.filter(name=named)[:2])
    if len(found) != 1:
        raise NotThere
    repository: Repository = found[0]
    return repository


@dataclass(frozen=True, kw_only=True)
class BuildFilter:
    """What narrows a list of builds."""

    product: Product | None = None
    repository: Repository | None = None
    state: str = ""
    job: str = ""
    branch: str = ""
    only_main: bool = False


def list_builds(*, for_user: User, wanted: BuildFilter | None = None) -> QuerySet[Build]:
    """List builds with what they are of, the newest first."""
    wanted = wanted or BuildFilter()
    builds: QuerySet[Build] = Build.objects.visible_to(for_user)
    fields = {
        "product": wanted.product,
        "repository": wanted.repository,
        "state": wanted.state,
        "job": wanted.job,
        "branch": wanted.branch,
        "is_main": wanted.only_main,
    }
    builds = builds.filter(**{name: value for name, value in fields.items() if value})
    related = builds.select_related("product", "repository", "commit__author")
    return related.order_by("-started_at", "-pk")


def get_build(number: str, *, for_user: User) -> Build:
    """
    Find a build by its number.

    :raises NotThere: if there is none, or the person may not see it.
    """
    found: Build | None = list_builds(for_user=for_user).filter(number=number).first()
    if found is None:
        raise NotThere
    return found


def find_build(pk: int) -> Build:
    """Find the build that an entry of the ledger speaks of."""
    found: Build = Build.objects.select_related("product__owner", "repository").get(pk=pk)
    return found


def list_builds_of(commit: Commit, *, for_user: User) -> QuerySet[Build]:
    """List the builds of a commit, the newest first."""
    builds = list_builds(for_user=for_user)
    return builds.filter(repository_id=commit.repository_id, sha=commit.sha)


def list_results(build: Build, outcome: Outcome) -> QuerySet[TestResult]:
    """List the tests of a build that failed, or passed again, with since when."""
    results: QuerySet[TestResult] = build.results.filter(outcome=outcome)
    return _with_tests(results)


def list_flaky_results(build: Build) -> QuerySet[TestResult]:
    """List the tests that ended both ways over a build's commit, in whatever run of it."""
    results = TestResult.objects.filter(
        build__repository=build.repository_id, build__sha=build.sha, outcome=Outcome.FLAKY
    )
    return _with_tests(results)


def _with_tests(results: QuerySet[TestResult]) -> QuerySet[TestResult]:
    related = results.select_related(
        "test__module", "test__owner", "test__failing_since", "test__passing_until"
    )
    return related.order_by("pk")


def list_uncovered(build: Build) -> QuerySet[FileCoverage]:
    """List the files of a build whose added lines did not all run, by path."""
    files: QuerySet[FileCoverage] = build.files.exclude(changed_missed="")
    return files.select_related("module").order_by("path", "pk")


@dataclass(frozen=True, kw_only=True)
class Range:
    """The commits that came between two builds, the newest first."""

    since: Build
    until: Build
    commits: list[Commit]
    requirements: dict[int, list[Requirement]]
    count: int

    @property
    def more(self) -> int:
        """How many there are besides those that are named."""
        return self.count - len(self.commits)


def commits_between(since: Build, until: Build, *, for_user: User) -> Range | None:
    """Name the commits that came between two builds; nothing where the history is not at hand."""
    shas = _shas_between(since, until)
    if not shas:
        return None
    rows = Commit.objects.filter(repository=until.repository, sha__in=shas[:NAMED])
    by_sha = {each.sha: each for each in rows.select_related("author", "first_release")}
    commits = [by_sha[sha] for sha in shas[:NAMED] if sha in by_sha]
    return Range(
        since=since,
        until=until,
        commits=commits,
        requirements=list_requirements_of(commits, for_user=for_user),
        count=len(shas),
    )


def _shas_between(since: Build, until: Build) -> list[str]:
    """List the shas that one build holds and another does not, as far as a copy is at hand."""
    mirror = mirror_of(until.repository)
    if since.sha == until.sha or not (mirror / "HEAD").exists():
        return []
    try:
        return only_in(mirror, until.sha, since.sha)
    except Failed:
        return []


def range_of(build: Build, *, for_user: User) -> Range | None:
    """Name the commits that a build of the main branch was the first to hold."""
    before = before_of(build)
    return commits_between(before, build, for_user=for_user) if before else None


def authors_between(build: Build) -> list[User]:
    """List who wrote the commits that a build of the main branch was the first to hold."""
    before = before_of(build)
    shas = _shas_between(before, build) if before else [build.sha]
    commits = Commit.objects.filter(repository=build.repository, sha__in=shas[:NAMED])
    return list(User.objects.filter(pk__in=commits.values("author_id")).order_by("pk"))


def list_tallies(build: Build) -> QuerySet[ModuleTally]:
    """List what a build says of each module, by name; what belongs to none comes last."""
    tallies: QuerySet[ModuleTally] = build.tallies.select_related("module")
    return tallies.order_by(F("module__name").asc(nulls_last=True))


def list_files(build: Build) -> list[TestRun | CoverageRun]:
    """List the files that were reported of a build, as they came."""
    files: list[TestRun | CoverageRun] = [*build.runs.all(), *build.coverages.all()]
    return sorted(files, key=lambda each: (each.reported_at, each.name))


def list_verdicts(build: Build) -> QuerySet[GateVerdict]:
    """List what became of gates by a build, the broken ones first."""
    verdicts: QuerySet[GateVerdict] = build.verdicts.select_related("gate__module", "gate__product")
    return verdicts.order_by("verdict", "gate__module__name", "pk")


def list_pipelines(build: Build) -> QuerySet[Pipeline]:
    """List what the repository's host told of its runs over a build's commit."""
    runs: QuerySet[Pipeline] = Pipeline.objects.filter(
        repository=build.repository_id, sha=build.sha
    )
    return runs.order_by("-told_at", "-pk")


def find_build_at(url: str, repository_id: int) -> Build | None:
    """Find the build that CI shows at an address."""
    builds = (
        Build.objects.filter(repository=repository_id, url=url) if url else Build.objects.none()
    )
    found: Build | None = builds.select_related("repository").order_by("-pk").first()
    return found


def list_requirement_builds(number: str, *, for_user: User) -> QuerySet[Build]:
    """List the builds of the commits that work on a requirement, the newest first."""
    commits = list_commits_for(number, for_user=for_user).order_by().values("pk")
    return list_builds(for_user=for_user).filter(commit__in=commits)
