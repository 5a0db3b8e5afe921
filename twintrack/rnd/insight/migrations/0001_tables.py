import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [("insight", "0001_initial"), ("insight", "0002_one_finding_a_module")]

    initial = True

    dependencies = [
        ("backlog", "0001_tables"),
        ("people", "__first__"),
        ("products", "0001_tables"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Expectation",
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
                        ("measure", models.CharField(max_length=40)),
                        ("target", models.FloatField(blank=True, null=True, verbose_name="Target")),
                        (
                            "watch",
                            models.CharField(
                                choices=[
                                    ("worse", "When it gets worse"),
                                    ("both", "In both directions"),
                                    ("off", "No warning"),
                                ],
                                default="worse",
                                max_length=5,
                                verbose_name="Warn",
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="products.product",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("product", "measure"), name="one_expectation"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Finding",
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
                        ("number", models.CharField(max_length=20, unique=True)),
                        ("measure", models.CharField(max_length=40)),
                        (
                            "shape",
                            models.CharField(
                                choices=[("shift", "a new level"), ("spike", "a single week")],
                                max_length=5,
                            ),
                        ),
                        ("side", models.SmallIntegerField()),
                        ("since", models.DateField()),
                        ("seen_in", models.DateField()),
                        ("before", models.FloatField()),
                        ("after", models.FloatField()),
                        ("count", models.PositiveIntegerField()),
                        ("distance", models.FloatField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Not looked at"),
                                    ("acknowledged", "Acknowledged"),
                                    ("dismissed", "Dismissed"),
                                    ("improving", "Became an improvement"),
                                ],
                                default="open",
                                max_length=12,
                                verbose_name="State",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=1000, verbose_name="Why"),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("settled_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "module",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="products.module",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="Owner",
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="products.product",
                            ),
                        ),
                        (
                            "requirement",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="backlog.requirement",
                            ),
                        ),
                        (
                            "settled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["product", "state", "-since"], name="findings_of_product"
                            ),
                            models.Index(fields=["-since", "-id"], name="findings_by_day"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("measure", "product", "module", "shape", "side", "since"),
                                name="finding_of_module_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("module", None)),
                                fields=("measure", "product", "shape", "side", "since"),
                                name="finding_of_product_once",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
