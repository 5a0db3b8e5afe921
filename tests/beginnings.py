"""
What every company begins with, by its migrations: brought back after the tables were emptied.

Tests that really commit touch a dozen tables out of hundreds. Only those are emptied after them:
emptying all, and letting Django make its types and permissions anew, takes longer than the test.
"""

from collections.abc import Iterator

from django.apps import apps
from django.core import serializers
from django.db import connection, transaction
from django.db.models import Model

# What triggers guard, and what stays in its tables.
LEFT_ALONE = {"ledger", "contenttypes", "auth"}
STAYING = {"django_content_type", "auth_permission"}
_kept: dict[type[Model], str] = {}
_tables: list[str] = []


def _models() -> Iterator[type[Model]]:
    for model in apps.get_models():
        if model._meta.managed and model._meta.app_label not in LEFT_ALONE:
            yield model


def remember() -> None:
    """Keep the rows that stand in fresh tables."""
    _tables[:] = set(connection.introspection.django_table_names(only_existing=True)) - STAYING
    for model in _models():
        rows = list(model._default_manager.order_by("pk"))
        if rows:
            _kept[model] = serializers.serialize("json", rows)


@transaction.atomic
def bring_back() -> None:
    """Put them back where their table is empty."""
    for model, rows in _kept.items():
        if not model._default_manager.exists():
            for row in serializers.deserialize("json", rows):
                row.save()


def may_empty() -> bool:
    """Say whether we may pass the database's own guards; on PostgreSQL only its superuser may."""
    if connection.vendor == "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SHOW is_superuser")
        return bool(cursor.fetchone() == ("on",))


def empty() -> None:
    """Delete all that a test committed, also from the ledger, which refuses it."""
    filled = _filled()
    if connection.vendor == "sqlite":
        guards = _guards()
        with connection.schema_editor() as editor:
            for name in guards:
                editor.execute(f"DROP TRIGGER {name}")
            _delete(filled)
            for guard in guards.values():
                editor.execute(guard, None)
        return
    with transaction.atomic(), connection.cursor() as cursor:
        # Neither foreign keys nor guards are asked.
        cursor.execute("SET LOCAL session_replication_role = replica")
        _delete(filled)


def _filled() -> list[str]:
    """Give the tables in which rows stand."""
    asked = ", ".join(f'EXISTS(SELECT 1 FROM "{name}")' for name in _tables)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}")
        return [name for name, found in zip(_tables, cursor.fetchone(), strict=True) if found]


def _guards() -> dict[str, str]:
    """Give the triggers that refuse something, as they were made."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(%'"
        )
        return dict(cursor.fetchall())


def _delete(tables: list[str]) -> None:
    with connection.cursor() as cursor:
        for name in tables:
            cursor.execute(f'DELETE FROM "{name}"')
