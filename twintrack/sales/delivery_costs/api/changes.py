"""Change requests: drafted, offered, accepted with a signed record, written into the contract."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.rules import Act, may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import (
    Body,
    Day,
    Key,
    Limit,
    OneOf,
    Out,
    Page,
    PersonOut,
    referring,
)
from twintrack.sales.deliveries.models import Delivery, DeliveryTask
from twintrack.sales.deliveries.queries import get_delivery
from twintrack.sales.delivery_costs import operations, queries
from twintrack.sales.delivery_costs.api.router import router, who
from twintrack.sales.delivery_costs.lifecycle import AcceptedHow, AskedBy, ChangeState
from twintrack.sales.delivery_costs.models import ChangeRequest
from twintrack.sales.delivery_costs.operations import ChangeDetails, Signed
from twintrack.ui.paging import KeyPage, key_page

Amount = Annotated[Decimal, Field(ge=0, max_digits=16, decimal_places=2)]
Title = Annotated[str, Field(min_length=1, max_length=120)]
Why = Annotated[str, Field(min_length=1, max_length=300)]
Days = Annotated[int, Field(ge=0, le=400)]
TaxRate = Annotated[Decimal, Field(ge=0, le=100, decimal_places=2)]
Tasks = Annotated[list[Key], Field(max_length=200)]


class ChangeRequestBody(Body):
    title: Title
    why: Why
    asked_by: Annotated[str, OneOf(AskedBy)]
    price: Amount = Field(description="Without tax, in the currency of the delivery")
    cost: Amount
    days: Days = 0
    tax_rate: TaxRate = Decimal(6)
    description: Annotated[str, Field(max_length=4000)] = ""
    task_ids: Tasks = []


class ChangeRequestFacts(Body):
    title: Title | None = None
    why: Why | None = None
    asked_by: Annotated[str, OneOf(AskedBy)] | None = None
    price: Amount | None = None
    cost: Amount | None = None
    days: Days | None = None
    tax_rate: TaxRate | None = None
    description: Annotated[str, Field(max_length=4000)] | None = None
    task_ids: Tasks | None = None


class ChangeRequestEditBody(Body):
    before: ChangeRequestFacts = Field(description="What you saw of the fields you change")
    values: ChangeRequestFacts


class ChangeRequestStateBody(Body):
    to: Annotated[str, OneOf(ChangeState)]
    reason: Annotated[str, Field(max_length=300)] = ""


class ChangeAcceptanceBody(Body):
    on: Day
    signed_by: Annotated[str, Field(min_length=1, max_length=80)]
    how: Annotated[str, OneOf(AcceptedHow)] = "paper"


class ChangeRequestOut(Out):
    number: str
    delivery: str = Field(alias="delivery.number")
    title: str
    description: str
    why: str
    asked_by: Annotated[str, OneOf(AskedBy)]
    state: Annotated[str, OneOf(ChangeState)]
    price: Decimal | None = Field(description="Null where you may not see amounts")
    cost: Decimal | None = Field(description="Null where you may not see costs")
    tax_rate: Decimal
    currency: str
    days: int
    created_by: PersonOut
    accepted_on: date | None
    signed_by: str
    reason: str
    contract: str = Field(description="The contract it was written into")
    amendment: int | None

    @staticmethod
    def resolve_price(change: ChangeRequest, context: Any) -> Decimal | None:
        return change.price if may(context["request"].user, Act.SEE_AMOUNTS) else None

    @staticmethod
    def resolve_cost(change: ChangeRequest, context: Any) -> Decimal | None:
        return change.cost if may(context["request"].user, Act.SEE_COSTS) else None

    @staticmethod
    def resolve_contract(change: ChangeRequest) -> str:
        return change.amendment.contract.number if change.amendment else ""

    @staticmethod
    def resolve_amendment(change: ChangeRequest) -> int | None:
        return change.amendment.ordinal if change.amendment else None


@router.get("/change-requests", response=Page[ChangeRequestOut], summary=_("List change requests"))
def list_changes(
    request: ApiRequest,
    *,
    delivery: Annotated[str, Field(max_length=20)] = "",
    state: Annotated[str, OneOf(ChangeState)] | None = None,
    after: str = "",
    limit: Limit = 50,
) -> KeyPage[ChangeRequest]:
    with referring("delivery"):
        found = get_delivery(delivery, for_user=request.user) if delivery else None
    rows = queries.list_changes(for_user=request.user, delivery=found, state=state or "")
    return key_page(rows, order=("-pk",), after=after, size=limit)


@router.post(
    "/deliveries/{number}/change-requests",
    response={201: ChangeRequestOut},
    summary=_("Draft a change request"),
)
def draft_change(request: ApiRequest, number: str, body: ChangeRequestBody) -> ChangeRequest:
    delivery = get_delivery(number, for_user=request.user)
    values = body.model_dump(exclude={"task_ids"})
    details = ChangeDetails(**values, tasks=_tasks(delivery, body.task_ids, request))
    return operations.draft_change(delivery=delivery, details=details, **who(request))


@router.get(
    "/change-requests/{number}", response=ChangeRequestOut, summary=_("Read a change request")
)
def read_change(request: ApiRequest, number: str) -> ChangeRequest:
    return queries.get_change(number, for_user=request.user)


@router.patch(
    "/change-requests/{number}", response=ChangeRequestOut, summary=_("Edit a change request")
)
def edit_change(request: ApiRequest, number: str, body: ChangeRequestEditBody) -> ChangeRequest:
    change = queries.get_change(number, for_user=request.user)
    return operations.change_request(
        change=change,
        before=_facts(change, body.before, request),
        values=_facts(change, body.values, request),
        **who(request),
    )


@router.post(
    "/change-requests/{number}/state",
    response=ChangeRequestOut,
    summary=_("Offer, refuse or withdraw a change request"),
)
def move_change(request: ApiRequest, number: str, body: ChangeRequestStateBody) -> ChangeRequest:
    change = queries.get_change(number, for_user=request.user)
    return operations.move_change(change=change, **body.model_dump(), **who(request))


@router.post(
    "/change-requests/{number}/acceptance",
    response=ChangeRequestOut,
    summary=_("Note that the customer accepted a change request"),
)
def accept_change(request: ApiRequest, number: str, body: ChangeAcceptanceBody) -> ChangeRequest:
    change = queries.get_change(number, for_user=request.user)
    signed = Signed(on=body.on, by_them=body.signed_by, how=body.how)
    return operations.accept_change(change=change, signed=signed, **who(request))


@router.post(
    "/change-requests/{number}/amendment",
    response=ChangeRequestOut,
    summary=_("Write a change request into the contract"),
)
def amend_contract(request: ApiRequest, number: str) -> ChangeRequest:
    change = queries.get_change(number, for_user=request.user)
    operations.amend_contract(change=change, **who(request))
    return queries.get_change(number, for_user=request.user)


def _tasks(delivery: Delivery, ids: list[int], request: ApiRequest) -> list[DeliveryTask]:
    with referring("task_ids"):
        return [queries.get_week_task(pk, for_user=request.user) for pk in ids]


def _facts(change: ChangeRequest, facts: ChangeRequestFacts, request: ApiRequest) -> dict[str, Any]:
    values = facts.model_dump(exclude_none=True, exclude={"task_ids"})
    if facts.task_ids is not None:
        values["tasks"] = _tasks(change.delivery, facts.task_ids, request)
    return values
