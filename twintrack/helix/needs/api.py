"""What deals need, in the REST API."""

from datetime import date
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Body, OneOf, Out, referring
from twintrack.helix.needs import operations, queries
from twintrack.helix.needs.fitting import Judged, judge
from twintrack.helix.needs.lifecycle import Fit
from twintrack.rnd.backlog.queries import get_requirement
from twintrack.sales.pipeline.queries import get_opportunity

router = make_router(tag="needs", label=_("What deals need"))


class NeedOut(Out):
    id: int = Field(alias="need.pk")
    opportunity: str = Field(alias="need.opportunity.number")
    requirement: str = Field(alias="requirement.number")
    title: str = Field(alias="requirement.title")
    state: str = Field(alias="requirement.state")
    is_must: bool = Field(alias="need.is_must")
    expected_on: date | None
    fit: Annotated[str, OneOf(Fit)]


class NeedBody(Body):
    requirement: str = Field(max_length=20, description="The requirement's number")
    is_must: bool = True


class NeedWeightBody(Body):
    is_must: bool


@router.get(
    "/opportunities/{number}/needs", response=list[NeedOut], summary=_("List what a deal needs")
)
def list_needs(request: ApiRequest, number: str) -> list[Judged]:
    opportunity = get_opportunity(number, for_user=request.user)
    return queries.read_needs(opportunity, for_user=request.user, on=timezone.localdate())


@router.post(
    "/opportunities/{number}/needs",
    response={201: NeedOut},
    summary=_("Note that a deal needs a requirement"),
)
def note_need(request: ApiRequest, number: str, body: NeedBody) -> Judged:
    opportunity = get_opportunity(number, for_user=request.user)
    with referring("requirement"):
        requirement = get_requirement(body.requirement, for_user=request.user)
    need = operations.note_need(
        opportunity=opportunity,
        requirement=requirement,
        is_must=body.is_must,
        by=request.user,
        at=timezone.now(),
    )
    return judge(need, on=timezone.localdate())


@router.patch(
    "/opportunities/{number}/needs/{pk}",
    response=NeedOut,
    summary=_("Say whether the customer would buy without it"),
)
def change_need(request: ApiRequest, number: str, pk: int, body: NeedWeightBody) -> Judged:
    opportunity = get_opportunity(number, for_user=request.user)
    need = queries.get_need(opportunity, pk, for_user=request.user)
    changed = operations.change_need(
        need=need, is_must=body.is_must, by=request.user, at=timezone.now()
    )
    return judge(changed, on=timezone.localdate())


@router.delete(
    "/opportunities/{number}/needs/{pk}",
    response={204: None},
    summary=_("Note that a deal does not need it any more"),
)
def drop_need(request: ApiRequest, number: str, pk: int) -> None:
    opportunity = get_opportunity(number, for_user=request.user)
    need = queries.get_need(opportunity, pk, for_user=request.user)
    operations.drop_need(need=need, by=request.user, at=timezone.now())


@router.get(
    "/requirements/{number}/deals",
    response=list[NeedOut],
    summary=_("List the open deals that need a requirement"),
)
def list_deals(request: ApiRequest, number: str) -> list[Judged]:
    check_may(request.user, Act.SEE_OPPORTUNITIES)
    requirement = get_requirement(number, for_user=request.user)
    deals = queries.list_deals(requirement, for_user=request.user)
    return [judge(each, on=timezone.localdate()) for each in deals]
