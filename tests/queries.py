"""How many questions a page asks the database."""

from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from twintrack.foundation.memory.standing import forget_all


def queries_of(act: Callable[[], object]) -> int:
    """Count the queries of an act by a process that has just begun and remembers nothing."""
    cache.clear()
    forget_all()
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)
