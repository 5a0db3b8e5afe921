"""Segments in the REST API."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.routing import make_router
from twintrack.foundation.api.schemas import Body, Key, Limit, OneOf, Out, Page
from twintrack.sales.customers.models import Segment
from twintrack.sales.customers.queries import get_customer
from twintrack.sales.segments import operations, queries
from twintrack.sales.segments.lifecycle import MOST_POINTS, Measure
from twintrack.sales.segments.models import SegmentChange, SegmentRule
from twintrack.sales.segments.operations import SegmentRuleDetails
from twintrack.ui.paging import KeyPage, key_page

router = make_router(tag="segments", label=_("Segments"))
Points = Annotated[int, Field(ge=-MOST_POINTS, le=MOST_POINTS)]
AtLeast = Annotated[Decimal, Field(ge=0, max_digits=16, decimal_places=2)]


class SegmentRuleOut(Out):
    id: int
    name_zh: str
    name_en: str
    measure: Annotated[str, OneOf(Measure)]
    at_least: Decimal
    value: str
    points: int
    is_active: bool


class SegmentRuleBody(Body):
    name_zh: str = Field(min_length=1, max_length=80)
    name_en: str = Field(min_length=1, max_length=80)
    measure: Annotated[str, OneOf(Measure)]
    at_least: AtLeast = Decimal(0)
    value: str = Field(default="", max_length=200)
    points: Points
    is_active: bool = True


class SegmentRuleFacts(Body):
    name_zh: str | None = Field(default=None, min_length=1, max_length=80)
    name_en: str | None = Field(default=None, min_length=1, max_length=80)
    measure: Annotated[str, OneOf(Measure)] | None = None
    at_least: AtLeast | None = None
    value: str | None = Field(default=None, max_length=200)
    points: Points | None = None
    is_active: bool | None = None


class SegmentRuleChangeBody(Body):
    before: SegmentRuleFacts = Field(description="What you saw of the fields you change")
    values: SegmentRuleFacts


class SegmentBoundsBody(Body):
    points_a: int = Field(ge=1, le=1000)
    points_b: int = Field(ge=1, le=1000)


class SegmentBoundsOut(Out):
    points_a: int
    points_b: int


class SegmentsOut(Out):
    counts: dict[str, int] = Field(description="Customers by segment")
    points_a: int
    points_b: int


class SegmentMoveOut(Out):
    customer: str = Field(alias="customer.number")
    came_from: str = Field(alias="customer.segment")
    to: str
    points: int


class SegmentPreviewOut(Out):
    counts: dict[str, int]
    moved: int
    moves: list[SegmentMoveOut] = Field(description="The first of those who would move")


class SegmentPinBody(Body):
    segment: Annotated[str, OneOf(Segment)]
    reason: str = Field(min_length=1, max_length=300)


class SegmentPinOut(Out):
    customer: str = Field(alias="customer.number")
    segment: str
    reason: str
    at: datetime


class SegmentChangeOut(Out):
    came_from: str
    to: str
    points: int | None
    rules: list[str] = Field(alias="rule_names")
    reason: str
    at: datetime


@router.get("/segments", response=SegmentsOut, summary=_("Count customers by segment"))
def get_segments(request: ApiRequest) -> dict[str, Any]:
    check_may(request.user, Act.MANAGE_CUSTOMERS)
    bounds = queries.current_bounds()
    return {
        "counts": queries.count_segments(for_user=request.user),
        "points_a": bounds.points_a,
        "points_b": bounds.points_b,
    }


@router.post("/segments/bounds", response=SegmentBoundsOut, summary=_("Set the bounds of segments"))
def set_bounds(request: ApiRequest, body: SegmentBoundsBody) -> Any:
    return operations.set_bounds(**body.model_dump(), by=request.user, at=timezone.now())


@router.get(
    "/segment-rules", response=Page[SegmentRuleOut], summary=_("List the rules of segments")
)
def list_rules(request: ApiRequest, after: str = "", limit: Limit = 50) -> KeyPage[SegmentRule]:
    rules = queries.list_rules(for_user=request.user)
    return key_page(rules, order=("-is_active", "-points", "pk"), after=after, size=limit)


@router.post("/segment-rules", response={201: SegmentRuleOut}, summary=_("Add a rule of segments"))
def add_rule(request: ApiRequest, body: SegmentRuleBody) -> SegmentRule:
    details = SegmentRuleDetails(**body.model_dump())
    return operations.add_rule(details=details, by=request.user, at=timezone.now())


@router.post(
    "/segment-rules/preview",
    response=SegmentPreviewOut,
    summary=_("Try a rule of segments on all customers"),
)
def preview(request: ApiRequest, body: SegmentRuleBody) -> queries.Preview:
    """Say who would move if there were such a rule besides; nothing is changed."""
    tried = SegmentRule(pk=0, **body.model_dump())
    operations.check_rule(tried)
    bounds = queries.bounds_of(queries.current_bounds())
    rules = [*queries.active_rules(), tried]
    return queries.preview(rules, bounds, for_user=request.user, on=timezone.localdate())


@router.patch(
    "/segment-rules/{int:pk}", response=SegmentRuleOut, summary=_("Change a rule of segments")
)
def change_rule(request: ApiRequest, pk: Key, body: SegmentRuleChangeBody) -> SegmentRule:
    return operations.change_rule(
        rule=queries.get_rule(pk, for_user=request.user),
        before=body.before.model_dump(exclude_none=True),
        values=body.values.model_dump(exclude_none=True),
        by=request.user,
        at=timezone.now(),
    )


@router.get(
    "/customers/{number}/segment-changes",
    response=Page[SegmentChangeOut],
    summary=_("List how a customer's segment changed"),
)
def list_changes(
    request: ApiRequest, number: str, after: str = "", limit: Limit = 50
) -> KeyPage[SegmentChange]:
    check_may(request.user, Act.MANAGE_CUSTOMERS)
    customer = get_customer(number, for_user=request.user)
    rows = queries.list_changes(for_user=request.user, customer=customer)
    return key_page(rows, order=("-at", "-pk"), after=after, size=limit)


@router.post(
    "/customers/{number}/segment-pin",
    response=SegmentPinOut,
    summary=_("Set a customer's segment by hand"),
)
def pin(request: ApiRequest, number: str, body: SegmentPinBody) -> Any:
    customer = get_customer(number, for_user=request.user)
    return operations.pin(
        customer=customer, **body.model_dump(), by=request.user, at=timezone.now()
    )


@router.delete(
    "/customers/{number}/segment-pin",
    response={204: None},
    summary=_("Let rules decide on a customer's segment again"),
)
def unpin(request: ApiRequest, number: str) -> None:
    customer = get_customer(number, for_user=request.user)
    operations.unpin(customer=customer, by=request.user, at=timezone.now())
