"""Find in the history what pull requests brought, and which deployment first brought what."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db.models import F, Q

from twintrack.rnd.engineering.history.git import Failed
from twintrack.rnd.engineering.history.mirror import Refs, Tag, only_in
from twintrack.rnd.engineering.models import (
    Deployment,
    DeployState,
    PullRequest,
    PullRequestCommit,
    PullState,
    Repository,
)
from twintrack.rnd.engineering.operations.storing import Store

# No pull request that anybody reviews has more.
MOST_COMMITS = 2000


def unread_pulls(repository: Repository) -> Any:
    """List the pull requests whose commits have not been looked for as they stand now."""
    merged = Q(state=PullState.MERGED) & ~Q(merge_sha="") & ~Q(read_sha=F("merge_sha"))
    still_open = Q(state=PullState.OPEN) & ~Q(head_sha="") & ~Q(read_sha=F("head_sha"))
    return PullRequest.objects.filter(merged | still_open, repository=repository)


def gather_pulls(store: Store, mirror: Path, graph: dict[str, list[str]], refs: Refs) -> None:
    """Note which commits each pull request has, or brought when it was merged."""
    branches = refs.branches
    for row in unread_pulls(store.repository).order_by("pk"):
        tip = row.merge_sha if row.state == PullState.MERGED else row.head_sha
        if tip not in graph:
            continue
        base = (graph[tip] or [""])[0] if row.state == PullState.MERGED else ""
        base = (
            base
            or branches.get(row.target_branch)
            or branches.get(store.repository.default_branch, "")
        )
        _gather(store, mirror, row, tip, base)


def _gather(store: Store, mirror: Path, row: PullRequest, tip: str, base: str) -> None:
    try:
        shas = only_in(mirror, tip, base)[:MOST_COMMITS] if base and base != tip else [tip]
    except Failed:
        return
    known = [store.standing[sha].pk for sha in shas if sha in store.standing]
    links = PullRequestCommit.objects.filter(pull_request=row)
    links.exclude(commit__in=known).delete()
    PullRequestCommit.objects.bulk_create(
        [PullRequestCommit(pull_request=row, commit_id=pk) for pk in known],
        batch_size=500,
        ignore_conflicts=True,
    )
    row.read_sha = tip
    row.save(update_fields=["read_sha"])


def deployments_in_order(repository: Repository) -> list[Tag]:
    """List what went through to users, the earliest first, as points of the history."""
    rows = Deployment.objects.filter(
        repository=repository,
        is_production=True,
        state=DeployState.SUCCEEDED,
        finished_at__isnull=False,
    ).exclude(sha="")
    found = rows.order_by("finished_at", "pk").values_list("pk", "sha", "finished_at")
    return [
        Tag(name=str(pk), sha=sha, tagged_at=int(finished_at.timestamp()))
        for pk, sha, finished_at in found
        if finished_at is not None
    ]


def whole_shas(points: list[Tag], graph: dict[str, list[str]]) -> list[Tag]:
    """Give points their whole hashes, where a host told only the beginning of one."""
    short = {len(each.sha) for each in points if each.sha not in graph}
    if not short:
        return [each for each in points if each.sha in graph]
    by_beginning = {sha[:length]: sha for length in short for sha in graph}
    found = []
    for each in points:
        sha = each.sha if each.sha in graph else by_beginning.get(each.sha, "")
        if sha:
            found.append(Tag(name=each.name, sha=sha, tagged_at=each.tagged_at))
    return found
