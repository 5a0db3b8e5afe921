"""What one can know of deliveries."""

from twintrack.sales.deliveries.queries.deliveries import (
    EVERY,
    Wanted,
    get_delivery,
    list_deliveries,
    list_members,
    list_memberships,
    list_owned_tasks,
    list_to_take,
)
from twintrack.sales.deliveries.queries.plan import (
    forecast_of,
    get_phase,
    get_task,
    get_wait,
    list_phases,
    list_tasks,
    list_waits,
)
from twintrack.sales.deliveries.queries.templates import get_template, list_templates

__all__ = [
    "EVERY",
    "Wanted",
    "forecast_of",
    "get_delivery",
    "get_phase",
    "get_task",
    "get_template",
    "get_wait",
    "list_deliveries",
    "list_members",
    "list_memberships",
    "list_owned_tasks",
    "list_phases",
    "list_tasks",
    "list_templates",
    "list_to_take",
    "list_waits",
]
