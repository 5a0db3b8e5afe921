"""Pull requests, runs of CI, and deployments to production with the commits they brought."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from twintrack.rnd.engineering.models import (
    Commit,
    CommitModule,
    Deployment,
    Pipeline,
    PullRequest,
    PullRequestCommit,
)
from twintrack.rnd.insight.sources.base import (
    Changed,
    News,
    Rows,
    Source,
    in_turns,
    local,
    months_in,
    span,
    teams_of_people,
)

BROUGHT, PIPELINE = "repository.history_brought", "pipeline.finished"
SUCCEEDED, FAILED, PASSED = "succeeded", "failed", "passed"
# One deployment tells the age of so many of its commits, the newest.
MOST_COMMITS = 2000
Rows_ = QuerySet[Any]


def _news_of(
    kind: str, rows: Callable[[], Rows_], field: str, also: str = ""
) -> Callable[[News], Changed]:
    def changed(news: News) -> Changed:
        months: set[str] = set()
        for ids in in_turns(news.ids(kind) if kind else set()):
            months |= months_in(rows().filter(pk__in=ids), field)
        whole = {e.about_id for e in news.about("repository") if e.kind in {BROUGHT, also}}
        if whole:
            months |= months_in(rows().filter(repository__in=whole), field)
        return Changed(months)

    return changed


def _modules_of_pulls(ids: Iterable[int]) -> dict[int, list[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for some in in_turns(list(ids)):
        joined = PullRequestCommit.objects.filter(pull_request__in=some)
        by_commit: dict[int, list[int]] = defaultdict(list)
        for pull, commit in joined.values_list("pull_request_id", "commit_id"):
            by_commit[commit].append(pull)
        for commits in in_turns(by_commit):
            modules = CommitModule.objects.filter(commit__in=commits)
            for commit, module in modules.values_list("commit_id", "module_id"):
                for pull in by_commit[commit]:
                    found[pull].add(module)
    return {pull: sorted(modules) for pull, modules in found.items()}


def _pulls() -> Rows_:
    return PullRequest.objects.all()


def _pull_rows(month: str) -> Rows:
    start, end = span(month)
    found = list(
        PullRequest.objects.filter(opened_at__gte=start, opened_at__lt=end).values_list(
            "pk",
            "ready_at",
            "opened_at",
            "repository__product_id",
            "author_id",
            "first_review_at",
            "merged_at",
            "closed_at",
        )
    )
    modules, teams = _modules_of_pulls([row[0] for row in found]), teams_of_people()
    return {
        "pulls": [
            (
                pk,
                local(ready or opened),
                product,
                modules.get(pk, []),
                teams.get(who),
                who,
                *(local(each) if each else None for each in times),
            )
            for pk, ready, opened, product, who, *times in found
        ]
    }


def _pipelines() -> Rows_:
    return Pipeline.objects.filter(finished_at__isnull=False)


def _pipeline_rows(month: str) -> Rows:
    start, end = span(month)
    found = Pipeline.objects.filter(
        finished_at__gte=start, finished_at__lt=end, state__in=(PASSED, FAILED)
    ).values_list("pk", "finished_at", "repository__product_id", "state")
    return {
        "builds": [
            (pk, local(at), product, [], None, None, state == PASSED)
            for pk, at, product, state in found.iterator(chunk_size=2000)
            if at
        ]
    }


def _deployments() -> Rows_:
    return Deployment.objects.filter(is_production=True)


def _deployment_rows(month: str) -> Rows:
    start, end = span(month)
    found = Deployment.objects.filter(
        is_production=True,
        started_at__gte=start,
        started_at__lt=end,
        state__in=(SUCCEEDED, FAILED),
    ).select_related("repository")
    return {
        "deployments": [
            (
                each.pk,
                local(each.finished_at or each.started_at),
                each.repository.product_id,
                [],
                None,
                None,
                each.is_failure,
                local(each.failed_at) if each.failed_at else None,
                local(each.restored_at) if each.restored_at else None,
                _ages(each),
            )
            for each in found
        ]
    }


def _ages(deployment: Deployment) -> list[float]:
    """Give the days from each commit that a deployment brought first until it stood there."""
    if deployment.state != SUCCEEDED:
        return []
    tip = _committed(deployment)
    if tip is None:
        return []
    before = (
        Deployment.objects.filter(
            repository=deployment.repository_id,
            environment=deployment.environment,
            state=SUCCEEDED,
            started_at__lt=deployment.started_at,
        )
        .order_by("-started_at", "-pk")
        .first()
    )
    since = _committed(before) if before else None
    brought = Commit.objects.filter(
        repository=deployment.repository_id, is_lost=False, committed_at__lte=tip
    )
    # Of the first deployment only the last commit is known to be new.
    brought = (
        brought.filter(committed_at__gt=since) if since else brought.filter(sha=deployment.sha)
    )
    there = deployment.finished_at or deployment.started_at
    times = brought.order_by("-committed_at").values_list("committed_at", flat=True)[:MOST_COMMITS]
    return [max((there - each).total_seconds() / 86400, 0.0) for each in times]


def _committed(deployment: Deployment) -> datetime | None:
    found = Commit.objects.filter(repository=deployment.repository_id, sha=deployment.sha)
    return found.values_list("committed_at", flat=True).first()


def _source(
    name: str,
    about: tuple[str, str],
    all_of: Callable[[], Rows_],
    field: str,
    rows: Callable[[str], Rows],
) -> Source:
    kind, also = about
    return Source(
        name,
        (name,),
        tuple(each for each in (kind, "repository") if each),
        _news_of(kind, all_of, field, also),
        lambda: Changed(months_in(all_of(), field)),
        rows,
    )


PULLS = _source("pulls", ("pull_request", ""), _pulls, "opened_at", _pull_rows)
BUILDS = _source("builds", ("", PIPELINE), _pipelines, "finished_at", _pipeline_rows)
DEPLOYMENTS = _source(
    "deployments", ("deployment", ""), _deployments, "started_at", _deployment_rows
)
