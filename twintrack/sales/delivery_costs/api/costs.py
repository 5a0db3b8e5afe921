"""Where the money of a delivery stands, reckoned as one asks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.api.callers import ApiRequest
from twintrack.foundation.api.schemas import Out
from twintrack.sales.deliveries.queries import get_delivery
from twintrack.sales.delivery_costs.api.router import router
from twintrack.sales.delivery_costs.books import Book, TaskBook, open_book


class TaskCostOut(Out):
    task_id: int = Field(alias="task.pk")
    task: str = Field(alias="task.name")
    estimated_minutes: int = Field(alias="estimated")
    spent_minutes: int = Field(alias="spent")
    remaining_minutes: int = Field(alias="remaining")
    cost: Decimal
    to_go: Decimal


class BudgetLineOut(Out):
    name: str
    cost: Decimal | None
    is_work: bool = Field(description="Whether people do it: then it is part of the budget")


class CostWeekOut(Out):
    monday: date
    cost: Decimal


class DeliveryCostsOut(Out):
    delivery: str = Field(alias="delivery.number")
    currency: str
    budget_source: str = Field(alias="source", description="quote, hand, or nothing")
    revenue: Decimal | None = Field(alias="outlook.revenue")
    goods: Decimal
    budget: Decimal | None = Field(alias="outlook.budget")
    hours_cost: Decimal
    expenses: Decimal
    actual: Decimal = Field(alias="outlook.actual")
    committed: Decimal
    to_go: Decimal = Field(alias="outlook.to_go")
    at_completion: Decimal = Field(alias="outlook.at_completion")
    variance: Decimal | None = Field(alias="outlook.variance")
    variance_percent: Decimal | None = Field(alias="outlook.variance_percent")
    margin: Decimal | None = Field(alias="outlook.margin")
    margin_percent: Decimal | None = Field(alias="outlook.margin_percent")
    roles_without_rate: list[str] = Field(alias="unrated")
    currencies_without_rate: list[str] = Field(alias="missing")
    lines: list[BudgetLineOut]
    tasks: list[TaskCostOut]
    weeks: list[CostWeekOut]

    @staticmethod
    def resolve_weeks(book: Book) -> list[dict[str, Any]]:
        return [{"monday": day, "cost": book.weeks[day]} for day in sorted(book.weeks)]

    @staticmethod
    def resolve_tasks(book: Book) -> list[TaskBook]:
        return book.tasks


@router.get(
    "/deliveries/{number}/costs",
    response=DeliveryCostsOut,
    summary=_("Read what a delivery costs"),
)
def read_costs(request: ApiRequest, number: str) -> Book:
    """Give budget, actual, committed and remaining cost, variance, and margin at completion."""
    check_may(request.user, Act.SEE_COSTS)
    return open_book(get_delivery(number, for_user=request.user), on=timezone.localdate())
