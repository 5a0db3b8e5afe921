"""The worker: follows the ledger until told to stop."""

import logging
import signal
import threading

from django.db import DatabaseError, InterfaceError, close_old_connections, connections

from twintrack.foundation.ledger.worker import run_once

logger = logging.getLogger(__name__)

# How long an idle worker waits before it looks again; a handoff must stand within a second.
PAUSE = 0.1
# How long it waits for a database that is away.
AWAY_PAUSE = 2.0


def work() -> None:
    """Follow the ledger; returns when the process is told to stop, after the entry in hand."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    follow(stop)


def follow(stop: threading.Event) -> None:
    """Follow the ledger until the event is set."""
    while not stop.is_set():
        try:
            if not run_once():
                stop.wait(PAUSE)
            close_old_connections()
        except (DatabaseError, InterfaceError):
            logger.exception("The worker cannot reach the database; it tries again.")
            connections.close_all()
            stop.wait(AWAY_PAUSE)
