"""Pages of a list by key: the next one begins after the last row, however long the list is."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import attrgetter
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Count, Field, Model, Q, QuerySet, Window

M = TypeVar("M", bound=Model)
R = TypeVar("R")
SIZE = 50
MANY = 1000


@dataclass(frozen=True, kw_only=True)
class KeyPage(Generic[M]):
    """Some rows of a list, and the token by which the next ones are asked for, if any."""

    items: list[M]
    next: str


@dataclass(frozen=True, kw_only=True)
class Few(Generic[R]):
    """The first rows of a list, and how many there are in all."""

    items: list[R]
    total: int

    @property
    def has_more(self) -> bool:
        return self.total > len(self.items)


def few_of(rows: QuerySet[M], size: int, *, are_there: bool = True) -> Few[M]:
    """Read the first rows of a short list and count all of it, in one query where any are there."""
    if not are_there:
        return Few(items=[], total=0)
    items: list[Any] = list(rows.annotate(rows_in_all=Window(Count("pk")))[:size])
    return Few(items=items, total=items[0].rows_in_all if items else 0)


def count_up_to(rows: QuerySet[Any], most: int = MANY) -> int:
    """
    Count, but no further than one above `most`: beyond, a list is only known to be long.

    The rows are walked in their order: one that an index has spares the rest of a long table.
    """
    return int(rows[: most + 1].count())


def told_count(count: int, most: int = MANY) -> str:
    """Write what `count_up_to` counted; beyond `most` it is just many."""
    return f"{most}+" if count > most else str(count)


def key_page(
    rows: QuerySet[M], *, order: Sequence[str], after: str = "", size: int = SIZE
) -> KeyPage[M]:
    """
    Give the rows that follow the token of the page before.

    `order` names fields or annotations that are never null, `-` before what falls, and ends with
    a unique one, such as `("-value_score", "-pk")`. A token that cannot be read, or that belongs
    to another order, gives the first page.
    """
    keys = [_key(name) for name in order]
    ordered = rows.order_by(*order)
    beginning = _read(after, rows, [name for name, _falls in keys])
    if beginning is not None:
        ordered = ordered.filter(_beyond(keys, beginning))
    found = list(ordered[: size + 1])
    items = found[:size]
    return KeyPage(items=items, next=_token(items[-1], keys) if len(found) > size else "")


def first_page(rows: Sequence[M], *, order: Sequence[str], size: int = SIZE) -> KeyPage[M]:
    """Give the first page of rows that have been read in that order already."""
    items = list(rows[:size])
    keys = [_key(name) for name in order]
    return KeyPage(items=items, next=_token(items[-1], keys) if len(rows) > size else "")


def _key(name: str) -> tuple[str, bool]:
    return name.removeprefix("-"), name.startswith("-")


def _beyond(keys: list[tuple[str, bool]], values: list[Any]) -> Q:
    names = [name for name, _falls in keys]
    steps = []
    for position, (name, falls) in enumerate(keys):
        same = dict(zip(names[:position], values[:position], strict=True))
        steps.append(Q(**same, **{f"{name}__{'lt' if falls else 'gt'}": values[position]}))
    name, falls = keys[0]
    # Says again what follows from the steps: databases find the place in an index by it.
    bound = Q(**{f"{name}__{'lte' if falls else 'gte'}": values[0]})
    return bound & reduce(Q.__or__, steps)


def _token(row: Model, keys: list[tuple[str, bool]]) -> str:
    values = {name: attrgetter(name.replace("__", "."))(row) for name, _falls in keys}
    written = json.dumps(values, cls=DjangoJSONEncoder, separators=(",", ":"))
    return base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")


def _read(token: str, rows: QuerySet[Any], names: list[str]) -> list[Any] | None:
    if not token:
        return None
    try:
        padded = token + "=" * (-len(token) % 4)
        values = json.loads(base64.urlsafe_b64decode(padded.encode()), parse_constant=_refuse)
        return [_value(_field(rows, name), values[name]) for name in names]
    except (binascii.Error, ValueError, KeyError, TypeError, OverflowError, ValidationError):
        return None


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _value(field: Field[Any, Any], said: Any) -> Any:
    """
    Read the value of a key from a token, which may be forged.

    :raises ValueError: if it is nothing that stands in a database.
    """
    value = field.to_python(said)
    if value is None or "\0" in str(value) or not str(value).encode():
        raise ValueError(said)
    return value


def _field(rows: QuerySet[Any], name: str) -> Field[Any, Any]:
    if name in rows.query.annotations:
        annotated: Field[Any, Any] = rows.query.annotations[name].output_field
        return annotated
    model = rows.model
    *way, last = name.split("__")
    for step in way:
        model = model._meta.get_field(step).related_model
    found: Field[Any, Any] = model._meta.pk if last == "pk" else model._meta.get_field(last)
    return found
