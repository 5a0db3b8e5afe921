"""The money side of deliveries in the REST API."""

from twintrack.sales.delivery_costs.api import changes, costs, hours, spending  # noqa: F401
from twintrack.sales.delivery_costs.api.router import router

__all__ = ["router"]
