"""The list of builds, the page of one, and what a commit's page shows of them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from twintrack.foundation.access.panels import panel
from twintrack.foundation.access.refusals import NotThere
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.people.http import Request
from twintrack.rnd.backlog.queries import get_requirement
from twintrack.rnd.engineering.queries import get_commit, get_repository, is_worked_on
from twintrack.rnd.quality.forms import BuildFilterForm
from twintrack.rnd.quality.lifecycle import Outcome
from twintrack.rnd.quality.queries import builds as builds_of
from twintrack.rnd.quality.views.overview import tabs_of
from twintrack.ui.filters import filter_bar
from twintrack.ui.paging import key_page
from twintrack.ui.regions import render_page

NEWEST = ("-started_at", "-pk")
# So many failures stand on a build's page; of more the numbers say enough.
SHOWN = 200
NEWEST_OF_REQUIREMENT = 4


@login_required
@require_GET
def build_list(request: Request) -> HttpResponse:
    check_may(request.user, Act.SEE_TEST_LOGS)
    form = BuildFilterForm(request.GET, user=request.user)
    rows = builds_of.list_builds(for_user=request.user, wanted=form.wanted)
    page = key_page(rows, order=NEWEST, after=request.GET.get("after", ""))
    shown = {"page": page} | filter_bar(request, form)
    shown["tabs"] = tabs_of("build-list", user=request.user)
    return render_page(request, "quality/build_list.html", shown, regions=("rows",))


@login_required
@require_GET
def build_detail(request: Request, number: str) -> HttpResponse:
    """Show a build: what failed first, then what is new in it and what tests did not run."""
    check_may(request.user, Act.SEE_TEST_LOGS)
    build = builds_of.get_build(number, for_user=request.user)
    shown = {
        "build": build,
        "failed": builds_of.list_results(build, Outcome.FAILED)[:SHOWN],
        "flaky": builds_of.list_flaky_results(build)[:SHOWN],
        "again": builds_of.list_results(build, Outcome.PASSED)[:SHOWN],
        "range": builds_of.range_of(build, for_user=request.user),
        "uncovered": builds_of.list_uncovered(build)[:SHOWN],
        "tallies": builds_of.list_tallies(build),
        "runs": builds_of.list_files(build),
        "pipelines": builds_of.list_pipelines(build)[:10],
        "verdicts": builds_of.list_verdicts(build),
    }
    return render_page(request, "quality/build_detail.html", shown, regions=("what", "facts"))


@panel("quality/commit_panel.html")
def commit_builds(request: Request, number: str, code: str) -> dict[str, Any]:
    """Show what CI reported of a commit; nothing where there is nothing."""
    check_may(request.user, Act.SEE_TEST_LOGS)
    repository = get_repository(number, for_user=request.user)
    commit = get_commit(repository, code)
    builds = list(builds_of.list_builds_of(commit, for_user=request.user)[:20])
    if not builds:
        raise NotThere
    return {"repository": repository, "commit": commit, "builds": builds}


@panel("quality/requirement_panel.html")
def requirement_builds(request: Request, number: str) -> dict[str, Any]:
    """Show what CI reported of the commits that work on a requirement, the newest first."""
    check_may(request.user, Act.SEE_TEST_LOGS)
    if not is_worked_on(get_requirement(number, for_user=request.user)):
        raise NotThere
    found = builds_of.list_requirement_builds(number, for_user=request.user)
    builds = list(found[:NEWEST_OF_REQUIREMENT])
    if not builds:
        raise NotThere
    return {"number": number, "builds": builds}
