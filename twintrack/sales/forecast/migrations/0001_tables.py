import django.db.models.deletion
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "__first__"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Forecast",
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
                        ("on", models.DateField()),
                        ("quarter_on", models.DateField()),
                        ("done", models.DecimalField(decimal_places=2, max_digits=18)),
                        ("from_open", models.DecimalField(decimal_places=2, max_digits=18)),
                        ("from_new", models.DecimalField(decimal_places=2, max_digits=18)),
                        ("expected", models.DecimalField(decimal_places=2, max_digits=18)),
                        ("low", models.DecimalField(decimal_places=2, max_digits=18)),
                        ("high", models.DecimalField(decimal_places=2, max_digits=18)),
                        ("factor", models.FloatField()),
                        ("spread", models.FloatField()),
                        ("closed", models.PositiveIntegerField()),
                        ("quarters", models.PositiveSmallIntegerField()),
                        ("is_replayed", models.BooleanField(default=False)),
                        ("chances", models.JSONField(default=dict)),
                        (
                            "team",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="people.team",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("team", "on"), name="one_forecast_a_day"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("team", None)),
                                fields=("on",),
                                name="one_forecast_of_all_a_day",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
