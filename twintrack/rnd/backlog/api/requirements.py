"""One requirement, from its proposal to the end of its work."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Body, Limit, OneOf, Out, Page, referring
from twintrack.hub.products.queries import get_product
from twintrack.hub.projects.queries import get_milestone
from twintrack.rnd.backlog import operations, queries
from twintrack.rnd.backlog.api.router import router
from twintrack.rnd.backlog.api.shapes import RequirementOut, ReviewOut
from twintrack.rnd.backlog.lifecycle import Method, State
from twintrack.rnd.backlog.models import Kind, Requirement, Review
from twintrack.rnd.backlog.operations import Decision, Proposal
from twintrack.rnd.backlog.scoring import Rice, Wsjf
from twintrack.rnd.releases.queries import get_release
from twintrack.ui.paging import KeyPage, key_page


class RequirementBody(Body):
    product: str = Field(description="The product's code")
    title: str = Field(min_length=1, max_length=200)
    kind: Annotated[str, OneOf(Kind)] = Kind.IMPROVEMENT.value
    description: str = ""


class DecisionBody(Body):
    decision: str = Field(description="accepted, rejected or deferred")
    reason: str
    customer_wording: str = ""
    revisit_on: date | None = Field(None, description="When a deferred one comes back")


class ScoreBody(Body):
    reach: Decimal = Field(ge=0, le=10**6, description="Customers a quarter")
    impact: Decimal = Field(ge=0, le=3)
    confidence: Decimal = Field(ge=0, le=100, description="Percent")
    effort: Decimal = Field(ge=Decimal("0.1"), le=1000, description="Person-months")


class WsjfBody(Body):
    user_value: int = Field(description="User and business value: 1, 2, 3, 5, 8, 13 or 20")
    time_criticality: int
    opportunity: int = Field(description="Risk reduced or opportunity opened")
    job_size: int


class ScoringOut(Out):
    method: Annotated[str, OneOf(Method)]


class ScoringBody(Body):
    method: Annotated[str, OneOf(Method)]


class RequirementStateBody(Body):
    state: Annotated[str, OneOf(State)]


class PlannedDateBody(Body):
    before: date | None = Field(description="The day you saw")
    planned_on: date | None


class PlannedReleaseBody(Body):
    release: str | None = Field(description="The release's number")
    reason: str = Field("", max_length=1000, description="Why, where a release is frozen")


class PlannedMilestoneBody(Body):
    milestone: str | None = Field(description="The milestone's number")


@router.post("/requirements", response={201: RequirementOut}, summary=_("Propose a requirement"))
def propose_requirement(request: ApiRequest, body: RequirementBody) -> Requirement:
    with referring("product"):
        product = get_product(body.product, for_user=request.user)
    proposal = Proposal(**body.model_dump(exclude={"product"}))
    return operations.propose(
        product=product, proposal=proposal, by=request.user, at=timezone.now()
    )


@router.get("/requirements/{number}", response=RequirementOut, summary=_("Read a requirement"))
def get_requirement(request: ApiRequest, number: str) -> Requirement:
    return queries.get_requirement(number, for_user=request.user)


@router.get(
    "/requirements/{number}/decisions",
    response=Page[ReviewOut],
    summary=_("List the decisions on a requirement"),
)
def list_decisions(
    request: ApiRequest, number: str, after: str = "", limit: Limit = 50
) -> KeyPage[Review]:
    requirement = queries.get_requirement(number, for_user=request.user)
    reviews = queries.list_reviews(requirement).select_related("taken_back_by")
    return key_page(reviews, order=("-decided_at", "-pk"), after=after, size=limit)


@router.post(
    "/requirements/{number}/decision",
    response=RequirementOut,
    summary=_("Accept, reject or defer a requirement"),
)
def decide_requirement(request: ApiRequest, number: str, body: DecisionBody) -> Requirement:
    return operations.decide(
        requirement=queries.get_requirement(number, for_user=request.user),
        decision=Decision(**body.model_dump()),
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/requirements/{number}/score",
    response=RequirementOut,
    summary=_("Estimate what a requirement is worth"),
)
def score_requirement(request: ApiRequest, number: str, body: ScoreBody) -> Requirement:
    return operations.score(
        requirement=queries.get_requirement(number, for_user=request.user),
        rice=Rice(**body.model_dump()),
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/requirements/{number}/wsjf",
    response=RequirementOut,
    summary=_("Estimate what waiting for a requirement costs"),
)
def score_requirement_by_wsjf(request: ApiRequest, number: str, body: WsjfBody) -> Requirement:
    return operations.score_by_wsjf(
        requirement=queries.get_requirement(number, for_user=request.user),
        wsjf=Wsjf(**body.model_dump()),
        by=request.user,
        at=timezone.now(),
    )


@router.get(
    "/products/{code}/scoring",
    response=ScoringOut,
    summary=_("Read by which method a product is scored"),
)
def get_scoring(request: ApiRequest, code: str) -> dict[str, str]:
    return {"method": queries.method_of(get_product(code, for_user=request.user).pk)}


@router.post(
    "/products/{code}/scoring",
    response=ScoringOut,
    summary=_("Score a product by another method"),
)
def choose_scoring(request: ApiRequest, code: str, body: ScoringBody) -> dict[str, str]:
    chosen = operations.choose_scoring(
        product=get_product(code, for_user=request.user),
        method=body.method,
        by=request.user,
        at=timezone.now(),
    )
    return {"method": chosen.method}


@router.post(
    "/requirements/{number}/state",
    response=RequirementOut,
    summary=_("Move the work on a requirement on"),
)
def advance_requirement(
    request: ApiRequest, number: str, body: RequirementStateBody
) -> Requirement:
    return operations.advance(
        requirement=queries.get_requirement(number, for_user=request.user),
        to=State(body.state),
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/requirements/{number}/date",
    response=RequirementOut,
    summary=_("Plan a requirement for another day"),
)
def move_date(request: ApiRequest, number: str, body: PlannedDateBody) -> Requirement:
    return operations.move_date(
        requirement=queries.get_requirement(number, for_user=request.user),
        before=body.before,
        to=body.planned_on,
        by=request.user,
        at=timezone.now(),
    )


@router.post(
    "/requirements/{number}/milestone",
    response=RequirementOut,
    summary=_("Plan a requirement for a milestone"),
)
def plan_for_milestone(request: ApiRequest, number: str, body: PlannedMilestoneBody) -> Requirement:
    requirement = queries.get_requirement(number, for_user=request.user)
    with referring("milestone"):
        milestone = get_milestone(body.milestone, for_user=request.user) if body.milestone else None
    return operations.plan_for(
        requirement=requirement, milestone=milestone, by=request.user, at=timezone.now()
    )


@router.post(
    "/requirements/{number}/release",
    response=RequirementOut,
    summary=_("Plan a requirement for a release"),
)
def plan_into_release(request: ApiRequest, number: str, body: PlannedReleaseBody) -> Requirement:
    requirement = queries.get_requirement(number, for_user=request.user)
    with referring("release"):
        release = get_release(body.release, for_user=request.user) if body.release else None
    return operations.plan_into(
        requirement=requirement,
        release=release,
        reason=body.reason,
        by=request.user,
        at=timezone.now(),
    )
