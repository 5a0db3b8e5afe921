"""Refuse to change or delete what the ledger holds, whoever asks."""

from typing import Any, ClassVar

from django.db import migrations

TABLES = ("ledger_entry", "ledger_subject")

SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$;
"""
POSTGRESQL = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION ledger_append_only();
"""


def add_triggers(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            for verb in ("UPDATE", "DELETE"):
                schema_editor.execute(SQLITE.format(table=table, verb=verb))
        return
    schema_editor.execute(POSTGRESQL_FUNCTION)
    for table in TABLES:
        schema_editor.execute(POSTGRESQL.format(table=table))


def drop_triggers(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            for verb in ("UPDATE", "DELETE"):
                schema_editor.execute(f"DROP TRIGGER {table}_no_{verb}")
        return
    for table in TABLES:
        schema_editor.execute(f"DROP TRIGGER {table}_append_only ON {table}")
    schema_editor.execute("DROP FUNCTION ledger_append_only()")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("ledger", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(add_triggers, drop_triggers)]
