"""Follows the ledger until told to stop."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from twintrack.foundation.ledger.worker import run_once

# How long an idle worker waits before it looks again; a handoff must stand within a second.
PAUSE = 0.1


class Command(BaseCommand):
    help = "Follow the ledger: hand feedback over, tell decisions."

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            if not run_once():
                stop.wait(PAUSE)
            close_old_connections()
