"""The REST API of customers."""

from twintrack.sales.customers.api import consents, pairs, personal
from twintrack.sales.customers.api.customers import router

__all__ = ["consents", "pairs", "personal", "router"]
