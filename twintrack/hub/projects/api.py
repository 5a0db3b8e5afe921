"""Projects and milestones in the REST API."""

from datetime import date
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.queries import get_person
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Body, Limit, OneOf, Out, Page, PersonOut, referring
from twintrack.hub.products.queries import get_product
from twintrack.hub.projects import operations, queries
from twintrack.hub.projects.lifecycle import MilestoneKind, ProjectKind, ProjectState
from twintrack.hub.projects.models import Milestone, Project
from twintrack.hub.projects.operations import MilestoneDetails, ProjectDetails, ProjectWording
from twintrack.ui.paging import KeyPage, key_page

router = make_router(tag="projects", label=_("Projects and milestones"))


class ProjectOut(Out):
    number: str
    name: str
    kind: Annotated[str, OneOf(ProjectKind)]
    state: Annotated[str, OneOf(ProjectState)]
    product: str = Field(alias="product.code")
    owner: PersonOut
    start_on: date | None
    due_on: date | None
    milestones_count: int
    reached_count: int


class MilestoneOut(Out):
    number: str
    name: str
    kind: Annotated[str, OneOf(MilestoneKind)]
    project: str = Field(alias="project.number")
    due_on: date
    forecast_on: date
    reached_on: date | None


class ReachedBody(Body):
    on: date | None = Field(default=None, description="Today without it")


class ProjectBody(Body):
    name: str = Field(min_length=1, max_length=120)
    product: str = Field(description="The product's code")
    kind: Annotated[str, OneOf(ProjectKind)] = ProjectKind.RND.value
    start_on: date | None = None
    due_on: date | None = None


class MilestoneBody(Body):
    name: str = Field(min_length=1, max_length=120)
    kind: Annotated[str, OneOf(MilestoneKind)]
    due_on: date


class ReopeningBody(Body):
    reason: str


class ForecastBody(Body):
    before: date = Field(description="The forecast you saw")
    forecast_on: date


@router.get("/projects", response=Page[ProjectOut], summary=_("List projects"))
def list_projects(request: ApiRequest, after: str = "", limit: Limit = 50) -> KeyPage[Project]:
    projects = queries.list_projects(for_user=request.user)
    return key_page(projects, order=("-pk",), after=after, size=limit)


@router.post("/projects", response={201: ProjectOut}, summary=_("Open a project"))
def open_project(request: ApiRequest, body: ProjectBody) -> Project:
    with referring("product"):
        product = get_product(body.product, for_user=request.user)
    details = ProjectDetails(**body.model_dump(exclude={"product"}), product=product)
    project = operations.open_project(details=details, by=request.user, at=timezone.now())
    return queries.get_project(project.number, for_user=request.user)


@router.get("/projects/{number}", response=ProjectOut, summary=_("Read a project"))
def get_project(request: ApiRequest, number: str) -> Project:
    return queries.get_project(number, for_user=request.user)


@router.get(
    "/projects/{number}/milestones",
    response=Page[MilestoneOut],
    summary=_("List a project's milestones"),
)
def list_project_milestones(
    request: ApiRequest, number: str, after: str = "", limit: Limit = 50
) -> KeyPage[Milestone]:
    project = queries.get_project(number, for_user=request.user)
    milestones = queries.list_milestones(for_user=request.user, project=project)
    return key_page(milestones, order=("forecast_on", "pk"), after=after, size=limit)


@router.post(
    "/projects/{number}/milestones", response={201: MilestoneOut}, summary=_("Add a milestone")
)
def add_milestone(request: ApiRequest, number: str, body: MilestoneBody) -> Milestone:
    return operations.add_milestone(
        project=queries.get_project(number, for_user=request.user),
        details=MilestoneDetails(**body.model_dump()),
        by=request.user,
        at=timezone.now(),
    )


@router.get("/milestones", response=Page[MilestoneOut], summary=_("List milestones"))
def list_milestones(
    request: ApiRequest, is_open: bool = False, after: str = "", limit: Limit = 50
) -> KeyPage[Milestone]:
    milestones = queries.list_milestones(for_user=request.user, is_open=is_open)
    return key_page(milestones, order=("forecast_on", "pk"), after=after, size=limit)


@router.get("/milestones/{number}", response=MilestoneOut, summary=_("Read a milestone"))
def get_milestone(request: ApiRequest, number: str) -> Milestone:
    return queries.get_milestone(number, for_user=request.user)


@router.post(
    "/milestones/{number}/reached", response=MilestoneOut, summary=_("Note a milestone as reached")
)
def reach_milestone(request: ApiRequest, number: str, body: ReachedBody | None = None) -> Milestone:
    milestone = queries.get_milestone(number, for_user=request.user)
    on = body.on if body else None
    return operations.reach(milestone=milestone, on=on, by=request.user, at=timezone.now())


@router.post(
    "/milestones/{number}/reopening",
    response=MilestoneOut,
    summary=_("Take back that a milestone is reached"),
)
def reopen_milestone(request: ApiRequest, number: str, body: ReopeningBody) -> Milestone:
    return operations.reopen(
        milestone=queries.get_milestone(number, for_user=request.user),
        reason=body.reason,
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/milestones/{number}/forecast",
    response=MilestoneOut,
    summary=_("Expect a milestone on another day"),
)
def move_forecast(request: ApiRequest, number: str, body: ForecastBody) -> Milestone:
    return operations.move_forecast(
        milestone=queries.get_milestone(number, for_user=request.user),
        before=body.before,
        to=body.forecast_on,
        by=request.user,
        at=timezone.now(),
    )


class ProjectFactsBody(Body):
    name: str = Field(min_length=1, max_length=120)
    owner: int = Field(ge=1)
    start_on: date | None = None
    due_on: date | None = None


class ProjectStateBody(Body):
    state: Annotated[str, OneOf(ProjectState)]
    reason: str = Field(default="", max_length=500)


@router.post(
    "/projects/{number}/facts", response=ProjectOut, summary=_("Write a project's facts anew")
)
def change_project(request: ApiRequest, number: str, body: ProjectFactsBody) -> Project:
    project = queries.get_project(number, for_user=request.user)
    wording = ProjectWording(**body.model_dump(exclude={"owner"}), owner=get_person(body.owner))
    operations.change_project(project=project, wording=wording, by=request.user, at=timezone.now())
    return queries.get_project(number, for_user=request.user)


@router.post(
    "/projects/{number}/state",
    response=ProjectOut,
    summary=_("Put a project on hold, complete, cancel or take it up again"),
)
def move_project(request: ApiRequest, number: str, body: ProjectStateBody) -> Project:
    operations.move_project(
        project=queries.get_project(number, for_user=request.user),
        to=ProjectState(body.state),
        reason=body.reason,
        by=request.user,
        at=timezone.now(),
    )
    return queries.get_project(number, for_user=request.user)


@router.post(
    "/milestones/{number}/facts",
    response=MilestoneOut,
    summary=_("Write a milestone's facts anew"),
)
def change_milestone(request: ApiRequest, number: str, body: MilestoneBody) -> Milestone:
    return operations.change_milestone(
        milestone=queries.get_milestone(number, for_user=request.user),
        details=MilestoneDetails(**body.model_dump()),
        by=request.user,
        at=timezone.now(),
    )
