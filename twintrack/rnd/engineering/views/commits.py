"""The page of a commit, and what a requirement's page shows of its commits."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from twintrack.foundation.access.panels import panel
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.people.http import Request
from twintrack.rnd.backlog.models import Requirement
from twintrack.rnd.backlog.queries import get_requirement
from twintrack.rnd.engineering import queries
from twintrack.rnd.engineering.models import Commit
from twintrack.rnd.releases.queries import get_release
from twintrack.rnd.work.models import WorkItem
from twintrack.rnd.work.queries import get_work_item
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page

# So many commits stand on the page of a requirement.
SHOWN = 8


@login_required
@require_GET
def commit_detail(request: Request, number: str, code: str) -> HttpResponse:
    repository = queries.get_repository(number, for_user=request.user)
    commit = queries.get_commit(repository, code)
    files = key_page(
        queries.list_files(commit),
        order=("path", "pk"),
        after=request.GET.get("after", ""),
        size=200,
    )
    shown = {
        "repository": repository,
        "commit": commit,
        "files": files,
        "most": max((each.lines for each in files.items), default=0),
        "modules": queries.list_modules_of([commit])[commit.pk],
        "pulls": queries.list_pulls_of(commit),
        "runs": queries.list_runs_of(repository, commit.sha)[:20],
        "requirements": queries.list_requirements_of([commit], for_user=request.user)[commit.pk],
        "items": queries.list_items_of([commit], for_user=request.user)[commit.pk],
    }
    return render_page(request, "engineering/commit_detail.html", shown, regions=("rows",))


@panel("engineering/requirement_panel.html")
def requirement_commits(request: Request, number: str) -> dict[str, Any]:
    """Show the pull requests and newest commits that work on a requirement, if there are any."""
    requirement = get_requirement(number, for_user=request.user)
    found, pulls = [], []
    if queries.is_worked_on(requirement):
        found = list(queries.list_commits_for(number, for_user=request.user)[: SHOWN + 1])
    if queries.has_pulls(requirement):
        pulls = list(queries.list_pulls_for(number, for_user=request.user)[:SHOWN])
    if not (found or pulls):
        raise NotThere
    return {
        "number": number,
        "pulls": pulls,
        "commits": found[:SHOWN],
        "has_more": len(found) > SHOWN,
    }


@panel("engineering/work_item_panel.html")
def work_item_commits(request: Request, number: str) -> dict[str, Any]:
    """Show the pull requests and newest commits that work on a work item, if there are any."""
    item = get_work_item(number, for_user=request.user)
    found, pulls = [], []
    if queries.is_worked_on(item):
        found = list(queries.list_commits_for_item(number, for_user=request.user)[: SHOWN + 1])
    if queries.has_pulls(item):
        pulls = list(queries.list_pulls_for_item(number, for_user=request.user)[:SHOWN])
    cause = queries.find_cause(item, for_user=request.user)
    if not (found or pulls or cause):
        raise NotThere
    return {
        "number": number,
        "cause": cause,
        "pulls": pulls,
        "commits": found[:SHOWN],
        "has_more": len(found) > SHOWN,
    }


@login_required
@require_GET
def requirement_commit_list(request: Request, number: str) -> HttpResponse:
    """Show all commits that work on a requirement."""
    check_may(request.user, Act.SEE_REPOSITORIES)
    requirement = get_requirement(number, for_user=request.user)
    commits = queries.list_commits_for(number, for_user=request.user)
    return _commit_list(request, commits, requirement, "requirement-detail")


@login_required
@require_GET
def work_item_commit_list(request: Request, number: str) -> HttpResponse:
    """Show all commits that work on a work item."""
    check_may(request.user, Act.SEE_REPOSITORIES)
    item = get_work_item(number, for_user=request.user)
    commits = queries.list_commits_for_item(number, for_user=request.user)
    return _commit_list(request, commits, item, "work-item-detail")


def _commit_list(
    request: Request, commits: QuerySet[Commit], of: Requirement | WorkItem, up: str
) -> HttpResponse:
    page = key_page(commits, order=("-committed_at", "-pk"), after=request.GET.get("after", ""))
    shown = {"of": of, "page": page, "up_url": reverse(up, args=[of.number])}
    return render_page(request, "engineering/requirement_commits.html", shown, regions=("rows",))


@panel("engineering/release_panel.html")
def release_commits(request: Request, number: str) -> dict[str, Any]:
    """Show the commits that a release was the first to ship; nothing where there are none."""
    release = get_release(number, for_user=request.user)
    commits = queries.list_commits_of_release(release, for_user=request.user)
    found = list(commits[: SHOWN + 1])
    if not found:
        raise NotThere
    return {
        "release": release,
        "commits": found[:SHOWN],
        "count": commits.count() if len(found) > SHOWN else len(found),
        "tag": found[0].first_release,
        "repository": found[0].repository,
    }
