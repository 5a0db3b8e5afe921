"""The REST API of customers."""

from twintrack.sales.customers.api import pairs, personal
from twintrack.sales.customers.api.customers import router

__all__ = ["pairs", "personal", "router"]
