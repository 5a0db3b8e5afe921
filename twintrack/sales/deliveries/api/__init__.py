"""Deliveries in the REST API."""

from twintrack.sales.deliveries.api import deliveries, tasks
from twintrack.sales.deliveries.api.router import router

__all__ = ["deliveries", "router", "tasks"]
