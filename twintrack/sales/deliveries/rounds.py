"""What happens to deliveries by itself: days go by, and with them the day they are finished on."""

from __future__ import annotations

from datetime import datetime

from twintrack.foundation.people.automation import automation
from twintrack.sales.deliveries import operations, queries

AT_ONCE = 200


def every_morning(at: datetime) -> None:
    """Reckon anew when the deliveries that go on will be finished."""
    rows = queries.list_going_on()
    for first in range(0, len(rows), AT_ONCE):
        batch = rows[first : first + AT_ONCE]
        operations.note_forecasts(deliveries=batch, by=automation(), at=at)
