"""Numbers people call objects by, such as REQ-318: one counter a kind, never reused."""

from django.db import connection

# Locks the counter's row until the caller's transaction ends.
TAKE = (
    "INSERT INTO objects_counter (prefix, value) VALUES (%s, %s) ON CONFLICT (prefix) "
    "DO UPDATE SET value = objects_counter.value + excluded.value RETURNING value"
)


def next_numbers(prefix: str, count: int) -> list[str]:
    """Take the next numbers of a kind; runs inside the caller's transaction."""
    last = _take(prefix, count)
    return [f"{prefix}-{n}" for n in range(last - count + 1, last + 1)]


def next_number(prefix: str) -> str:
    """Take the next number of a kind, such as `REQ-318`."""
    return next_numbers(prefix, 1)[0]


def hold_numbers(prefix: str) -> None:
    """Let nobody else take a number of a kind until the caller's transaction ends."""
    _take(prefix, 0)


def _take(prefix: str, count: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [prefix, count])
        value: int = cursor.fetchone()[0]
    return value
