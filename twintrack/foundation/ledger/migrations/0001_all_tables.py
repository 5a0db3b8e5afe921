"""The ledger; the database refuses to change or delete what it holds, whoever asks."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables

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
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
"""
SQLITE_REDACTION = """
CREATE TRIGGER ledger_entry_no_UPDATE BEFORE UPDATE ON ledger_entry
WHEN NOT EXISTS (SELECT 1 FROM ledger_unsealed WHERE entry_id = OLD.id) OR {changed}
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
"""
POSTGRESQL_FUNCTIONS = """
CREATE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the ledger is append-only'; END $$;
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
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {function}();
"""
FUNCTIONS = {"ledger_entry": "ledger_sealed", "ledger_subject": "ledger_append_only"}


def add_triggers(apps, schema_editor):
    """Refuse every change, but let a payload be replaced within `redact`."""
    if schema_editor.connection.vendor == "sqlite":
        changed = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in KEPT)
        schema_editor.execute(SQLITE_REDACTION.format(changed=changed))
        for table, verb in (
            ("ledger_entry", "DELETE"),
            *(("ledger_subject", verb) for verb in ("UPDATE", "DELETE")),
        ):
            schema_editor.execute(SQLITE.format(table=table, verb=verb))
        return
    schema_editor.execute(POSTGRESQL_FUNCTIONS)
    for table, function in FUNCTIONS.items():
        schema_editor.execute(POSTGRESQL.format(table=table, function=function))


def drop_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table in FUNCTIONS:
            for verb in ("UPDATE", "DELETE"):
                schema_editor.execute(f"DROP TRIGGER {table}_no_{verb}")
        return
    for table, function in FUNCTIONS.items():
        schema_editor.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        schema_editor.execute(f"DROP FUNCTION {function}()")


class Migration(migrations.Migration):
    replaces = [
        ("ledger", "0001_initial"),
        ("ledger", "0002_append_only"),
        ("ledger", "0003_parked_dismissed"),
        ("ledger", "0004_entry_of_kind"),
        ("ledger", "0001_tables"),
        ("ledger", "0002_redaction"),
    ]

    initial = True

    dependencies = [
        ("people", "__first__"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Cursor",
                    fields=[
                        (
                            "subscriber",
                            models.CharField(max_length=60, primary_key=True, serialize=False),
                        ),
                        ("position", models.PositiveBigIntegerField(default=0)),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        ("retry_at", models.DateTimeField(blank=True, null=True)),
                        ("last_error", models.TextField(blank=True)),
                        ("moved_at", models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Entry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("kind", models.CharField(max_length=60)),
                        ("payload", models.JSONField()),
                        ("about_kind", models.CharField(max_length=30)),
                        ("about_id", models.PositiveBigIntegerField()),
                        ("happened_at", models.DateTimeField()),
                        ("recorded_at", models.DateTimeField(auto_now_add=True)),
                        ("depth", models.PositiveSmallIntegerField(default=0)),
                        (
                            "actor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "caused_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consequences",
                                to="ledger.entry",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "entries",
                        "indexes": [models.Index(fields=["kind", "id"], name="entry_of_kind")],
                    },
                ),
                migrations.CreateModel(
                    name="ParkedEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("subscriber", models.CharField(max_length=60)),
                        ("error", models.CharField(max_length=500)),
                        ("traceback", models.TextField()),
                        ("tries", models.PositiveSmallIntegerField()),
                        ("parked_at", models.DateTimeField()),
                        ("replayed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="ledger.entry",
                            ),
                        ),
                        ("dismissed_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name_plural": "parked entries",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("subscriber", "entry"), name="parked_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Subject",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("kind", models.CharField(max_length=30)),
                        ("object_id", models.PositiveBigIntegerField()),
                        (
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="subjects",
                                to="ledger.entry",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["kind", "object_id", "-entry"], name="subject_feed"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Unsealed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
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
                    options={
                        "verbose_name_plural": "unsealed entries",
                    },
                ),
            ],
        ),
        migrations.RunPython(add_triggers, drop_triggers),
    ]
