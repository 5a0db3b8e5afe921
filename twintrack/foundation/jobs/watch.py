"""Watches the workers, from every web process too: a dead worker cannot tell of itself."""

import logging
import threading
from datetime import datetime

from django.db import close_old_connections, transaction
from django.utils import timezone

from twintrack.foundation.jobs import alerts, operations
from twintrack.foundation.jobs.models import Worker
from twintrack.foundation.jobs.presence import SILENT_AFTER
from twintrack.foundation.people.automation import automation

logger = logging.getLogger(__name__)
LOOK_SECONDS = 15.0


def tell_of_silent(*, at: datetime) -> int:
    """Tell administrators of workers that fell silent, once a silence; gives how many."""
    silent = Worker.objects.filter(seen_at__lt=at - SILENT_AFTER, told_silent_at=None)
    told = 0
    for pk in list(silent.values_list("pk", flat=True)):
        with transaction.atomic():
            noted = operations.note_silence(worker_id=pk, by=automation(), at=at)
            if noted is not None:
                alerts.tell_of_silence(*noted, at)
                told += 1
    return told


def watch_from_here() -> None:
    """Watch for as long as this process lives."""
    threading.Thread(target=_watch, name="watch", daemon=True).start()


def _watch() -> None:
    pause = threading.Event()
    while not pause.wait(LOOK_SECONDS):
        try:
            tell_of_silent(at=timezone.now())
        except Exception:
            # The next look may find the database again.
            logger.exception("The workers cannot be watched just now.")
        finally:
            close_old_connections()
