"""The rules of leads, and their web forms, in the REST API."""

from datetime import datetime
from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.queries import get_person
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Body, Key, Limit, OneOf, Out, Page, referring
from twintrack.foundation.people.models import User
from twintrack.hub.products.queries import get_product
from twintrack.sales.leads import operations, queries
from twintrack.sales.leads.api.leads import router
from twintrack.sales.leads.lifecycle import Field as RuleField
from twintrack.sales.leads.lifecycle import Method, Source
from twintrack.sales.leads.models import (
    AssignmentRule,
    LeadModel,
    LeadSettings,
    LeadWebForm,
    ScoreRule,
)
from twintrack.sales.leads.operations import AssignmentDetails, ScoreDetails, WebFormDetails
from twintrack.ui.paging import KeyPage, key_page

Name = Annotated[str, Field(min_length=1, max_length=80)]
Points = Annotated[int, Field(ge=-100, le=100)]


class LeadScoreRuleOut(Out):
    id: int
    name_zh: str
    name_en: str
    field: Annotated[str, OneOf(RuleField)]
    value: str
    points: int
    is_active: bool


class LeadScoreRuleBody(Body):
    name_zh: Name
    name_en: Name
    field: Annotated[str, OneOf(RuleField)]
    value: str = Field(min_length=1, max_length=200, description="Several are parted by |")
    points: Points
    is_active: bool = True


class LeadScoreRuleFacts(Body):
    name_zh: Name | None = None
    name_en: Name | None = None
    field: Annotated[str, OneOf(RuleField)] | None = None
    value: str | None = Field(default=None, min_length=1, max_length=200)
    points: Points | None = None
    is_active: bool | None = None


class LeadScoreRuleChangeBody(Body):
    before: LeadScoreRuleFacts = Field(description="What you saw of the fields you change")
    values: LeadScoreRuleFacts


class LeadAssignmentRuleOut(Out):
    id: int
    name_zh: str
    name_en: str
    position: int
    field: str
    value: str
    method: Annotated[str, OneOf(Method)]
    people: list[int]
    is_active: bool

    @staticmethod
    def resolve_people(rule: AssignmentRule) -> list[int]:
        return [each.pk for each in rule.people.all()]


class LeadAssignmentRuleFacts(Body):
    name_zh: Name | None = None
    name_en: Name | None = None
    position: int | None = Field(default=None, ge=1, le=999)
    field: str | None = Field(default=None, max_length=10)
    value: str | None = Field(default=None, max_length=200)
    method: Annotated[str, OneOf(Method)] | None = None
    people: list[Key] | None = Field(default=None, max_length=200, description="Ids of people")
    is_active: bool | None = None


class LeadAssignmentRuleBody(LeadAssignmentRuleFacts):
    name_zh: Name
    name_en: Name
    people: list[Key] = Field(
        default=[],
        max_length=200,
        description="Ids of people; may be empty where the method is customer",
    )


class LeadAssignmentRuleChangeBody(Body):
    before: LeadAssignmentRuleFacts = Field(description="What you saw of the fields you change")
    values: LeadAssignmentRuleFacts


class LeadResponseOut(Out):
    response_minutes: int


class LeadResponseBody(Body):
    before: int = Field(description="What you saw")
    minutes: int = Field(ge=1, le=60 * 24 * 60)


class LeadModelOut(Out):
    fitted_at: datetime
    cases: int
    converted: int
    judged: int
    loss: float | None
    base_loss: float | None
    area: float | None
    tells_apart: bool


class LeadWebFormOut(Out):
    id: int
    name_zh: str
    name_en: str
    key: str
    source: Annotated[str, OneOf(Source)]
    intro_zh: str
    intro_en: str
    is_active: bool


class LeadWebFormFacts(Body):
    name_zh: Name | None = None
    name_en: Name | None = None
    source: Annotated[str, OneOf(Source)] | None = None
    intro_zh: str | None = Field(default=None, max_length=300)
    intro_en: str | None = Field(default=None, max_length=300)
    products: list[str] | None = Field(default=None, max_length=50, description="Codes")
    is_active: bool | None = None


class LeadWebFormBody(LeadWebFormFacts):
    name_zh: Name
    name_en: Name


class LeadWebFormChangeBody(Body):
    before: LeadWebFormFacts = Field(description="What you saw of the fields you change")
    values: LeadWebFormFacts


def _said(facts: Body, user: User) -> dict[str, Any]:
    said = facts.model_dump(exclude_none=True)
    if "people" in said:
        with referring("people"):
            said["people"] = [get_person(each) for each in said["people"]]
    if "products" in said:
        with referring("products"):
            said["products"] = [get_product(each, for_user=user) for each in said["products"]]
    return said


