"""Tells a database that others keep waiting from one that is broken."""

from django.db import OperationalError

# Seconds after which it is worth another try.
RETRY_AFTER = 3
# PostgreSQL: not serialisable, deadlock, lock not to be had.
BUSY_STATES = frozenset({"40001", "40P01", "55P03"})


def is_busy(error: BaseException | None) -> bool:
    """Say whether a statement failed only because others write at the same time."""
    if not isinstance(error, OperationalError):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    return state in BUSY_STATES or "is locked" in str(error)
