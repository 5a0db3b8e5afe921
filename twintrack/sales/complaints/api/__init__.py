"""Complaints, replies to them and their mails in the REST API."""

from twintrack.sales.complaints.api import complaints, mails
from twintrack.sales.complaints.api.router import router

__all__ = ["complaints", "mails", "router"]
