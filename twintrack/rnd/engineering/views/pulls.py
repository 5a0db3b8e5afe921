"""Pull requests: the list by whose turn it is, the page of one, and what others show of them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.people.http import Request
from twintrack.rnd.engineering import queries
from twintrack.rnd.engineering.forms import PullFilterForm
from twintrack.rnd.engineering.models import PullRequest, Repository
from twintrack.rnd.engineering.queries import PullView
from twintrack.rnd.engineering.timeline import timeline_of
from twintrack.rnd.engineering.views.tabs import render_tab
from twintrack.ui.filters import filter_bar
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page

LIST = "engineering/pull_list.html"
DETAIL = "engineering/pull_detail.html"
OF_REPOSITORY = "engineering/repository_pulls.html"
# So many commits stand on the page of a pull request.
SHOWN = 50


@login_required
@require_GET
def pull_request_list(request: Request) -> HttpResponse:
    """Show pull requests, one's own first, then what waits longest."""
    check_may(request.user, Act.SEE_REPOSITORIES)
    view = request.GET.get("view", "")
    view = view if view in PullView.values else PullView.WAITING.value
    form = PullFilterForm(request.GET, user=request.user)
    shown = _listed(request, form, view)
    shown |= filter_bar(request, form, views=PullView.choices, view=view)
    shown |= {"summary": queries.waiting_summary(for_user=request.user), "view": view}
    return render_page(request, LIST, shown, regions=("rows", "summary"))


@login_required
@require_GET
def repository_pulls(request: Request, number: str) -> HttpResponse:
    """Show the pull requests of one repository, the newest first."""
    repository = queries.get_repository(number, for_user=request.user)
    form = PullFilterForm(request.GET, user=request.user)
    del form.fields["repository"]
    shown = _listed(request, form, PullView.ALL.value, repository)
    shown |= filter_bar(request, form)
    return render_tab(request, repository, page=OF_REPOSITORY, here="repository-pulls", shown=shown)


def _listed(
    request: Request, form: PullFilterForm, view: str, repository: Repository | None = None
) -> dict[str, Any]:
    now = timezone.now()
    wanted = form.wanted(view, repository, now=now)
    rows = queries.list_pulls(wanted, for_user=request.user)
    page = key_page(rows, order=wanted.order, after=request.GET.get("after", ""))
    wishes = queries.list_requirements_of_pulls(page.items, for_user=request.user)
    items = queries.list_items_of_pulls(page.items, for_user=request.user)
    asked = queries.list_people_asked(page.items)
    return {
        "page": page,
        "rows": [(each, wishes[each.pk], items[each.pk], asked[each.pk]) for each in page.items],
        "count": rows.count(),
        "now": now,
    }


@login_required
@require_GET
def pull_request_detail(request: Request, pk: int) -> HttpResponse:
    """Show a pull request: its reviews in time, what it works on, its commits and runs."""
    pull = queries.get_pull(pk, for_user=request.user)
    return render_page(request, DETAIL, _shown(request, pull), regions=("body", "facts"))


def _shown(request: Request, pull: PullRequest) -> dict[str, Any]:
    reviews = list(queries.list_reviews(pull))
    commits = list(queries.list_commits_of_pull(pull)[: SHOWN + 1])
    return {
        "pull": pull,
        "name": f"{pull.repository.name} #{pull.number}",
        "repository": pull.repository,
        "timeline": timeline_of(pull, reviews),
        "asked": queries.list_reviewers_asked(pull),
        "requirements": queries.list_requirements_of_pulls([pull], for_user=request.user)[pull.pk],
        "items": queries.list_items_of_pulls([pull], for_user=request.user)[pull.pk],
        "modules": queries.list_modules_of_pulls([pull])[pull.pk],
        "commits": commits[:SHOWN],
        "has_more": len(commits) > SHOWN,
        "runs": queries.list_runs_of(pull.repository, pull.head_sha)[:20],
        "now": timezone.now(),
    }
