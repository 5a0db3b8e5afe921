"""What one can know of the money side of deliveries."""

from twintrack.sales.delivery_costs.queries.budgets import (
    BudgetLine,
    currency_of,
    hand_budget,
    list_budget_lines,
    quoted_budget,
)
from twintrack.sales.delivery_costs.queries.changes import (
    get_change,
    list_begun_early,
    list_changes,
    why_no_amendment,
)
from twintrack.sales.delivery_costs.queries.hours import (
    get_entry,
    get_week_task,
    list_confirmed,
    list_entries,
    list_week_tasks,
)
from twintrack.sales.delivery_costs.queries.leading import leads, sees_costs_of
from twintrack.sales.delivery_costs.queries.rates import limit_on, list_limits, list_rates
from twintrack.sales.delivery_costs.queries.spending import get_expense, list_expenses

__all__ = [
    "BudgetLine",
    "currency_of",
    "get_change",
    "get_entry",
    "get_expense",
    "get_week_task",
    "hand_budget",
    "leads",
    "limit_on",
    "list_begun_early",
    "list_budget_lines",
    "list_changes",
    "list_confirmed",
    "list_entries",
    "list_expenses",
    "list_limits",
    "list_rates",
    "list_week_tasks",
    "quoted_budget",
    "sees_costs_of",
    "why_no_amendment",
]
