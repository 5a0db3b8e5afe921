"""A payload may be replaced within `redact`, and nothing else of an entry, ever."""

import django.db.models.deletion
from django.db import migrations, models

# What the trigger holds fast on SQLite; PostgreSQL compares whole rows.
KEPT = (
    "id",
    "kind",
    "about_kind",
    "about_id",
    "actor_id",
    "happened_at",
    "recorded_at",
    "caused_by_id",
    "depth",
)

SQLITE = """
CREATE TRIGGER ledger_entry_no_UPDATE BEFORE UPDATE ON ledger_entry
WHEN NOT EXISTS (SELECT 1 FROM ledger_unsealed WHERE entry_id = OLD.id) OR {changed}
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
"""
SQLITE_BEFORE = """
CREATE TRIGGER ledger_entry_no_UPDATE BEFORE UPDATE ON ledger_entry
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION ledger_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE'
    AND to_jsonb(NEW) - 'payload' = to_jsonb(OLD) - 'payload'
    AND EXISTS (SELECT 1 FROM ledger_unsealed WHERE entry_id = OLD.id)
  THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'the ledger is append-only';
END $$;
"""
POSTGRESQL = """
CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE ON ledger_entry
FOR EACH ROW EXECUTE FUNCTION {function}();
"""


def open_for_redaction(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        changed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in KEPT)
        schema_editor.execute("DROP TRIGGER ledger_entry_no_UPDATE")
        schema_editor.execute(SQLITE.format(changed=changed))
        return
    schema_editor.execute(POSTGRESQL_FUNCTION)
    schema_editor.execute("DROP TRIGGER ledger_entry_append_only ON ledger_entry")
    schema_editor.execute(POSTGRESQL.format(function="ledger_sealed"))


def close_again(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER ledger_entry_no_UPDATE")
        schema_editor.execute(SQLITE_BEFORE)
        return
    schema_editor.execute("DROP TRIGGER ledger_entry_append_only ON ledger_entry")
    schema_editor.execute(POSTGRESQL.format(function="ledger_append_only"))
    schema_editor.execute("DROP FUNCTION ledger_sealed()")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_tables")]

    operations = [
        migrations.CreateModel(
            name="Unsealed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.entry",
                    ),
                ),
            ],
            options={"verbose_name_plural": "unsealed entries"},
        ),
        migrations.RunPython(open_for_redaction, close_again),
    ]
