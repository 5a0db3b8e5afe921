"""Leads, and the rules about them, in the REST API."""

from twintrack.sales.leads.api import imports, personal, rules  # noqa: F401
from twintrack.sales.leads.api.leads import router

__all__ = ["router"]
