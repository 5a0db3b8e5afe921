"""What happens to contracts by itself: terms begin, and ends come near."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from twintrack.foundation.people.automation import automation
from twintrack.sales.contracts import operations, queries


def every_morning(at: datetime) -> None:
    """Begin what begins today, and remind of what ends soon; each once."""
    today, by = timezone.localdate(at), automation()
    for contract in queries.list_to_activate(on=today):
        operations.activate(contract=contract, by=by, at=at)
    for contract in queries.list_to_remind(on=today):
        operations.remind(contract=contract, by=by, at=at)
