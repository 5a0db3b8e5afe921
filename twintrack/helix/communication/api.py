"""Communication plans in the REST API."""

from datetime import date, datetime
from typing import Annotated, Literal

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.queries import get_person
from twintrack.foundation.access.roles import Role
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import (
    Body,
    Key,
    Limit,
    OneOf,
    Out,
    Page,
    PersonOut,
    referring,
)
from twintrack.helix.communication import operations, queries
from twintrack.helix.communication.lifecycle import PlanState, StepKind, StepState
from twintrack.helix.communication.models import CommunicationPlan, PlanTemplate, TemplateStep
from twintrack.hub.projects.lifecycle import MilestoneKind
from twintrack.hub.projects.queries import get_milestone
from twintrack.sales.customers.models import ConsentChannel, Ground, Segment
from twintrack.sales.customers.queries import get_customer
from twintrack.ui.paging import KeyPage, key_page

router = make_router(tag="plans", label=_("Communication plans"))


class WithdrawnOut(Out):
    contact: str = Field(alias="contact.name")
    channel: Annotated[str, OneOf(ConsentChannel)]
    on: date


class StepOut(Out):
    position: int
    kind: Annotated[str, OneOf(StepKind)]
    owner: PersonOut
    due_on: date
    title: str
    body: str
    gaps: list[str] = Field(description="What the draft names and nobody knows yet")
    state: Annotated[str, OneOf(StepState)]
    reason: str
    ground: str = Field(description="Why somebody was reached who wants it no more this way")
    withdrawn: list[WithdrawnOut] = Field(
        description="Who wants not to be reached this way any more; of open steps"
    )
    closed_by: PersonOut | None
    closed_at: datetime | None


class PlanOut(Out):
    number: str
    milestone: str = Field(alias="milestone.number")
    customer: str = Field(alias="customer.number")
    state: Annotated[str, OneOf(PlanState)]
    started_at: datetime
    steps_count: int
    closed_count: int
    done_count: int
    skipped_count: int
    next_on: date | None


class PlanWithStepsOut(PlanOut):
    steps: list[StepOut]


class TemplateStepOut(Out):
    id: int
    position: int
    kind: Annotated[str, OneOf(StepKind)]
    role: Annotated[str, OneOf(Role)]
    offset_days: int
    title_zh: str
    title_en: str
    body_zh: str
    body_en: str


class TemplateOut(Out):
    milestone_kind: str
    segment: str
    steps: list[TemplateStepOut]


class CloseStepBody(Body):
    state: Annotated[str, OneOf(StepState)]
    reason: str = Field(default="", max_length=300)
    ground: Annotated[str, OneOf(Ground)] | Literal[""] = Field(
        default="", description="For a step that is done although consent to it was withdrawn"
    )


class TemplateStepBody(Body):
    kind: Annotated[str, OneOf(StepKind)]
    role: Annotated[str, OneOf(Role)]
    offset_days: int = Field(ge=0, le=250)
    title_zh: str = Field(min_length=1, max_length=200)
    title_en: str = Field(min_length=1, max_length=200)
    body_zh: str = ""
    body_en: str = ""


@router.get("/plans", response=Page[PlanOut], summary=_("List communication plans"))
def list_plans(
    request: ApiRequest,
    *,
    state: Annotated[str, OneOf(PlanState)] | None = None,
    customer: str = "",
    milestone: str = "",
    after: str = "",
    limit: Limit = 50,
) -> KeyPage[CommunicationPlan]:
    plans = queries.list_plans(
        for_user=request.user,
        state=state or "",
        customer=get_customer(customer, for_user=request.user) if customer else None,
        milestone=get_milestone(milestone, for_user=request.user) if milestone else None,
    )
    return key_page(plans, order=("-pk",), after=after, size=limit)


@router.get("/plans/{number}", response=PlanWithStepsOut, summary=_("Read a plan with its steps"))
def get_plan(request: ApiRequest, number: str) -> CommunicationPlan:
    return queries.get_plan(number, for_user=request.user)


@router.post(
    "/plans/{number}/steps/{position}",
    response=PlanWithStepsOut,
    summary=_("Note a step as done or skipped"),
)
def close_step(
    request: ApiRequest, number: str, position: Key, body: CloseStepBody
) -> CommunicationPlan:
    plan = queries.get_plan(number, for_user=request.user)
    operations.close_step(
        step=queries.get_step(plan, position),
        state=StepState(body.state),
        reason=body.reason,
        ground=body.ground,
        by=request.user,
        at=timezone.now(),
    )
    return queries.get_plan(number, for_user=request.user)


