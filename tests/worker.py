"""The worker in tests: works off everything that waits."""

from twintrack.foundation.ledger.worker import run_once


def drain() -> None:
    while run_once():
        pass
