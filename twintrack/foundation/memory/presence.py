"""Which of the things that few objects have are there: asked at once for all parts of a page."""

from __future__ import annotations

from collections import defaultdict

from django.db import connection

from twintrack.foundation.memory.once import once

_conditions: dict[str, dict[str, str]] = defaultdict(dict)


def register_presence(kind: str, name: str, *selects: str) -> None:
    """
    Say how to find out whether objects of a kind have something.

    Each of `selects` is a statement that gives a row for the object `%(pk)s` if there is any.
    """
    _conditions[kind][name] = " OR ".join(f"EXISTS({select})" for select in selects)


def has(kind: str, pk: int, name: str) -> bool:
    """Say whether an object has something; in a request all of its kind is asked with it."""
    return once(("presence", kind, pk), lambda: _ask(kind, pk))[name]


def _ask(kind: str, pk: int) -> dict[str, bool]:
    conditions = _conditions[kind]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(conditions.values())}", {"pk": pk})
        return dict(zip(conditions, map(bool, cursor.fetchone()), strict=True))
