import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("handoffs", "0001_initial"),
        ("handoffs", "0002_merged_handoffs"),
        ("handoffs", "0003_proposals"),
        ("handoffs", "0004_products"),
        ("handoffs", "0005_once_per_product"),
        ("handoffs", "0006_features"),
    ]

    initial = True

    dependencies = [
        ("backlog", "0001_tables"),
        ("feedback", "0001_tables"),
        ("people", "__first__"),
        ("products", "0001_tables"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Handoff",
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
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("created", "Created automatically"),
                                    ("matched", "Attached automatically"),
                                    ("attached", "Attached by a person"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("made_at", models.DateTimeField()),
                        (
                            "feedback",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="handoffs",
                                to="feedback.feedback",
                            ),
                        ),
                        (
                            "requirement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="handoffs",
                                to="backlog.requirement",
                            ),
                        ),
                        (
                            "before",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="backlog.requirement",
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
                        ("similarity", models.FloatField(null=True)),
                        (
                            "way_before",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("created", "Created automatically"),
                                    ("matched", "Attached automatically"),
                                    ("attached", "Attached by a person"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("words", models.JSONField(default=list)),
                        ("features", models.JSONField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["requirement", "feedback"], name="handoff_waiting")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("feedback", "product"), name="handed_over_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MergedHandoff",
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
                        (
                            "handoff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="merges",
                                to="handoffs.handoff",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="backlog.requirement",
                            ),
                        ),
                        (
                            "target",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="backlog.requirement",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("handoff", "source"), name="followed_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Proposal",
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
                        ("similarity", models.FloatField()),
                        ("words", models.JSONField(default=list)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Open"),
                                    ("accepted", "Attached"),
                                    ("dismissed", "Not the same"),
                                    ("lapsed", "Settled otherwise"),
                                ],
                                default="open",
                                max_length=9,
                            ),
                        ),
                        ("made_at", models.DateTimeField()),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "feedback",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="proposals",
                                to="feedback.feedback",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="proposals",
                                to="backlog.requirement",
                            ),
                        ),
                        ("features", models.JSONField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "open")),
                                fields=["-similarity", "-id"],
                                name="proposal_open",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("feedback", "requirement"), name="proposed_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Thresholds",
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
                        (
                            "attach",
                            models.FloatField(
                                validators=[
                                    django.core.validators.MinValueValidator(0.0),
                                    django.core.validators.MaxValueValidator(1.0),
                                ],
                                verbose_name="Attach automatically from",
                            ),
                        ),
                        (
                            "propose",
                            models.FloatField(
                                validators=[
                                    django.core.validators.MinValueValidator(0.0),
                                    django.core.validators.MaxValueValidator(1.0),
                                ],
                                verbose_name="Propose from",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "thresholds",
                    },
                ),
            ],
        ),
    ]
