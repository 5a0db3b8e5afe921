"""What rows refer to, without asking for it again: the same few people stand behind many."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

from twintrack.foundation.memory.once import once
from twintrack.foundation.memory.standing import keep, kind_of_rows, look_up, newest_position

M = TypeVar("M", bound=Model)


def recall(model: type[M], ids: Iterable[int]) -> dict[int, M]:
    """
    Give rows by their ids as they have been since their kind changed last.

    All that are not known are asked for at once; those that do not exist are left out.
    """
    wanted = frozenset(ids)
    label = model._meta.label_lower
    if connection.in_atomic_block:
        return once((label, wanted), lambda: _ask(model, wanted))
    position, about = newest_position(), kind_of_rows(model)
    known = {pk: look_up(f"{label}.{pk}", about=about) for pk in wanted}
    found: dict[int, M] = {pk: answer[0] for pk, answer in known.items() if answer}
    if len(found) < len(wanted):
        asked = _ask(model, wanted - found.keys())
        for pk, row in asked.items():
            keep(f"{label}.{pk}", row, since=position)
        found |= asked
    return found


def _ask(model: type[M], ids: Iterable[int]) -> dict[int, M]:
    found: dict[int, M] = model._default_manager.in_bulk(ids)
    return found


def recall_related(rows: Iterable[Model], *names: str) -> None:
    """
    Set what rows of one model refer to, by the names of its fields.

    Joined to a row, the columns of a product and three people took as long as all the rest.
    """
    rows = list(rows)
    for name in names if rows else ():
        field: Any = rows[0]._meta.get_field(name)
        lacking = [row for row in rows if not field.is_cached(row)]
        ids = [getattr(row, field.attname) for row in lacking]
        known = recall(field.related_model, filter(None, ids)) if any(ids) else {}
        for row, pk in zip(lacking, ids, strict=True):
            if pk in known:
                setattr(row, name, known[pk])


def hand_on(known: Model, again: Model, *names: str) -> None:
    """Let a row that was read again refer to what it still refers to, by the names of fields."""
    for name in names:
        field: Any = known._meta.get_field(name)
        is_same = getattr(known, field.attname) == getattr(again, field.attname)
        if is_same and field.is_cached(known):
            setattr(again, name, field.get_cached_value(known))
