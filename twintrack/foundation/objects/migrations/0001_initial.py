from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Counter",
                    fields=[
                        (
                            "prefix",
                            models.CharField(max_length=8, primary_key=True, serialize=False),
                        ),
                        ("value", models.PositiveBigIntegerField(default=0)),
                    ],
                ),
            ],
        ),
    ]
