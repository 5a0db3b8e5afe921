"""What in quotes needs whose approval, in the REST API."""

from decimal import Decimal
from typing import Annotated

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.roles import Role
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Body, Key, OneOf, Out
from twintrack.sales.quotes import operations, queries
from twintrack.sales.quotes.models import ApprovalRule, RuleKind
from twintrack.sales.quotes.operations import RuleDetails

router = make_router(tag="quotes", label=_("Quotes"))
Threshold = Annotated[Decimal, Field(max_digits=16, decimal_places=2)]
Title = Annotated[str, Field(min_length=1, max_length=80)]
Step = Annotated[int, Field(ge=1, le=9)]


class ApprovalRuleOut(Out):
    id: int = Field(alias="pk")
    name_zh: str
    name_en: str
    kind: Annotated[str, OneOf(RuleKind)]
    threshold: Decimal
    role: Annotated[str, OneOf(Role)]
    step: int
    is_active: bool
    is_given: bool = Field(description="What every company begins with, as nobody changed it yet")


class ApprovalRuleBody(Body):
    name_zh: Title
    name_en: Title
    kind: Annotated[str, OneOf(RuleKind)]
    threshold: Threshold
    role: Annotated[str, OneOf(Role)]
    step: Step = 1


class ApprovalRuleFacts(Body):
    name_zh: Title | None = None
    name_en: Title | None = None
    kind: Annotated[str, OneOf(RuleKind)] | None = None
    threshold: Threshold | None = None
    role: Annotated[str, OneOf(Role)] | None = None
    step: Step | None = None
    is_active: bool | None = None


class ApprovalRuleChangeBody(Body):
    before: ApprovalRuleFacts = Field(description="What you saw of the fields you change")
    values: ApprovalRuleFacts


@router.get("/approval-rules", response=list[ApprovalRuleOut], summary=_("List approval rules"))
def list_approval_rules(request: ApiRequest) -> QuerySet[ApprovalRule]:
    return queries.list_rules(for_user=request.user)


@router.post("/approval-rules", response={201: ApprovalRuleOut}, summary=_("Add an approval rule"))
def add_approval_rule(request: ApiRequest, body: ApprovalRuleBody) -> ApprovalRule:
    details = RuleDetails(**body.model_dump())
    return operations.add_rule(details=details, by=request.user, at=timezone.now())


@router.patch(
    "/approval-rules/{pk}", response=ApprovalRuleOut, summary=_("Change an approval rule")
)
def change_approval_rule(
    request: ApiRequest, pk: Key, body: ApprovalRuleChangeBody
) -> ApprovalRule:
    return operations.change_rule(
        rule=queries.get_rule(pk, for_user=request.user),
        before=body.before.model_dump(exclude_none=True),
        values=body.values.model_dump(exclude_none=True),
        by=request.user,
        at=timezone.now(),
    )
