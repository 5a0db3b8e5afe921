import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("backlog", "0001_tables"),
        ("people", "__first__"),
        ("products", "0001_tables"),
        ("projects", "0001_tables"),
        ("releases", "0001_tables"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Baseline",
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
                        ("name", models.CharField(max_length=120, verbose_name="Name")),
                        ("note", models.TextField(blank=True, verbose_name="Why it is frozen")),
                        (
                            "scope",
                            models.CharField(
                                choices=[
                                    ("product", "All that is agreed of a product"),
                                    ("milestone", "A milestone"),
                                    ("release", "A release"),
                                    ("selection", "Chosen requirements"),
                                ],
                                max_length=9,
                                verbose_name="What it holds",
                            ),
                        ),
                        ("size", models.PositiveIntegerField(default=0)),
                        ("set_at", models.DateTimeField()),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                        ("retired_reason", models.CharField(blank=True, max_length=300)),
                        (
                            "milestone",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="projects.milestone",
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="products.product",
                                verbose_name="Product",
                            ),
                        ),
                        (
                            "release",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="releases.release",
                            ),
                        ),
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
                            models.Index(
                                fields=["product", "-set_at", "-id"], name="baseline_by_product"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FrozenRequirement",
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
                        ("title", models.CharField(max_length=200)),
                        ("description", models.TextField(blank=True)),
                        ("kind", models.CharField(max_length=12)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "To review"),
                                    ("under_review", "Under review"),
                                    ("accepted", "Accepted"),
                                    ("rejected", "Rejected"),
                                    ("deferred", "Deferred"),
                                    ("planned", "Planned"),
                                    ("in_development", "In development"),
                                    ("in_testing", "In testing"),
                                    ("released", "Released"),
                                    ("validated", "Validated by customers"),
                                    ("merged", "Merged"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                max_length=15,
                            ),
                        ),
                        ("priority", models.PositiveSmallIntegerField()),
                        ("value_score", models.PositiveSmallIntegerField()),
                        ("milestone_name", models.CharField(blank=True, max_length=120)),
                        ("release_name", models.CharField(blank=True, max_length=120)),
                        ("planned_on", models.DateField(blank=True, null=True)),
                        ("criteria", models.JSONField(default=dict)),
                        (
                            "baseline",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="baselines.baseline",
                            ),
                        ),
                        (
                            "requirement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="backlog.requirement",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("baseline", "requirement"), name="frozen_once"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
