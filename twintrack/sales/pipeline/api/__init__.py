"""Opportunities and their pipeline in the REST API."""

from twintrack.sales.pipeline.api import opportunities, people, settings, tasks
from twintrack.sales.pipeline.api.router import router

__all__ = ["opportunities", "people", "router", "settings", "tasks"]
