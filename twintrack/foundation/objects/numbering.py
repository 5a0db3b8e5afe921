"""Numbers people call objects by, such as REQ-318: one counter a kind, never reused; and ids."""

from django.db import connection
from django.db.models import Model

# Locks the counter's row until the caller's transaction ends.
TAKE = (
    "INSERT INTO objects_counter (prefix, value) VALUES (%s, %s) ON CONFLICT (prefix) "
    "DO UPDATE SET value = objects_counter.value + excluded.value RETURNING value"
)


TAKE_IDS = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
# What is counted stands here from the first row on.
COUNT_ON = "UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s RETURNING seq"
BEGIN_COUNT = "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)"


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


def next_ids(model: type[Model], count: int) -> list[int]:
    """Take ids for rows that are written down later, so that others can name them before."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(TAKE_IDS, [table, count])
            return sorted(pk for (pk,) in cursor.fetchall())
        cursor.execute(COUNT_ON, [count, table])
        rows = cursor.fetchall()
        if not rows:
            cursor.execute(BEGIN_COUNT, [table, count])
        last: int = rows[0][0] if rows else count
        return list(range(last - count + 1, last + 1))
