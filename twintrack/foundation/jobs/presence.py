"""A worker's sign of life."""

from __future__ import annotations

import os
import socket
import time
from datetime import datetime, timedelta

from twintrack.foundation.jobs.models import Worker

BEAT_SECONDS = 10.0
# A worker unseen for so long is silent: it died, hangs, or cannot reach the database.
SILENT_AFTER = timedelta(minutes=1)


class Presence:
    """One worker's row in the table of workers, kept fresh while it works."""

    def __init__(self, row: Worker) -> None:
        self._row = row
        self._beaten = time.monotonic()

    @classmethod
    def enlist(cls, *, at: datetime) -> Presence:
        """Enter this process; those of this machine that died without a word leave."""
        host = socket.gethostname()
        gone = [each.pk for each in Worker.objects.filter(host=host) if not _runs(each.pid)]
        Worker.objects.filter(pk__in=gone).delete()
        row = Worker.objects.create(host=host, pid=os.getpid(), started_at=at, seen_at=at)
        return cls(row)

    def beat(self, *, at: datetime) -> None:
        """Give a sign of life, if the last one is a while ago."""
        if time.monotonic() - self._beaten < BEAT_SECONDS:
            return
        self._beaten = time.monotonic()
        self._row.seen_at, self._row.told_silent_at = at, None
        # An insert where another machine took the row away.
        self._row.save()

    def leave(self) -> None:
        """Take the row away: the worker ends because it was told to."""
        Worker.objects.filter(pk=self._row.pk).delete()


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return pid != os.getpid()
