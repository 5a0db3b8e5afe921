"""The worker's look at visits that nobody made."""

from datetime import datetime

from twintrack.foundation.people.automation import automation
from twintrack.sales.visits import operations, queries


def watch(at: datetime) -> None:
    """Note planned visits as missed that ended a day ago without check-in or note."""
    visits = queries.list_overdue(at)
    if visits:
        operations.miss_all(visits=visits, by=automation(), at=at)