@router.get(
    "/lead-score-rules", response=Page[LeadScoreRuleOut], summary=_("List the rules of lead points")
)
def list_score_rules(request: ApiRequest, after: str = "", limit: Limit = 50) -> KeyPage[ScoreRule]:
    rows = queries.list_score_rules(for_user=request.user)
    return key_page(rows, order=("pk",), after=after, size=limit)


@router.post(
    "/lead-score-rules", response={201: LeadScoreRuleOut}, summary=_("Add a rule of lead points")
)
def add_score_rule(request: ApiRequest, body: LeadScoreRuleBody) -> ScoreRule:
    details = ScoreDetails(**body.model_dump())
    return operations.add_score_rule(details=details, by=request.user, at=timezone.now())


@router.patch(
    "/lead-score-rules/{int:pk}",
    response=LeadScoreRuleOut,
    summary=_("Change a rule of lead points"),
)
def change_score_rule(request: ApiRequest, pk: int, body: LeadScoreRuleChangeBody) -> ScoreRule:
    return operations.change_score_rule(
        rule=queries.get_score_rule(pk, for_user=request.user),
        before=_said(body.before, request.user),
        values=_said(body.values, request.user),
        by=request.user,
        at=timezone.now(),
    )


@router.get(
    "/lead-assignment-rules",
    response=Page[LeadAssignmentRuleOut],
    summary=_("List the rules of lead assignment"),
)
def list_assignment_rules(
    request: ApiRequest, after: str = "", limit: Limit = 50
) -> KeyPage[AssignmentRule]:
    rows = queries.list_assignment_rules(for_user=request.user)
    return key_page(rows, order=("pk",), after=after, size=limit)


@router.post(
    "/lead-assignment-rules",
    response={201: LeadAssignmentRuleOut},
    summary=_("Add a rule of lead assignment"),
)
def add_assignment_rule(request: ApiRequest, body: LeadAssignmentRuleBody) -> AssignmentRule:
    details = AssignmentDetails(**_said(body, request.user))
    return operations.add_assignment_rule(details=details, by=request.user, at=timezone.now())


@router.patch(
    "/lead-assignment-rules/{int:pk}",
    response=LeadAssignmentRuleOut,
    summary=_("Change a rule of lead assignment"),
)
def change_assignment_rule(
    request: ApiRequest, pk: int, body: LeadAssignmentRuleChangeBody
) -> AssignmentRule:
    return operations.change_assignment_rule(
        rule=queries.get_assignment_rule(pk, for_user=request.user),
        before=_said(body.before, request.user),
        values=_said(body.values, request.user),
        by=request.user,
        at=timezone.now(),
    )


@router.get(
    "/lead-response-time",
    response=LeadResponseOut,
    summary=_("Read within which working time leads are answered"),
)
def get_response_time(request: ApiRequest) -> LeadSettings:
    check_may(request.user, Act.SEE_LEADS)
    return queries.lead_settings()


@router.post(
    "/lead-response-time",
    response=LeadResponseOut,
    summary=_("Set within which working time leads are answered"),
)
def set_response_time(request: ApiRequest, body: LeadResponseBody) -> LeadSettings:
    return operations.set_response_time(
        minutes=body.minutes, before=body.before, by=request.user, at=timezone.now()
    )


@router.post("/lead-scores", response={201: LeadModelOut}, summary=_("Learn the lead score anew"))
def fit_score_now(request: ApiRequest) -> LeadModel:
    return operations.fit_score_now(by=request.user, at=timezone.now())


@router.get("/lead-web-forms", response=Page[LeadWebFormOut], summary=_("List web forms"))
def list_web_forms(request: ApiRequest, after: str = "", limit: Limit = 50) -> KeyPage[LeadWebForm]:
    rows = queries.list_web_forms(for_user=request.user)
    return key_page(rows, order=("pk",), after=after, size=limit)


@router.post("/lead-web-forms", response={201: LeadWebFormOut}, summary=_("Add a web form"))
def add_web_form(request: ApiRequest, body: LeadWebFormBody) -> LeadWebForm:
    details = WebFormDetails(**_said(body, request.user))
    return operations.add_web_form(details=details, by=request.user, at=timezone.now())


@router.patch("/lead-web-forms/{int:pk}", response=LeadWebFormOut, summary=_("Change a web form"))
def change_web_form(request: ApiRequest, pk: int, body: LeadWebFormChangeBody) -> LeadWebForm:
    return operations.change_web_form(
        web_form=queries.get_web_form(pk, for_user=request.user),
        before=_said(body.before, request.user),
        values=_said(body.values, request.user),
        by=request.user,
        at=timezone.now(),
    )
