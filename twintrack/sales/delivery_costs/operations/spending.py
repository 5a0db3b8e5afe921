"""Record expenses, decide on them, and say what a delivery may cost where no quote does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twintrack.foundation.access.refusals import ReasonMissing, Refusal, StateNotReachable
from twintrack.foundation.access.rules import Act, check_may
from twintrack.foundation.files.models import Attachment
from twintrack.foundation.files.operations import attach
from twintrack.foundation.ledger.models import Entry
from twintrack.foundation.ledger.operations import record
from twintrack.foundation.money.currencies import check_currency
from twintrack.foundation.money.queries import to_base
from twintrack.foundation.money.rounding import is_whole
from twintrack.foundation.objects.numbering import next_number
from twintrack.foundation.people.models import User
from twintrack.sales.deliveries.models import Delivery
from twintrack.sales.delivery_costs.events import (
    DeliveryBudgetSet,
    ExpenseBilled,
    ExpenseDecided,
    ExpenseRecorded,
)
from twintrack.sales.delivery_costs.lifecycle import NEXT_EXPENSE, ExpenseState
from twintrack.sales.delivery_costs.models import DeliveryBudget, Expense
from twintrack.sales.delivery_costs.operations.holding import (
    OwnDecision,
    check_leads,
    check_open,
    one_line,
)
from twintrack.sales.delivery_costs.queries.budgets import currency_of, quoted_budget
from twintrack.sales.delivery_costs.queries.rates import limit_on

MOST = Decimal(10) ** 10
BACK = timedelta(days=400)


class ExpenseImpossible(Refusal):
    """An amount, a day or a purpose that cannot be."""

    message = _(
        "Say what it was for, an amount above nothing without parts of a cent, and a day that has"
        " come, at most 400 days ago."
    )
    status = 422


class BudgetQuoted(Refusal):
    """The quote behind the contract says what the delivery may cost."""

    message = _("The budget stands in the quote of the contract. Change requests raise it.")


class BudgetImpossible(Refusal):
    """A budget that nobody can mean."""

    message = _("A budget lies above nothing, without parts of a cent.")
    status = 422


@dataclass(frozen=True, kw_only=True)
class ExpenseDetails:
    """What was paid, or with `is_ordered` what was ordered and is to be billed."""

    kind: str
    what: str
    day: date
    amount: Decimal
    currency: str
    supplier: str = ""
    is_ordered: bool = False


@transaction.atomic
def record_expense(
    *,
    delivery: Delivery,
    details: ExpenseDetails,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Expense:
    """
    Record what one spent on a delivery; above the limit it waits for approval.

    :raises NotAllowed: if the person's roles do not allow it.
    :raises DeliveryOver: if the delivery is completed or cancelled.
    :raises CurrencyUnknown: if it is in no currency that is known.
    :raises RateMissing: if there is no exchange rate for it.
    :raises ExpenseImpossible: if it says nothing, or amount or day cannot be.
    """
    check_may(by, Act.SEE_DELIVERIES)
    check_open(delivery)
    check_currency(details.currency)
    what, today = one_line(details.what, 160), timezone.localdate(at)
    late = today + BACK if details.is_ordered else today
    if not what or not _is_payable(details.amount, details.currency):
        raise ExpenseImpossible
    if not today - BACK <= details.day <= late:
        raise ExpenseImpossible
    state: str = ExpenseState.ORDERED
    if not details.is_ordered:
        state = _first_state(details.amount, details.currency, details.day)
    expense: Expense = Expense.objects.create(
        number=next_number("EX"),
        delivery=delivery,
        kind=details.kind,
        what=what,
        supplier=one_line(details.supplier, 120),
        day=details.day,
        amount=details.amount,
        currency=details.currency,
        state=state,
        spent_by=by,
        recorded_at=at,
    )
    event = ExpenseRecorded(**_told(expense), way=expense.kind, to=state, day=expense.day)
    record(event, about=expense, by=by, at=at, caused_by=caused_by)
    return expense


@transaction.atomic
def bill_expense(
    *,
    expense: Expense,
    amount: Decimal,
    day: date,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Expense:
    """
    Note that what was ordered is delivered and billed, for which amount and on which day.

    :raises NotAllowed: if the person neither ordered it nor leads the delivery.
    :raises StateNotReachable: if it was not ordered, or is billed already.
    :raises ExpenseImpossible: if amount or day cannot be.
    """
    expense = _hold(expense)
    if expense.spent_by_id != by.pk:
        check_leads(expense.delivery, by)
    if expense.state != ExpenseState.ORDERED:
        raise StateNotReachable
    today = timezone.localdate(at)
    if not _is_payable(amount, expense.currency) or not today - BACK <= day <= today:
        raise ExpenseImpossible
    ordered = expense.amount
    expense.amount, expense.day = amount, day
    expense.state = _first_state(amount, expense.currency, day)
    expense.save(update_fields=["amount", "day", "state"])
    event = ExpenseBilled(**_told(expense), ordered=ordered, to=expense.state)
    record(event, about=expense, by=by, at=at, caused_by=caused_by)
    return expense


@transaction.atomic
def decide_expense(
    *,
    expense: Expense,
    to: str,
    reason: str = "",
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Expense:
    """
    Approve, refuse or withdraw an expense; to refuse it needs a reason.

    Whoever spent it withdraws it, who leads the delivery decides on it; nobody on their own.

    :raises NotTheLead: if the person neither leads the delivery nor is a sales manager.
    :raises OwnDecision: if it is one's own.
    :raises ReasonMissing: if it is refused without a reason.
    :raises StateNotReachable: if it is decided already.
    """
    expense = _hold(expense)
    reason = one_line(reason, 300)
    if to == ExpenseState.WITHDRAWN:
        if expense.spent_by_id != by.pk:
            check_leads(expense.delivery, by)
    else:
        check_leads(expense.delivery, by)
        if expense.spent_by_id == by.pk:
            raise OwnDecision
    is_by_bill = expense.state == ExpenseState.ORDERED and to != ExpenseState.WITHDRAWN
    if to not in NEXT_EXPENSE[expense.state] or is_by_bill:
        raise StateNotReachable
    if to == ExpenseState.REFUSED and not reason:
        raise ReasonMissing
    came_from = expense.state
    expense.state, expense.reason = to, reason
    expense.decided_by, expense.decided_at = by, at
    expense.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    event = ExpenseDecided(**_told(expense), came_from=came_from, to=to, reason=reason)
    record(event, about=expense, by=by, at=at, caused_by=caused_by)
    return expense


@transaction.atomic
def add_receipt(
    *,
    expense: Expense,
    uploaded: UploadedFile,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> Attachment:
    """
    Keep the receipt of an expense with it.

    :raises NotTheLead: if the person neither spent it nor leads the delivery.
    :raises FileTooLarge: if it is larger than this installation allows.
    :raises FileEmpty: if it holds nothing.
    """
    if expense.spent_by_id != by.pk:
        check_leads(expense.delivery, by)
    return attach(uploaded=uploaded, about=expense, by=by, at=at, caused_by=caused_by)


@transaction.atomic
def set_budget(
    *,
    delivery: Delivery,
    amount: Decimal,
    reason: str,
    by: User,
    at: datetime,
    caused_by: Entry | None = None,
) -> DeliveryBudget:
    """
    Say what a delivery may cost, in its own currency, where no quote says it.

    :raises NotAllowed: if the person's roles do not show them costs.
    :raises NotTheLead: if the person neither leads the delivery nor is a sales manager.
    :raises DeliveryOver: if it is completed or cancelled.
    :raises BudgetQuoted: if the quote of its contract says it.
    :raises ReasonMissing: if no reason is given.
    :raises BudgetImpossible: if the amount cannot be.
    """
    check_may(by, Act.SEE_COSTS)
    check_leads(delivery, by)
    check_open(delivery)
    if quoted_budget(delivery) is not None:
        raise BudgetQuoted
    reason, currency = one_line(reason, 300), currency_of(delivery)
    if not reason:
        raise ReasonMissing
    if not _is_payable(amount, currency):
        raise BudgetImpossible
    Delivery.objects.select_for_update(no_key=True).get(pk=delivery.pk)
    known = DeliveryBudget.objects.filter(delivery=delivery).order_by("-pk").first()
    budget: DeliveryBudget = DeliveryBudget.objects.create(
        delivery=delivery, amount=amount, currency=currency, reason=reason, set_by=by, set_at=at
    )
    event = DeliveryBudgetSet(
        budget_id=budget.pk,
        delivery_id=delivery.pk,
        delivery=delivery.number,
        came_from=known.amount if known else None,
        to=amount,
        currency=currency,
        reason=reason,
    )
    record(event, about=budget, by=by, at=at, caused_by=caused_by)
    return budget


def _is_payable(amount: Decimal, currency: str) -> bool:
    return bool(amount.is_finite() and 0 < amount < MOST and is_whole(amount, currency))


def _first_state(amount: Decimal, currency: str, day: date) -> str:
    """Say whether an expense counts at once, or waits for somebody's yes."""
    within = to_base(amount, currency, day) <= limit_on(day)
    return ExpenseState.APPROVED if within else ExpenseState.WAITING


def _hold(expense: Expense) -> Expense:
    Expense.objects.select_for_update(no_key=True).get(pk=expense.pk)
    related = ("delivery__project__owner", "spent_by")
    found: Expense = Expense.objects.select_related(*related).get(pk=expense.pk)
    return found


def _told(expense: Expense) -> dict[str, Any]:
    return {
        "expense_id": expense.pk,
        "number": expense.number,
        "delivery_id": expense.delivery_id,
        "delivery": expense.delivery.number,
        "what": expense.what,
        "amount": expense.amount,
        "currency": expense.currency,
    }
