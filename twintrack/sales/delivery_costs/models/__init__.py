"""What deliveries cost: rates, hours, expenses, budgets by hand, change requests."""

from twintrack.sales.delivery_costs.models.changes import ChangeRequest
from twintrack.sales.delivery_costs.models.hours import ConfirmedWeek, HourEntry, TaskRemaining
from twintrack.sales.delivery_costs.models.rates import CostRate, ExpenseLimit
from twintrack.sales.delivery_costs.models.spending import DeliveryBudget, Expense

__all__ = [
    "ChangeRequest",
    "ConfirmedWeek",
    "CostRate",
    "DeliveryBudget",
    "Expense",
    "ExpenseLimit",
    "HourEntry",
    "TaskRemaining",
]
