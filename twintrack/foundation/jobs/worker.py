"""The worker: follows the ledger, and does what is due beside it, until told to stop."""

import logging
import signal
import threading
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, close_old_connections, connections
from django.utils import timezone

from twintrack.foundation.jobs import watch
from twintrack.foundation.jobs.presence import Presence
from twintrack.foundation.ledger.worker import run_once
from twintrack.foundation.notifications.post import Post
from twintrack.foundation.schedules.runner import run_due

logger = logging.getLogger(__name__)

# How long an idle worker waits before it looks again; a handoff must stand within a second.
PAUSE = 0.1
# Scheduled work and mail may come this late.
ERRANDS_PAUSE = 1.0
# How long it waits for a database that is away.
AWAY_PAUSE = 2.0
# What is in hand may end; what takes longer is cut off.
GRACE_SECONDS = 3.0


def work() -> None:
    """Work until the process is told to stop; what is in hand then is finished."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    beside = [
        threading.Thread(target=_repeat, args=(stop, step, ERRANDS_PAUSE), daemon=True)
        for step in (run_errands, send_mail())
    ]
    for thread in beside:
        thread.start()
    follow(stop)
    for thread in beside:
        thread.join(GRACE_SECONDS)


def follow(stop: threading.Event) -> None:
    """Follow the ledger and give signs of life until the event is set."""
    presence: list[Presence] = []

    def step() -> int:
        if not presence:
            presence.append(Presence.enlist(at=timezone.now()))
        presence[0].beat(at=timezone.now())
        return run_once()

    _repeat(stop, step, PAUSE)
    for each in presence:
        each.leave()
    connections.close_all()


def send_mail() -> Callable[[], int]:
    """Give the step that sends what is due; a slow mail server holds up nothing else."""
    post = Post()
    return lambda: post.send_due(at=timezone.now())


def run_errands() -> int:
    """Do what is due once: scheduled work, a look at the other workers."""
    now = timezone.now()
    watch.tell_of_silent(at=now)
    return run_due(at=now)


def _repeat(stop: threading.Event, step: Callable[[], int], pause: float) -> None:
    while not stop.is_set():
        try:
            if not step():
                stop.wait(pause)
            close_old_connections()
        except (DatabaseError, InterfaceError):
            logger.exception("The worker cannot reach the database; it tries again.")
            connections.close_all()
            stop.wait(AWAY_PAUSE)
        except Exception:
            # Whatever one step trips over, the next one gets its chance.
            logger.exception("The worker failed; it goes on.")
            stop.wait(AWAY_PAUSE)
    connections.close_all()
