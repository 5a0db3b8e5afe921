"""Runs of CI and deployments in the REST API, also told by hand."""

from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import AwareDatetime, Field

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Body, Key, Limit, OneOf, Page, referring
from twintrack.rnd.engineering import operations, queries
from twintrack.rnd.engineering.api.router import router
from twintrack.rnd.engineering.api.shapes import (
    DeploymentBody,
    DeploymentOut,
    PipelineBody,
    PipelineOut,
)
from twintrack.rnd.engineering.models import Deployment, DeployState, Pipeline, RunState
from twintrack.rnd.engineering.queries import DeploymentFilter
from twintrack.ui.paging import KeyPage, key_page


class BreakageSeenBody(Body):
    since: AwareDatetime
    note: str = Field(default="", max_length=300)


class BreakageBody(Body):
    since: AwareDatetime
    note: str = Field(default="", max_length=300)
    before: BreakageSeenBody | None = Field(
        default=None,
        description="What you saw noted (broke_at and broke_note); null if nothing was",
    )


class RestoredBody(Body):
    since: AwareDatetime


@router.get(
    "/repositories/{number}/pipelines",
    response=Page[PipelineOut],
    summary=_("List a repository's runs of CI, the newest first"),
)
def list_pipelines(
    request: ApiRequest,
    number: str,
    *,
    state: Annotated[str, OneOf(RunState)] | None = None,
    branch: str = "",
    after: str = "",
    limit: Limit = 50,
) -> KeyPage[Pipeline]:
    repository = queries.get_repository(number, for_user=request.user)
    rows = queries.list_pipelines(repository, state=state or "", branch=branch)
    return key_page(rows, order=("-told_at", "-pk"), after=after, size=limit)


@router.post(
    "/repositories/{number}/pipelines",
    response={200: PipelineOut},
    summary=_("Tell how a run of CI stands"),
)
def keep_pipeline(request: ApiRequest, number: str, body: PipelineBody) -> Pipeline:
    kept = operations.keep_pipeline(
        repository=queries.get_repository(number, for_user=request.user),
        told=body.record(),
        by=request.user,
        at=timezone.now(),
    )
    run: Pipeline = kept.row
    return run


@router.get(
    "/deployments", response=Page[DeploymentOut], summary=_("List deployments, the newest first")
)
def list_deployments(
    request: ApiRequest,
    *,
    repository: str = "",
    environment: str = "",
    state: Annotated[str, OneOf(DeployState)] | None = None,
    is_failure: bool = False,
    after: str = "",
    limit: Limit = 50,
) -> KeyPage[Deployment]:
    """`is_failure` keeps those that failed, and those that went through and broke something."""
    check_may(request.user, Act.SEE_REPOSITORIES)
    with referring("repository"):
        within = queries.get_repository(repository, for_user=request.user) if repository else None
    wanted = DeploymentFilter(
        repository=within, environment=environment, state=state or "", is_failure=is_failure
    )
    rows = queries.list_deployments(wanted, for_user=request.user)
    return key_page(rows, order=("-started_at", "-pk"), after=after, size=limit)


@router.get("/deployments/{int:pk}", response=DeploymentOut, summary=_("Read a deployment"))
def get_deployment(request: ApiRequest, pk: Key) -> Deployment:
    return queries.get_deployment(pk, for_user=request.user)


@router.post(
    "/repositories/{number}/deployments",
    response={200: DeploymentOut},
    summary=_("Tell how a deployment stands"),
)
def keep_deployment(request: ApiRequest, number: str, body: DeploymentBody) -> Deployment:
    """Told again it is the same; a success restores what failed there before."""
    kept = operations.keep_deployment(
        repository=queries.get_repository(number, for_user=request.user),
        told=body.record(),
        by=request.user,
        at=timezone.now(),
    )
    return queries.get_deployment(kept.row.pk, for_user=request.user)


@router.post(
    "/deployments/{int:pk}/breakage",
    response=DeploymentOut,
    summary=_("Note that a deployment broke something"),
)
def note_breakage(request: ApiRequest, pk: Key, body: BreakageBody) -> Deployment:
    return operations.note_breakage(
        deployment=queries.get_deployment(pk, for_user=request.user),
        before=operations.Breakage(**body.before.model_dump()) if body.before else None,
        since=body.since,
        note=body.note,
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/deployments/{int:pk}/restoration",
    response=DeploymentOut,
    summary=_("Note since when it works again"),
)
def note_restored(request: ApiRequest, pk: Key, body: RestoredBody) -> Deployment:
    return operations.note_restored(
        deployment=queries.get_deployment(pk, for_user=request.user),
        since=body.since,
        by=request.user,
        at=timezone.now(),
    )