@router.post(
    "/plans/{number}/steps/{position}/reopening",
    response=PlanWithStepsOut,
    summary=_("Take back that a step is closed"),
)
def reopen_step(request: ApiRequest, number: str, position: Key) -> CommunicationPlan:
    plan = queries.get_plan(number, for_user=request.user)
    step = queries.get_step(plan, position)
    operations.reopen_step(step=step, by=request.user, at=timezone.now())
    return queries.get_plan(number, for_user=request.user)


@router.get("/plan-templates", response=Page[TemplateOut], summary=_("List plan templates"))
def list_templates(
    request: ApiRequest, after: str = "", limit: Limit = 50
) -> KeyPage[PlanTemplate]:
    check_may(request.user, Act.USE)
    templates = queries.list_templates(for_user=request.user)
    return key_page(templates, order=("pk",), after=after, size=limit)


@router.post(
    "/plan-templates/steps/{pk}",
    response=TemplateStepOut,
    summary=_("Write a step of a template anew"),
)
def change_template_step(request: ApiRequest, pk: Key, body: TemplateStepBody) -> TemplateStep:
    check_may(request.user, Act.MANAGE_PLAN_TEMPLATES)
    return operations.change_template_step(
        step=queries.get_template_step(pk),
        values=body.model_dump(),
        by=request.user,
        at=timezone.now(),
    )


class StepOwnerBody(Body):
    owner: int = Field(ge=1)


class PlanBody(Body):
    milestone: str = Field(description="The number of a reached milestone")
    customer: str = Field(description="The number of a customer who waits for something of it")


class TemplateBody(Body):
    milestone_kind: Annotated[str, OneOf(MilestoneKind)] | None = Field(
        default=None, description="Every milestone without a template of its own, if left out"
    )
    segment: Annotated[str, OneOf(Segment)] | None = None


class PositionBody(Body):
    position: int = Field(ge=1, le=1000)


@router.post("/plans", response={201: PlanWithStepsOut}, summary=_("Start a plan that is missing"))
def start_missing(request: ApiRequest, body: PlanBody) -> CommunicationPlan:
    with referring("milestone"):
        milestone = get_milestone(body.milestone, for_user=request.user)
    with referring("customer"):
        customer = queries.get_left_out(milestone, body.customer, for_user=request.user)
    plan = operations.start_missing(
        milestone=milestone, customer=customer, by=request.user, at=timezone.now()
    )
    return queries.get_plan(plan.number, for_user=request.user)


@router.post(
    "/plans/{number}/steps/{position}/owner",
    response=PlanWithStepsOut,
    summary=_("Hand a step to somebody else"),
)
def reassign_step(
    request: ApiRequest, number: str, position: Key, body: StepOwnerBody
) -> CommunicationPlan:
    plan = queries.get_plan(number, for_user=request.user)
    operations.reassign_step(
        step=queries.get_step(plan, position),
        to=get_person(body.owner),
        by=request.user,
        at=timezone.now(),
    )
    return queries.get_plan(number, for_user=request.user)


@router.post("/plan-templates", response={201: TemplateOut}, summary=_("Add a plan template"))
def add_template(request: ApiRequest, body: TemplateBody) -> PlanTemplate:
    check_may(request.user, Act.MANAGE_PLAN_TEMPLATES)
    return operations.add_template(
        milestone_kind=body.milestone_kind or "",
        segment=body.segment or "",
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/plan-templates/{pk}/steps",
    response={201: TemplateStepOut},
    summary=_("Add a step to a template"),
)
def add_template_step(request: ApiRequest, pk: Key, body: TemplateStepBody) -> TemplateStep:
    check_may(request.user, Act.MANAGE_PLAN_TEMPLATES)
    return operations.add_template_step(
        template=queries.get_template(pk),
        values=body.model_dump(),
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/plan-templates/steps/{pk}/position",
    response=TemplateStepOut,
    summary=_("Put a step of a template at another position"),
)
def move_template_step(request: ApiRequest, pk: Key, body: PositionBody) -> TemplateStep:
    check_may(request.user, Act.MANAGE_PLAN_TEMPLATES)
    return operations.move_template_step(
        step=queries.get_template_step(pk),
        to=body.position,
        by=request.user,
        at=timezone.now(),
    )


@router.delete(
    "/plan-templates/steps/{pk}", response={204: None}, summary=_("Take a step out of a template")
)
def remove_template_step(request: ApiRequest, pk: Key) -> None:
    check_may(request.user, Act.MANAGE_PLAN_TEMPLATES)
    operations.remove_template_step(
        step=queries.get_template_step(pk), by=request.user, at=timezone.now()
    )
