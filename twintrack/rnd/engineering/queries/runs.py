"""Which runs of CI and deployments there are, and how each environment stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet

from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.people.models import User
from twintrack.rnd.engineering.models import (
    Commit,
    Deployment,
    DeployState,
    Pipeline,
    Repository,
    RunState,
)

# Over so many days an environment is judged.
JUDGED = timedelta(days=90)


def list_pipelines(
    repository: Repository, *, state: str = "", branch: str = ""
) -> QuerySet[Pipeline]:
    """List a repository's runs of CI, the newest first."""
    rows = repository.pipelines.all()
    if state in RunState.values:
        rows = rows.filter(state=state)
    if branch:
        rows = rows.filter(branch__icontains=branch)
    return rows.order_by("-told_at", "-pk")


def list_runs_of(repository: Repository, sha: str) -> QuerySet[Pipeline]:
    """List the runs of CI over a commit, the newest first."""
    if not sha:
        return Pipeline.objects.none()
    return repository.pipelines.filter(sha=sha).order_by("-told_at", "-pk")


@dataclass(frozen=True, kw_only=True)
class DeploymentFilter:
    """What narrows a list of deployments."""

    repository: Repository | None = None
    environment: str = ""
    state: str = ""
    is_failure: bool = False


def list_deployments(wanted: DeploymentFilter, *, for_user: User) -> QuerySet[Deployment]:
    """List deployments with repository, person and release, the newest first."""
    rows = Deployment.objects.visible_to(for_user)
    if wanted.repository is not None:
        rows = rows.filter(repository=wanted.repository)
    if wanted.environment:
        rows = rows.filter(environment=wanted.environment)
    if wanted.state in DeployState.values:
        rows = rows.filter(state=wanted.state)
    if wanted.is_failure:
        rows = rows.filter(Q(state=DeployState.FAILED) | Q(broke_at__isnull=False))
    related = rows.select_related("repository", "deployed_by", "release_tag")
    found: QuerySet[Deployment] = related.annotate(brought=Count("commits"))
    return found.order_by("-started_at", "-pk")


def get_deployment(pk: int, *, for_user: User) -> Deployment:
    """
    Find a deployment.

    :raises NotThere: if there is none, or the person may not see it.
    """
    rows = Deployment.objects.visible_to(for_user).filter(pk=pk)
    found: Deployment | None = rows.select_related(
        "repository", "repository__product", "deployed_by", "release_tag"
    ).first()
    if found is None:
        raise NotThere
    return found


def list_commits_of_deployment(deployment: Deployment) -> QuerySet[Commit]:
    """List the commits that a deployment was the first to bring to users, the newest first."""
    rows = deployment.commits.select_related("author", "first_release", "repository")
    return rows.order_by("-committed_at", "-pk")


@dataclass(frozen=True, kw_only=True)
class EnvironmentState:
    """How an environment of a repository stands, and how it went lately."""

    repository: Repository
    name: str
    is_production: bool
    # What runs there now; empty where nothing ever went through.
    current: Deployment | None
    broken: Deployment | None
    finished: int
    failures: int
    last_at: datetime


def list_environments(
    *, for_user: User, at: datetime, repository: Repository | None = None, most: int = 24
) -> list[EnvironmentState]:
    """Give the environments to which something was deployed lately, what users use first."""
    rows = Deployment.objects.visible_to(for_user).filter(started_at__gt=at - JUDGED)
    if repository is not None:
        rows = rows.filter(repository=repository)
    settled = Q(finished_at__isnull=False) & ~Q(state=DeployState.CANCELLED)
    failed = Q(state=DeployState.FAILED) | Q(broke_at__isnull=False)
    groups = rows.values("repository_id", "environment", "is_production").annotate(
        finished=Count("pk", filter=settled),
        failures=Count("pk", filter=failed),
        last_at=Max("started_at"),
        current=Max("pk", filter=Q(state=DeployState.SUCCEEDED)),
        broken=Max("pk", filter=failed & Q(restored_at=None)),
    )
    found = list(groups.order_by("-is_production", "repository__name", "environment")[:most])
    wanted = {pk for each in found for pk in (each["current"], each["broken"]) if pk}
    shown = {
        each.pk: each
        for each in Deployment.objects.filter(pk__in=wanted).select_related(
            "repository", "release_tag", "deployed_by"
        )
    }
    repositories = Repository.objects.in_bulk({each["repository_id"] for each in found})
    return [
        EnvironmentState(
            repository=repositories[each["repository_id"]],
            name=each["environment"],
            is_production=each["is_production"],
            current=shown.get(each["current"] or 0),
            broken=shown.get(each["broken"] or 0),
            finished=each["finished"],
            failures=each["failures"],
            last_at=each["last_at"],
        )
        for each in found
    ]
