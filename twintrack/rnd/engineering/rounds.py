"""The worker's rounds: what was asked for is read soon, everything else each hour."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db.models import Q

from twintrack.foundation.access.refusals import Refusal
from twintrack.foundation.people.automation import automation
from twintrack.rnd.engineering import operations
from twintrack.rnd.engineering.history.git import NotRepository
from twintrack.rnd.engineering.history.mirror import AlreadyRead
from twintrack.rnd.engineering.models import Repository

logger = logging.getLogger(__name__)
OFTEN = timedelta(hours=1)


def read_due(at: datetime) -> None:
    """Read the repositories whose turn it is; what goes wrong with one stands on its page."""
    due = Q(asked_at__isnull=False) | Q(tried_at=None) | Q(tried_at__lte=at - OFTEN)
    for repository in Repository.objects.filter(due).select_related("asked_by").order_by("pk"):
        asker = repository.asked_by if repository.is_waiting else None
        by = asker if asker is not None and asker.is_active else automation()
        try:
            operations.ingest(repository=repository, by=by, at=at)
        except AlreadyRead:
            continue
        except Refusal as refusal:
            logger.warning("%s could not be read: %s", repository.number, refusal)
            operations.note_trouble(repository=repository, refusal=refusal, by=by, at=at)
        except Exception:
            # Whatever one repository holds, those after it have their turn.
            logger.exception("%s could not be read", repository.number)
            operations.note_trouble(repository=repository, refusal=NotRepository(), by=by, at=at)
