"""Visits in the REST API."""

from twintrack.sales.visits.api import settings, visits
from twintrack.sales.visits.api.router import router

__all__ = ["router", "settings", "visits"]
