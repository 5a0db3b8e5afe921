"""Pull requests, runs of CI, and deployments to production with the commits they brought."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from twintrack.foundation.measuring.sources import (
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
from twintrack.rnd.engineering.models import (
    Commit,
    CommitModule,
    Deployment,
    Pipeline,
    PullRequest,
    PullRequestCommit,
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
    # Also those that are for trying out: they may have counted as production before.
    return Deployment.objects.all()


def _deployment_news(news: News) -> Changed:
    """What a deployment restored changes too, and those whose commits were read only later."""
    told = _news_of("deployment", _deployments, "started_at")(news)
    ids = {
        pk
        for kind, name in (("deployment", "restored_ids"), ("repository", "deployment_ids"))
        for entry in news.about(kind)
        for pk in entry.payload.get(name, ())
    }
    for some in in_turns(ids):
        told.months.update(months_in(Deployment.objects.filter(pk__in=some), "started_at"))
    return told


def _deployment_rows(month: str) -> Rows:
    start, end = span(month)
    found = list(
        Deployment.objects.filter(
            is_production=True,
            started_at__gte=start,
            started_at__lt=end,
            state__in=(SUCCEEDED, FAILED),
        ).select_related("repository")
    )
    ages = _ages(found)
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
                ages[each.pk],
            )
            for each in found
        ]
    }


def _ages(deployments: Sequence[Deployment]) -> dict[int, list[float]]:
    """Give the days from each commit that deployments brought first until it stood there."""
    ages: dict[int, list[float]] = {each.pk: [] for each in deployments}
    there = {each.pk: each for each in deployments if each.state == SUCCEEDED}
    first = set(_first_of({each.repository_id for each in there.values()}))
    for some in in_turns(there):
        brought = Commit.objects.filter(first_deployment__in=some, is_lost=False)
        # A merge is no change: what it brings together is.
        changes = brought.exclude(parents__contains=" ").order_by("-committed_at")
        for pk, sha, at in changes.values_list("first_deployment_id", "sha", "committed_at"):
            by = there[pk]
            # Of the first deployment only the last commit is known to be new.
            if pk in first and not (by.sha and sha.startswith(by.sha)):
                continue
            if len(ages[pk]) < MOST_COMMITS:
                stood = by.finished_at or by.started_at
                ages[pk].append(max((stood - at).total_seconds() / 86400, 0.0))
    return ages


def _first_of(repositories: Collection[int]) -> Iterator[int]:
    rows = Deployment.objects.filter(
        repository__in=repositories, is_production=True, state=SUCCEEDED, finished_at__isnull=False
    ).exclude(sha="")
    met: set[int] = set()
    for repository, pk in rows.order_by("finished_at", "pk").values_list("repository_id", "pk"):
        if repository not in met:
            met.add(repository)
            yield pk


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
DEPLOYMENTS = replace(
    _source("deployments", ("deployment", ""), _deployments, "started_at", _deployment_rows),
    changed=_deployment_news,
)
