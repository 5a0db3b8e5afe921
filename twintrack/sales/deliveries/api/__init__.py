"""Deliveries in the REST API."""

from twintrack.sales.deliveries.api import accepting, deliveries, tasks, templates
from twintrack.sales.deliveries.api.router import router

__all__ = ["accepting", "deliveries", "router", "tasks", "templates"]
