"""What has been asked already, and stands until the ledger grows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import caches
from django.db import connection
from django.db.models import Model

from twintrack.foundation.memory.once import once

T = TypeVar("T")
M = TypeVar("M", bound=Model)
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


def recall(model: type[M], pk: int) -> M:
    """
    Give a row by its id as it has been since the ledger grew last, such as the owner of many.

    :raises DoesNotExist: if there is none.
    """
    return standing(f"{model._meta.label_lower}.{pk}", lambda: model._default_manager.get(pk=pk))


def recall_related(row: Model, *names: str) -> None:
    """
    Set what a row refers to, by the names of its fields, without asking for it again.

    Joined to the row, the columns of a product and three people took as long as all the rest.
    """
    for name in names:
        field = row._meta.get_field(name)
        pk = getattr(row, field.attname)  # type: ignore[union-attr]
        if pk is not None and not field.is_cached(row):  # type: ignore[union-attr]
            setattr(row, name, recall(field.related_model, pk))  # type: ignore[arg-type]
