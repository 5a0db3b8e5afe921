"""The REST API of customers."""

from twintrack.sales.customers.api import personal
from twintrack.sales.customers.api.customers import router

__all__ = ["personal", "router"]
