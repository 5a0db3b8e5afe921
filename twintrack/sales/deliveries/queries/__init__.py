"""What one can know of deliveries."""

from twintrack.sales.deliveries.queries.accepting import (
    get_acceptance,
    get_deliverable,
    list_acceptances,
    list_deliverables,
    list_to_accept,
    list_waiting_instalments,
)
from twintrack.sales.deliveries.queries.asking import (
    get_handover,
    get_survey,
    is_answerable,
    list_handovers,
    list_surveys,
    survey_of,
)
from twintrack.sales.deliveries.queries.deliveries import (
    EVERY,
    Wanted,
    get_delivery,
    list_deliveries,
    list_going_on,
    list_members,
    list_memberships,
    list_owned_tasks,
    list_to_take,
    product_to_deliver,
)
from twintrack.sales.deliveries.queries.plan import (
    forecast_of,
    get_phase,
    get_task,
    get_tasks,
    get_wait,
    list_phases,
    list_tasks,
    list_waits,
)
from twintrack.sales.deliveries.queries.templates import (
    get_template,
    list_templates,
)

__all__ = [
    "EVERY",
    "Wanted",
    "forecast_of",
    "get_acceptance",
    "get_deliverable",
    "get_delivery",
    "get_handover",
    "get_phase",
    "get_survey",
    "get_task",
    "get_tasks",
    "get_template",
    "get_wait",
    "is_answerable",
    "list_acceptances",
    "list_deliverables",
    "list_deliveries",
    "list_going_on",
    "list_handovers",
    "list_members",
    "list_memberships",
    "list_owned_tasks",
    "list_phases",
    "list_surveys",
    "list_tasks",
    "list_templates",
    "list_to_accept",
    "list_to_take",
    "list_waiting_instalments",
    "list_waits",
    "product_to_deliver",
    "survey_of",
]
