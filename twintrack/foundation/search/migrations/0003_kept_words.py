"""PostgreSQL keeps the words it ranks by: reading them from the text took most of a search."""

from django.db import migrations


def keep(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX search_words")
        schema_editor.execute(
            "ALTER TABLE search_searchdocument ADD COLUMN words tsvector "
            "GENERATED ALWAYS AS (to_tsvector('simple', tokens)) STORED"
        )
        schema_editor.execute(
            "CREATE INDEX search_words ON search_searchdocument USING gin (words)"
        )


def read(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX search_words")
        schema_editor.execute("ALTER TABLE search_searchdocument DROP COLUMN words")
        schema_editor.execute(
            "CREATE INDEX search_words ON search_searchdocument "
            "USING gin (to_tsvector('simple', tokens))"
        )


class Migration(migrations.Migration):
    dependencies = [("search", "0002_words")]
    operations = [migrations.RunPython(keep, read)]
