"""What is found, with the full-text index in the database's own way."""

from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


def add_words(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            "CREATE VIRTUAL TABLE search_words USING fts5(tokens, tokenize = 'unicode61')"
        )
        return
    # Kept rather than read from the text: reading took most of a search.
    schema_editor.execute(
        "ALTER TABLE search_searchdocument ADD COLUMN words tsvector "
        "GENERATED ALWAYS AS (to_tsvector('simple', tokens)) STORED"
    )
    schema_editor.execute("CREATE INDEX search_words ON search_searchdocument USING gin (words)")


def remove_words(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE search_words")
        return
    schema_editor.execute("DROP INDEX search_words")
    schema_editor.execute("ALTER TABLE search_searchdocument DROP COLUMN words")


class Migration(migrations.Migration):
    replaces = [
        ("search", "0001_initial"),
        ("search", "0002_words"),
        ("search", "0003_kept_words"),
        ("search", "0004_whole_pinyin"),
    ]

    initial = True

    dependencies = []

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="SearchDocument",
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
                        ("number", models.CharField(blank=True, db_index=True, max_length=20)),
                        ("title", models.CharField(max_length=300)),
                        ("tokens", models.TextField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("kind", "object_id"), name="found_once")
                        ],
                    },
                ),
            ],
        ),
        migrations.RunPython(add_words, remove_words),
    ]
