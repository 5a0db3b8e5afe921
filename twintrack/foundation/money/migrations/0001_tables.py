from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [("money", "0001_initial"), ("money", "0002_names")]

    initial = True

    dependencies = []

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="ExchangeRate",
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
                        ("currency", models.CharField(max_length=3, verbose_name="Currency")),
                        ("on", models.DateField(verbose_name="Valid from")),
                        (
                            "to_base",
                            models.DecimalField(
                                decimal_places=8, max_digits=18, verbose_name="Rate"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("currency", "on"), name="one_rate_a_day"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
