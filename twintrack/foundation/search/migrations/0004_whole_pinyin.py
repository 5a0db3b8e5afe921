"""What was indexed by the initials of its pinyin is found by the whole of it too."""

from django.db import migrations

from twintrack.foundation.search.tokens import spellings_of


def spell(apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    documents = apps.get_model("search", "SearchDocument").objects
    for document in documents.only("pk", "title", "tokens").iterator(500):
        spelled = spellings_of(document.title)
        if not spelled:
            continue
        words = dict.fromkeys([*document.tokens.split(), *spelled])
        documents.filter(pk=document.pk).update(tokens=" ".join(words))
        if is_sqlite:
            schema_editor.execute("DELETE FROM search_words WHERE rowid = %s", [document.pk])
            schema_editor.execute(
                "INSERT INTO search_words (rowid, tokens) VALUES (%s, %s)",
                [document.pk, " ".join(words)],
            )


class Migration(migrations.Migration):
    dependencies = [("search", "0003_kept_words")]
    operations = [migrations.RunPython(spell, migrations.RunPython.noop)]
