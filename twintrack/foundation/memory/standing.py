"""What has been asked already, and stands until the ledger grows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import caches
from django.db import connection

from twintrack.foundation.memory.once import once

T = TypeVar("T")
KEPT_SECONDS = 3600
_positions: list[Callable[[], int]] = []


def register_position(read: Callable[[], int]) -> None:
    """Say how far the ledger has come; called by the ledger when the server starts."""
    _positions[:] = [read]


def newest_position() -> int:
    """Give the position of the ledger's newest entry; in a request, as it was first asked for."""
    return once("newest position", _positions[0])


def standing(question: str, ask: Callable[[], T], *, kept: str = "default") -> T:
    """
    Ask once in this process until the ledger grows, as every write makes it do.

    `question` names what is asked and for whom, `kept` the cache for the answer. Within a
    transaction, whose writes nobody else has seen and that may be undone, it is asked once a
    request.
    """
    if connection.in_atomic_block:
        return once(question, ask)
    # Read first: what is written meanwhile makes the answer newer than it claims, never older.
    position = newest_position()
    key = f"standing.{question}"
    known: tuple[int, T] | None = caches[kept].get(key)
    if known is not None and known[0] == position:
        return known[1]
    answer = ask()
    caches[kept].set(key, (position, answer), KEPT_SECONDS)
    return answer
