from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_held_product")]

    operations = [
        migrations.AddField(
            model_name="importrun",
            name="month_first",
            field=models.JSONField(default=list),
        ),
        migrations.AlterField(
            model_name="importrun",
            name="state",
            field=models.CharField(
                choices=[
                    ("arriving", "Being stored"),
                    ("draft", "Columns to be confirmed"),
                    ("checking", "Being checked"),
                    ("checked", "Ready to import"),
                    ("running", "Importing"),
                    ("done", "Imported"),
                    ("paused", "Stopped"),
                    ("undoing", "Being undone"),
                    ("cancelled", "Undone"),
                ],
                default="draft",
                max_length=10,
            ),
        ),
    ]
