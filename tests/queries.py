"""How many questions a page asks the database."""

from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries_of(act: Callable[[], object]) -> int:
    """Count the queries of an act; what the side bar counted before does not count here."""
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)
