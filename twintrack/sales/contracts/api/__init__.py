"""Contracts in the REST API."""

from twintrack.sales.contracts.api.contracts import router

__all__ = ["router"]
