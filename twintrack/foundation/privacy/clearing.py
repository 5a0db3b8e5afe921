"""Take a person out of the rows and out of the index of search."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import CharField, Model

from twintrack.foundation.privacy.persons import Person, kind_of_person
from twintrack.foundation.privacy.places import Place
from twintrack.foundation.privacy.values import MARK, Values
from twintrack.foundation.search import fulltext
from twintrack.foundation.search import operations as search
from twintrack.foundation.search.models import SearchDocument
from twintrack.foundation.search.tokens import query_tokens

# So many objects found by one value are indexed anew; nobody is named more often.
INDEXED = 5000


def clear(person: Person, places: Iterable[Place], *, everywhere: bool, at: datetime) -> int:
    """
    Take a person out of what names them; gives the number of rows.

    The rows that are the person stay, without anything personal; `everywhere` also clears what
    may be about somebody else of the same name.
    """
    found = _found_by(person.values)
    count = 0
    for place in places:
        values = place.values | place.unsure if everywhere else place.values
        if values:
            _write(place.row, values)
            count += 1
    for row in person.rows:
        _empty(row, at)
    for kind, ids in found.items():
        search.index(kind=kind, ids=ids)
    fulltext.forget_words()
    return count


def _write(row: Model, values: dict[str, Any]) -> None:
    for name, value in values.items():
        column: Any = row._meta.get_field(name)
        if isinstance(column, CharField) and column.max_length is not None:
            value = _fitting(value, row, column)
        setattr(row, name, value)
    row.save(update_fields=list(values))


def _fitting(value: str, row: Model, column: CharField[Any, Any]) -> str:
    if _is_unique(row, column.name):
        value = f"{value} {row.pk}"
    return value[: column.max_length]


def _is_unique(row: Model, name: str) -> bool:
    constraints: Any = row._meta.constraints
    within = any(name in getattr(each, "fields", ()) for each in constraints)
    return bool(within or getattr(row._meta.get_field(name), "unique", False))


def _empty(row: Model, at: datetime) -> None:
    kind = kind_of_person(row)
    row = type(row)._default_manager.get(pk=row.pk)
    for name in kind.fields:
        setattr(row, name, MARK if name == kind.name else "")
    setattr(row, kind.erased_at, getattr(row, kind.erased_at) or at)
    row.save(update_fields=[*kind.fields, kind.erased_at])


def _found_by(values: Values) -> dict[str, set[int]]:
    """Give the objects that search finds by a person, by kind."""
    found: dict[str, set[int]] = defaultdict(set)
    for value in (*values.searched_names, *values.emails, *values.phones):
        tokens = query_tokens(value)
        pks = fulltext.find(tokens, limit=INDEXED) if tokens else []
        for kind, pk in SearchDocument.objects.filter(pk__in=pks).values_list("kind", "object_id"):
            found[kind].add(pk)
    return found
