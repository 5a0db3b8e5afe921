"""What happens to the hours, expenses, budgets and change requests of deliveries."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from twintrack.foundation.ledger.events import Amount, Event


@dataclass(frozen=True, kw_only=True)
class CostRateSet(Event):
    """From a day on an hour of a role costs so much."""

    kind: ClassVar[str] = "cost_rate.set"
    rate_id: int
    role: str
    amount: Amount
    currency: str
    since: date


@dataclass(frozen=True, kw_only=True)
class ExpenseLimitSet(Event):
    """From a day on expenses up to so much, in the base currency, need no approval."""

    kind: ClassVar[str] = "expense_limit.set"
    limit_id: int
    amount: Amount
    since: date


@dataclass(frozen=True, kw_only=True)
class HoursEvent(Event):
    """What every entry on hours says: whose, on which task of which delivery, on which day."""

    entry_id: int
    delivery_id: int
    delivery: str
    person_id: int
    task: str
    day: date


@dataclass(frozen=True, kw_only=True)
class HoursWritten(HoursEvent):
    """Somebody wrote how long they worked on a task on a day; both in minutes."""

    kind: ClassVar[str] = "hours.written"
    came_from: int
    to: int
    note: str


@dataclass(frozen=True, kw_only=True)
class HoursCorrected(HoursEvent):
    """Confirmed hours were taken back and others put in their place; both in minutes."""

    kind: ClassVar[str] = "hours.corrected"
    came_from: int
    to: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class HoursWeekConfirmed(Event):
    """Who leads a delivery confirmed somebody's week on it."""

    kind: ClassVar[str] = "hours.week_confirmed"
    week_id: int
    delivery_id: int
    delivery: str
    person_id: int
    person: str
    monday: date
    minutes: int


@dataclass(frozen=True, kw_only=True)
class TaskRemainingSaid(Event):
    """Somebody who does a task said how long it still takes, in minutes."""

    kind: ClassVar[str] = "delivery_task.remaining_said"
    task_id: int
    delivery_id: int
    delivery: str
    task: str
    came_from: int | None
    to: int


@dataclass(frozen=True, kw_only=True)
class ExpenseEvent(Event):
    """What every entry on an expense says: which one, of which delivery."""

    expense_id: int
    number: str
    delivery_id: int
    delivery: str
    what: str
    amount: Amount
    currency: str


@dataclass(frozen=True, kw_only=True)
class ExpenseRecorded(ExpenseEvent):
    """Money was spent on a delivery, or something was ordered for it."""

    kind: ClassVar[str] = "expense.recorded"
    way: str
    to: str
    day: date


@dataclass(frozen=True, kw_only=True)
class ExpenseBilled(ExpenseEvent):
    """What was ordered is delivered and billed, for so much; it cost `ordered` when ordered."""

    kind: ClassVar[str] = "expense.billed"
    ordered: Amount
    to: str


@dataclass(frozen=True, kw_only=True)
class ExpenseDecided(ExpenseEvent):
    """An expense was approved, refused or withdrawn."""

    kind: ClassVar[str] = "expense.decided"
    came_from: str
    to: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class DeliveryBudgetSet(Event):
    """What a delivery may cost was said by hand, with the reason."""

    kind: ClassVar[str] = "delivery_budget.set"
    budget_id: int
    delivery_id: int
    delivery: str
    came_from: Amount | None
    to: Amount
    currency: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ChangeRequestEvent(Event):
    """What every entry on a change request says: which one, of which delivery."""

    change_id: int
    number: str
    delivery_id: int
    delivery: str
    title: str


@dataclass(frozen=True, kw_only=True)
class ChangeRequestDrafted(ChangeRequestEvent):
    """A delivery is to do something otherwise."""

    kind: ClassVar[str] = "change_request.drafted"
    asked_by: str
    price: Amount
    currency: str
    days: int


@dataclass(frozen=True, kw_only=True)
class ChangeRequestChanged(ChangeRequestEvent):
    """A change request was written anew; by name which fields, amounts are not told."""

    kind: ClassVar[str] = "change_request.changed"
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class ChangeRequestMoved(ChangeRequestEvent):
    """A change request was offered, taken back into work, refused or withdrawn."""

    kind: ClassVar[str] = "change_request.moved"
    came_from: str
    to: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ChangeRequestAccepted(ChangeRequestEvent):
    """The customer accepted a change request: budget, planned finish and contract follow."""

    kind: ClassVar[str] = "change_request.accepted"
    price: Amount
    currency: str
    days: int
    accepted_on: date
    signed_by: str
    due_came_from: date | None
    due_to: date | None
    contract: str
    amendment: int | None
