"""Cost rates, limits, expenses with their receipts, and budgets by hand."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from ninja import File
from ninja.files import UploadedFile
from pydantic import Field

from twintrack.foundation.access.roles import Role
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import (
    Body,
    Day,
    Limit,
    OneOf,
    Out,
    Page,
    PersonOut,
    referring,
)
from twintrack.foundation.files.models import Attachment
from twintrack.sales.deliveries.queries import get_delivery
from twintrack.sales.delivery_costs import operations, queries
from twintrack.sales.delivery_costs.api.router import router, who
from twintrack.sales.delivery_costs.lifecycle import ExpenseKind, ExpenseState
from twintrack.sales.delivery_costs.models import CostRate, DeliveryBudget, Expense, ExpenseLimit
from twintrack.sales.delivery_costs.operations import ExpenseDetails
from twintrack.ui.paging import KeyPage, key_page

Amount = Annotated[Decimal, Field(gt=0, max_digits=16, decimal_places=2)]
Currency = Annotated[str, Field(min_length=3, max_length=3)]
Reason = Annotated[str, Field(max_length=300)]


class CostRateBody(Body):
    role: Annotated[str, OneOf(Role)]
    amount: Annotated[Decimal, Field(gt=0, max_digits=10, decimal_places=2)]
    currency: Currency
    since: Day


class CostRateOut(Out):
    id: int = Field(alias="pk")
    role: Annotated[str, OneOf(Role)]
    amount: Decimal
    currency: str
    since: date
    set_by: PersonOut
    set_at: datetime


class ExpenseLimitBody(Body):
    amount: Annotated[Decimal, Field(ge=0, max_digits=16, decimal_places=2)]
    since: Day


class ExpenseLimitOut(Out):
    id: int = Field(alias="pk")
    amount: Decimal = Field(description="In the base currency")
    since: date


class ExpenseBody(Body):
    kind: Annotated[str, OneOf(ExpenseKind)]
    what: Annotated[str, Field(min_length=1, max_length=160)]
    supplier: Annotated[str, Field(max_length=120)] = ""
    day: Day
    amount: Amount
    currency: Currency
    is_ordered: bool = Field(default=False, description="Ordered; the bill is still to come")


class ExpenseBillBody(Body):
    amount: Amount
    day: Day


class ExpenseStateBody(Body):
    to: Annotated[str, OneOf(ExpenseState)]
    reason: Reason = ""


class ExpenseOut(Out):
    number: str
    delivery: str = Field(alias="delivery.number")
    kind: Annotated[str, OneOf(ExpenseKind)]
    what: str
    supplier: str
    day: date
    amount: Decimal
    currency: str
    state: Annotated[str, OneOf(ExpenseState)]
    spent_by: PersonOut
    decided_by: PersonOut | None
    reason: str


class ExpenseReceiptOut(Out):
    id: int
    name: str
    size: int


class DeliveryBudgetBody(Body):
    amount: Amount
    reason: Annotated[str, Field(min_length=1, max_length=300)]


class DeliveryBudgetOut(Out):
    amount: Decimal
    currency: str
    reason: str
    set_by: PersonOut
    set_at: datetime


@router.get("/cost-rates", response=list[CostRateOut], summary=_("List cost rates"))
def list_rates(request: ApiRequest) -> list[CostRate]:
    check_may(request.user, Act.SEE_COSTS)
    return list(queries.list_rates(for_user=request.user))


@router.post("/cost-rates", response={201: CostRateOut}, summary=_("Set a cost rate"))
def set_rate(request: ApiRequest, body: CostRateBody) -> CostRate:
    return operations.set_rate(**body.model_dump(), **who(request))


@router.get("/expense-limits", response=list[ExpenseLimitOut], summary=_("List expense limits"))
def list_limits(request: ApiRequest) -> list[ExpenseLimit]:
    check_may(request.user, Act.SEE_COSTS)
    return list(queries.list_limits(for_user=request.user))


@router.post("/expense-limits", response={201: ExpenseLimitOut}, summary=_("Set the limit"))
def set_limit(request: ApiRequest, body: ExpenseLimitBody) -> ExpenseLimit:
    """Say up to which amount, in the base currency, expenses need no approval."""
    return operations.set_limit(**body.model_dump(), **who(request))


@router.get("/expenses", response=Page[ExpenseOut], summary=_("List expenses"))
def list_expenses(
    request: ApiRequest,
    *,
    delivery: Annotated[str, Field(max_length=20)] = "",
    state: Annotated[str, OneOf(ExpenseState)] | None = None,
    after: str = "",
    limit: Limit = 50,
) -> KeyPage[Expense]:
    """List your own expenses, and for whoever sees costs those of all."""
    with referring("delivery"):
        found = get_delivery(delivery, for_user=request.user) if delivery else None
    rows = queries.list_expenses(for_user=request.user, delivery=found, state=state or "")
    return key_page(rows, order=("-day", "-pk"), after=after, size=limit)


@router.post(
    "/deliveries/{number}/expenses", response={201: ExpenseOut}, summary=_("Record an expense")
)
def record_expense(request: ApiRequest, number: str, body: ExpenseBody) -> Expense:
    delivery = get_delivery(number, for_user=request.user)
    details = ExpenseDetails(**body.model_dump())
    return operations.record_expense(delivery=delivery, details=details, **who(request))


@router.get("/expenses/{number}", response=ExpenseOut, summary=_("Read an expense"))
def read_expense(request: ApiRequest, number: str) -> Expense:
    return queries.get_expense(number, for_user=request.user)


@router.post(
    "/expenses/{number}/bill", response=ExpenseOut, summary=_("Note the bill of what was ordered")
)
def bill_expense(request: ApiRequest, number: str, body: ExpenseBillBody) -> Expense:
    expense = queries.get_expense(number, for_user=request.user)
    return operations.bill_expense(expense=expense, **body.model_dump(), **who(request))


@router.post("/expenses/{number}/decision", response=ExpenseOut, summary=_("Decide on an expense"))
def decide_expense(request: ApiRequest, number: str, body: ExpenseStateBody) -> Expense:
    """Approve, refuse or withdraw it."""
    expense = queries.get_expense(number, for_user=request.user)
    return operations.decide_expense(expense=expense, **body.model_dump(), **who(request))


@router.post(
    "/expenses/{number}/receipts",
    response={201: ExpenseReceiptOut},
    summary=_("Keep a voucher"),
)
def add_receipt(request: ApiRequest, number: str, file: File[UploadedFile]) -> Attachment:
    expense = queries.get_expense(number, for_user=request.user)
    return operations.add_receipt(expense=expense, uploaded=file, **who(request))


@router.post(
    "/deliveries/{number}/budget",
    response={201: DeliveryBudgetOut},
    summary=_("Say what a delivery may cost"),
)
def set_budget(request: ApiRequest, number: str, body: DeliveryBudgetBody) -> DeliveryBudget:
    """Only where the contract came from no quote that says it."""
    delivery = get_delivery(number, for_user=request.user)
    return operations.set_budget(delivery=delivery, **body.model_dump(), **who(request))
