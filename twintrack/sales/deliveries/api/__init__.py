"""Deliveries in the REST API."""

from twintrack.sales.deliveries.api import accepting, deliveries, surveys, tasks, templates
from twintrack.sales.deliveries.api.router import router

__all__ = ["accepting", "deliveries", "router", "surveys", "tasks", "templates"]
