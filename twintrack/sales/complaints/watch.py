"""The worker's look at the clocks: whatever is due to be told of is told, each of it once."""

from __future__ import annotations

import logging
from datetime import datetime

from twintrack.foundation.people.automation import automation
from twintrack.sales.complaints import operations, queries

logger = logging.getLogger(__name__)


def watch(at: datetime) -> None:
    """Tell of what breaks soon and what broke; one complaint that fails keeps back no other."""
    by = automation()
    for complaint in queries.list_due(at):
        try:
            operations.raise_signals(complaint=complaint, by=by, at=at)
        except Exception:
            logger.exception("The clocks of complaint %s could not be told of", complaint.pk)
