"""Endpoints of builds and of what CI reports."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import File, Form, UploadedFile

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Limit, Page, referring
from twintrack.hub.products.queries import get_product
from twintrack.rnd.quality import operations
from twintrack.rnd.quality.api.router import router
from twintrack.rnd.quality.api.shapes import (
    BuildBody,
    BuildDetailOut,
    BuildOut,
    ReportedOut,
    ReportForm,
)
from twintrack.rnd.quality.lifecycle import BuildState, Format, Outcome
from twintrack.rnd.quality.models import Build
from twintrack.rnd.quality.operations import BuildFacts, Given, Reported
from twintrack.rnd.quality.queries import builds as builds_of
from twintrack.rnd.quality.queries.builds import BuildFilter
from twintrack.ui.paging import KeyPage, key_page

NEWEST = ("-started_at", "-pk")


def _facts(told: ReportForm | BuildBody) -> BuildFacts:
    return BuildFacts(
        sha=told.commit,
        branch=told.branch,
        job=told.job,
        url=told.url,
        started_at=told.at,
        finished_at=told.finished_at,
        state=BuildState(told.state) if told.state else None,
    )


@router.post(
    "/repositories/{number}/reports",
    response={201: ReportedOut},
    summary=_("Send the reports of a build: JUnit, Cobertura, LCOV or JaCoCo"),
)
def report(
    request: ApiRequest, number: str, told: Form[ReportForm], files: File[list[UploadedFile]]
) -> Reported:
    """The same file of the same build adds nothing when it comes again."""
    check_may(request.user, Act.REPORT_BUILDS)
    repository = builds_of.find_report_repository(number, for_user=request.user)
    return operations.report(
        repository=repository,
        facts=_facts(told),
        files=[
            Given(name=each.name or "", format=Format(told.format), file=each.file)
            for each in files
            if each.file is not None
        ],
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/repositories/{number}/builds",
    response={201: ReportedOut},
    summary=_("Say how a build ended, without reports"),
)
def report_build(request: ApiRequest, number: str, body: BuildBody) -> Reported:
    check_may(request.user, Act.REPORT_BUILDS)
    repository = builds_of.find_report_repository(number, for_user=request.user)
    return operations.report(
        repository=repository, facts=_facts(body), files=[], by=request.user, at=timezone.now()
    )


@router.get("/builds", response=Page[BuildOut], summary=_("List builds, the newest first"))
def list_builds(
    request: ApiRequest,
    *,
    product: str = "",
    repository: str = "",
    state: str = "",
    job: str = "",
    branch: str = "",
    only_main: bool = False,
    after: str = "",
    limit: Limit = 50,
) -> KeyPage[Build]:
    check_may(request.user, Act.SEE_TEST_LOGS)
    user = request.user
    with referring("product"):
        of_product = get_product(product, for_user=user) if product else None
    with referring("repository"):
        of_it = builds_of.find_report_repository(repository, for_user=user) if repository else None
    wanted = BuildFilter(
        product=of_product,
        repository=of_it,
        state=state,
        job=job,
        branch=branch,
        only_main=only_main,
    )
    rows = builds_of.list_builds(for_user=user, wanted=wanted)
    return key_page(rows, order=NEWEST, after=after, size=limit)


@router.get("/builds/{number}", response=BuildDetailOut, summary=_("Read a build"))
def get_build(request: ApiRequest, number: str) -> dict[str, Any]:
    build = builds_of.get_build(number, for_user=request.user)
    return {
        "build": build,
        "failed": list(builds_of.list_results(build, Outcome.FAILED)[:1000]),
        "flaky": list(builds_of.list_flaky_results(build)[:1000]),
        "uncovered": list(builds_of.list_uncovered(build)[:1000]),
    }
