"""What people do with the money side of deliveries."""

from twintrack.sales.delivery_costs.operations.accepting import (
    NoAmendment,
    SignatureImpossible,
    Signed,
    accept_change,
    amend_contract,
)
from twintrack.sales.delivery_costs.operations.changes import (
    ChangeDetails,
    ChangeImpossible,
    NotADraft,
    TaskElsewhere,
    change_request,
    draft_change,
    move_change,
)
from twintrack.sales.delivery_costs.operations.holding import (
    DeliveryOver,
    NotTheLead,
    OwnDecision,
)
from twintrack.sales.delivery_costs.operations.hours import (
    DayImpossible,
    DayTooLong,
    HoursImpossible,
    NotConfirmed,
    TaskOver,
    WeekConfirmed,
    correct_hours,
    say_remaining,
    write_hours,
)
from twintrack.sales.delivery_costs.operations.rates import (
    LimitImpossible,
    RateImpossible,
    set_limit,
    set_rate,
)
from twintrack.sales.delivery_costs.operations.spending import (
    BudgetImpossible,
    BudgetQuoted,
    ExpenseDetails,
    ExpenseImpossible,
    add_receipt,
    bill_expense,
    decide_expense,
    record_expense,
    set_budget,
)
from twintrack.sales.delivery_costs.operations.weeks import NothingToConfirm, confirm_week

__all__ = [
    "BudgetImpossible",
    "BudgetQuoted",
    "ChangeDetails",
    "ChangeImpossible",
    "DayImpossible",
    "DayTooLong",
    "DeliveryOver",
    "ExpenseDetails",
    "ExpenseImpossible",
    "HoursImpossible",
    "LimitImpossible",
    "NoAmendment",
    "NotADraft",
    "NotConfirmed",
    "NotTheLead",
    "NothingToConfirm",
    "OwnDecision",
    "RateImpossible",
    "SignatureImpossible",
    "Signed",
    "TaskElsewhere",
    "TaskOver",
    "WeekConfirmed",
    "accept_change",
    "add_receipt",
    "amend_contract",
    "bill_expense",
    "change_request",
    "confirm_week",
    "correct_hours",
    "decide_expense",
    "draft_change",
    "move_change",
    "record_expense",
    "say_remaining",
    "set_budget",
    "set_limit",
    "set_rate",
    "write_hours",
]
