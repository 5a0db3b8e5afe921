"""The full-text index in the database's own way."""

from django.db import migrations


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            "CREATE VIRTUAL TABLE search_words USING fts5(tokens, tokenize = 'unicode61')"
        )
    else:
        schema_editor.execute(
            "CREATE INDEX search_words ON search_searchdocument "
            "USING gin (to_tsvector('simple', tokens))"
        )


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE search_words")
    else:
        schema_editor.execute("DROP INDEX search_words")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
