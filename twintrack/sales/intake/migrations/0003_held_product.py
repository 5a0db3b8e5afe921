import unicodedata

from django.db import migrations, models


def note_products(apps, _schema_editor):
    held_row = apps.get_model("intake", "HeldRow")
    for held in held_row.objects.filter(run=None).only("values").iterator(500):
        text = unicodedata.normalize("NFKC", held.values.get("product", "")).casefold()
        held.product_key = " ".join(text.split())[:80]
        held.save(update_fields=["product_key"])


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_delivery_log")]

    operations = [
        migrations.AddField(
            model_name="heldrow",
            name="product_key",
            field=models.CharField(blank=True, default="", max_length=80),
            preserve_default=False,
        ),
        migrations.RunPython(note_products, migrations.RunPython.noop),
    ]
