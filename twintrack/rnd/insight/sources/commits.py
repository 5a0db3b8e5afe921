"""Commits that are in the history of their repositories."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Max, QuerySet

from twintrack.foundation.measuring.sources import (
    Changed,
    News,
    Rows,
    Source,
    local,
    months_in,
    span,
    teams_of_people,
)
from twintrack.rnd.engineering.models import Commit, CommitModule

INGESTED = "repository.ingested"


def _changed(news: News) -> Changed:
    """New commits change their months; what moves or loses others, those of its repository."""
    entries = news.about("repository")
    months = (
        months_in(Commit.objects.filter(pk__gt=news.mark), "committed_at") if entries else set()
    )
    whole = {
        each.about_id
        for each in entries
        if each.kind == "repository.path_rules_set"
        or (each.kind == INGESTED and each.payload.get("lost_commits"))
    }
    if whole:
        months |= months_in(Commit.objects.filter(repository__in=whole), "committed_at")
    return Changed(months, _newest() if entries else news.mark)


def _every() -> Changed:
    return Changed(months_in(Commit.objects.all(), "committed_at"), _newest())


def _newest() -> int:
    return int(Commit.objects.aggregate(newest=Max("pk"))["newest"] or 0)


def _rows(month: str) -> Rows:
    start, end = span(month)
    here: QuerySet[Commit] = Commit.objects.filter(
        committed_at__gte=start, committed_at__lt=end, is_lost=False
    )
    modules = defaultdict(list)
    for commit, module in CommitModule.objects.filter(commit__in=here).values_list(
        "commit_id", "module_id"
    ):
        modules[commit].append(module)
    teams = teams_of_people()
    found = here.values_list(
        "pk",
        "committed_at",
        "repository__product_id",
        "author_id",
        "files_count",
        "lines_added",
        "lines_deleted",
    )
    return {
        "commits": [
            (pk, local(at), product, modules.get(pk, []), teams.get(who), who, files, more + less)
            for pk, at, product, who, files, more, less in found.iterator(chunk_size=2000)
        ]
    }


COMMITS = Source("commits", ("commits",), ("repository",), _changed, _every, _rows)
