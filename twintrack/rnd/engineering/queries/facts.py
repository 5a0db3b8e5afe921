"""
Plain facts for measures: one function a kind of fact, streamed, as far as a person may see.

Each gives rows in the order of their main moment; `since` is inclusive, `until` is not. Moments
are in UTC. What the measures of the field are made of:

- review lead time: `PullFact.ready_at` → `first_review_at` → `merged_at`
- skipped reviews: merged `PullFact`s with `first_review_at` None
- review rejection rate: `VerdictFact`s that are `changes_requested`, of those that decide
- deployment frequency: `DeploymentFact`s with `is_production` and `state` succeeded
- change failure rate: of those, and the failed ones, the ones with `is_failure`
- recovery time: `DeploymentFact.failed_at` → `restored_at`
- change lead time: `ChangeFact.committed_at` → `deployed_at`, else `released_at`
- build success: `BuildFact`s that passed, of those that passed or failed
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from django.db.models import F, Q, QuerySet

from twintrack.foundation.people.models import User
from twintrack.rnd.engineering.models import (
    Commit,
    CommitModule,
    Deployment,
    DeployState,
    Pipeline,
    PullRequest,
    PullRequestCommit,
    ReviewFact,
    RunState,
)
from twintrack.rnd.engineering.queries.repositories import list_repositories

T = TypeVar("T")
AT_ONCE = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class PullFact:
    """A pull request that was opened in the time."""

    id: int
    repository_id: int
    product_id: int
    number: int
    author_id: int | None
    state: str
    opened_at: datetime
    ready_at: datetime | None
    first_review_at: datetime | None
    approved_at: datetime | None
    merged_at: datetime | None
    closed_at: datetime | None
    waits_since: datetime | None
    lines_added: int | None
    lines_deleted: int | None
    # The modules that its commits touch.
    module_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class VerdictFact:
    """A review that was given in the time."""

    id: int
    pull_request_id: int
    repository_id: int
    product_id: int
    reviewer_id: int | None
    author_id: int | None
    verdict: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class DeploymentFact:
    """A deployment that came to its end in the time; those that were cancelled are none."""

    id: int
    repository_id: int
    product_id: int
    environment: str
    is_production: bool
    state: str
    started_at: datetime
    finished_at: datetime
    is_failure: bool
    failed_at: datetime | None
    restored_at: datetime | None
    release: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangeFact:
    """A commit that first reached users in the time, by a deployment or else by a release."""

    id: int
    sha: str
    repository_id: int
    product_id: int
    author_id: int | None
    committed_at: datetime
    deployed_at: datetime | None
    released_at: datetime | None
    module_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildFact:
    """A run of CI that passed or failed in the time."""

    id: int
    repository_id: int
    product_id: int
    name: str
    sha: str
    branch: str
    state: str
    started_at: datetime | None
    finished_at: datetime


def pull_facts(
    *, for_user: User, since: datetime | None = None, until: datetime | None = None
) -> Iterator[PullFact]:
    """Stream the pull requests that were opened in a time."""
    rows = _within(PullRequest.objects.visible_to(for_user), "opened_at", since, until)
    names = [name for name in PullFact.__slots__ if name not in {"product_id", "module_ids"}]
    for batch in _batches(rows.values(*names, product_id=F("repository__product_id"))):
        modules = _modules_of_pulls([each["id"] for each in batch])
        for each in batch:
            yield PullFact(**each, module_ids=modules.get(each["id"], ()))


def verdict_facts(
    *, for_user: User, since: datetime | None = None, until: datetime | None = None
) -> Iterator[VerdictFact]:
    """Stream the reviews that were given in a time by others than the author."""
    seen = ReviewFact.objects.filter(pull_request__in=PullRequest.objects.visible_to(for_user))
    # Where either is not known here, their logins say whether it is the author's own word.
    own = Q(reviewer=F("pull_request__author")) | (
        ~Q(reviewer_login="") & Q(reviewer_login__iexact=F("pull_request__author_login"))
    )
    others = seen.exclude(pk__in=seen.filter(own).values("pk"))
    rows = _within(others, "at", since, until).values(
        "id",
        "pull_request_id",
        "reviewer_id",
        "verdict",
        "at",
        repository_id=F("pull_request__repository_id"),
        product_id=F("pull_request__repository__product_id"),
        author_id=F("pull_request__author_id"),
    )
    for each in rows.iterator(chunk_size=AT_ONCE):
        yield VerdictFact(**each)


def deployment_facts(
    *, for_user: User, since: datetime | None = None, until: datetime | None = None
) -> Iterator[DeploymentFact]:
    """Stream the deployments that succeeded or failed in a time."""
    ended = Deployment.objects.visible_to(for_user).filter(
        state__in=(DeployState.SUCCEEDED, DeployState.FAILED), finished_at__isnull=False
    )
    rows = _within(ended, "finished_at", since, until).select_related("repository", "release_tag")
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield DeploymentFact(
            id=row.pk,
            repository_id=row.repository_id,
            product_id=row.repository.product_id,
            environment=row.environment,
            is_production=row.is_production,
            state=row.state,
            started_at=row.started_at,
            finished_at=row.finished_at,
            is_failure=row.is_failure,
            failed_at=row.failed_at,
            restored_at=row.restored_at,
            release=row.release_tag.name if row.release_tag else "",
        )


def change_facts(
    *, for_user: User, since: datetime | None = None, until: datetime | None = None
) -> Iterator[ChangeFact]:
    """Stream the commits that first reached users in a time; merges are no changes."""
    repositories = list_repositories(for_user=for_user).order_by().values("pk")
    commits = Commit.objects.filter(repository__in=repositories).exclude(parents__contains=" ")
    arrived = Q(first_deployment__isnull=False) | Q(first_release__isnull=False)
    rows = commits.filter(arrived).values(
        "id",
        "sha",
        "repository_id",
        "author_id",
        "committed_at",
        product_id=F("repository__product_id"),
        deployed_at=F("first_deployment__finished_at"),
        released_at=F("first_release__tagged_at"),
    )
    if since is not None:
        deployed = Q(first_deployment__finished_at__gte=since)
        released = Q(first_deployment=None, first_release__tagged_at__gte=since)
        rows = rows.filter(deployed | released)
    if until is not None:
        deployed = Q(first_deployment__finished_at__lt=until)
        released = Q(first_deployment=None, first_release__tagged_at__lt=until)
        rows = rows.filter(deployed | released)
    for batch in _batches(rows.order_by("committed_at", "pk")):
        modules = _modules_of_commits([each["id"] for each in batch])
        for each in batch:
            yield ChangeFact(**each, module_ids=modules.get(each["id"], ()))


def build_facts(
    *, for_user: User, since: datetime | None = None, until: datetime | None = None
) -> Iterator[BuildFact]:
    """Stream the runs of CI that passed or failed in a time."""
    ended = Pipeline.objects.visible_to(for_user).filter(
        state__in=(RunState.PASSED, RunState.FAILED), finished_at__isnull=False
    )
    names = [name for name in BuildFact.__slots__ if name != "product_id"]
    rows = _within(ended, "finished_at", since, until)
    for each in rows.values(*names, product_id=F("repository__product_id")).iterator(
        chunk_size=AT_ONCE
    ):
        yield BuildFact(**each)


def _within(
    rows: QuerySet[Any], field: str, since: datetime | None, until: datetime | None
) -> QuerySet[Any]:
    if since is not None:
        rows = rows.filter(**{f"{field}__gte": since})
    if until is not None:
        rows = rows.filter(**{f"{field}__lt": until})
    return rows.order_by(field, "pk")


def _batches(rows: Any) -> Iterator[list[dict[str, Any]]]:
    left = rows.iterator(chunk_size=AT_ONCE)
    while some := list(islice(left, AT_ONCE)):
        yield some


def _modules_of_commits(pks: Iterable[int]) -> dict[int, tuple[int, ...]]:
    rows = CommitModule.objects.filter(commit__in=list(pks)).order_by("module_id")
    return _gathered(rows.values_list("commit_id", "module_id"))


def _modules_of_pulls(pks: Iterable[int]) -> dict[int, tuple[int, ...]]:
    links = PullRequestCommit.objects.filter(pull_request__in=list(pks))
    rows = links.filter(commit__modules__isnull=False)
    pairs = rows.values_list("pull_request_id", "commit__modules__module_id").distinct()
    return _gathered(pairs.order_by("commit__modules__module_id"))


def _gathered(pairs: Iterable[tuple[int, int]]) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for owner, module in pairs:
        found[owner] = (*found.get(owner, ()), module)
    return found
