import django.db.models.deletion
from django.conf import settings
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
                    name="Freeze",
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
                        ("on", models.DateField(unique=True)),
                        ("taken_at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="FrozenValue",
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
                        ("measure", models.CharField(max_length=50)),
                        (
                            "span",
                            models.CharField(
                                choices=[("month", "Month"), ("day", "Day")], max_length=5
                            ),
                        ),
                        ("on", models.DateField()),
                        (
                            "part_of",
                            models.CharField(
                                choices=[
                                    ("company", "The whole company"),
                                    ("product", "Product"),
                                    ("team", "Team"),
                                    ("person", "Person"),
                                ],
                                default="company",
                                max_length=7,
                            ),
                        ),
                        ("whose", models.PositiveBigIntegerField(default=0)),
                        ("count", models.PositiveIntegerField()),
                        ("part", models.FloatField()),
                        ("whole", models.FloatField()),
                        ("still_open", models.PositiveIntegerField(default=0)),
                        ("middle", models.FloatField(null=True)),
                        ("spread", models.FloatField(default=0)),
                        (
                            "freeze",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="values",
                                to="kpis.freeze",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("part_of", "whose", "span", "measure", "on"),
                                name="measure_frozen_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SalesTarget",
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
                        ("measure", models.CharField(max_length=50)),
                        ("value", models.FloatField(blank=True, null=True, verbose_name="Target")),
                        (
                            "warn",
                            models.CharField(
                                choices=[
                                    ("missed", "When it misses the target"),
                                    ("unusual", "When it is worse than usual"),
                                    ("both", "In both cases"),
                                    ("off", "No warning"),
                                ],
                                default="missed",
                                max_length=7,
                                verbose_name="Warn",
                            ),
                        ),
                        ("since", models.DateField(verbose_name="From")),
                        ("set_at", models.DateTimeField()),
                        (
                            "set_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["measure", "since"], name="sales_target_by_day")
                        ],
                    },
                ),
            ],
        ),
    ]
