"""Invoices and receipts in the REST API."""

from twintrack.sales.collections.api import invoices, receipts, statements  # noqa: F401
from twintrack.sales.collections.api.shapes import router

__all__ = ["router"]
