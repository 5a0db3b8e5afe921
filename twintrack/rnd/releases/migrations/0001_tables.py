import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [("releases", "0001_initial"), ("releases", "0002_notes_rollout")]

    initial = True

    dependencies = [
        ("people", "__first__"),
        ("products", "0001_tables"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="GateTarget",
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
                        ("code", models.CharField(max_length=40)),
                        (
                            "target",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=7,
                                null=True,
                                verbose_name="Target",
                            ),
                        ),
                        ("is_on", models.BooleanField(default=True, verbose_name="Gate counts")),
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
                                fields=("product", "code"), name="gate_target_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Release",
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
                        ("name", models.CharField(max_length=40, verbose_name="Version")),
                        ("goal", models.CharField(blank=True, max_length=200, verbose_name="Goal")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "Planned"),
                                    ("in_development", "In development"),
                                    ("code_freeze", "Code freeze"),
                                    ("testing", "Testing"),
                                    ("released", "Released"),
                                    ("withdrawn", "Withdrawn"),
                                    ("cancelled", "Called off"),
                                ],
                                default="planned",
                                max_length=14,
                                verbose_name="State",
                            ),
                        ),
                        (
                            "planned_on",
                            models.DateField(blank=True, null=True, verbose_name="Planned for"),
                        ),
                        (
                            "forecast_on",
                            models.DateField(blank=True, null=True, verbose_name="Expected on"),
                        ),
                        (
                            "frozen_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="Frozen at"),
                        ),
                        (
                            "released_on",
                            models.DateField(blank=True, null=True, verbose_name="Released on"),
                        ),
                        ("shipped_reason", models.TextField(blank=True)),
                        (
                            "withdrawn_on",
                            models.DateField(blank=True, null=True, verbose_name="Withdrawn on"),
                        ),
                        (
                            "withdrawn_reason",
                            models.TextField(blank=True, verbose_name="Why it was withdrawn"),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("updated_at", models.DateTimeField()),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                                verbose_name="Product",
                            ),
                        ),
                        (
                            "shipped_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "version",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="products.version",
                            ),
                        ),
                        ("rollout_paused_on", models.DateField(blank=True, null=True)),
                        ("rollout_reason", models.TextField(blank=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["product", "state"], name="release_of_product"),
                            models.Index(fields=["state"], name="release_by_state"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("product", "name"), name="release_named_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GateState",
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
                        ("code", models.CharField(max_length=40)),
                        ("verdict", models.CharField(max_length=12)),
                        ("since", models.DateTimeField()),
                        (
                            "release",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="releases.release",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("release", "code"), name="gate_state_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReleaseNotes",
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
                        ("language", models.CharField(max_length=10)),
                        ("body", models.TextField(blank=True, verbose_name="Release notes")),
                        ("base", models.TextField(blank=True)),
                        ("edited_at", models.DateTimeField()),
                        ("published_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "edited_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "release",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="releases.release",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "release notes",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("release", "language"), name="notes_once_a_language"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RolloutStep",
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
                        ("week", models.DateField(verbose_name="Week")),
                        ("percent", models.PositiveSmallIntegerField(verbose_name="Share")),
                        (
                            "release",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rollout",
                                to="releases.release",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("release", "week"), name="rollout_step_once_a_week"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Waiver",
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
                        ("code", models.CharField(max_length=40)),
                        ("label", models.CharField(max_length=80)),
                        ("figure", models.DecimalField(decimal_places=2, max_digits=9, null=True)),
                        ("target", models.DecimalField(decimal_places=2, max_digits=9, null=True)),
                        (
                            "release",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="waivers",
                                to="releases.release",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("release", "code"), name="gate_waived_once"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
