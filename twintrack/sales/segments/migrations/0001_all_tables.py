from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [("segments", "0001_tables"), ("segments", "0002_words")]

    initial = True

    dependencies = [
        ("customers", "0001_all_tables"),
        ("people", "__first__"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="SegmentBounds",
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
                            "points_a",
                            models.PositiveSmallIntegerField(
                                default=60, verbose_name="Points of an A"
                            ),
                        ),
                        (
                            "points_b",
                            models.PositiveSmallIntegerField(
                                default=30, verbose_name="Points of a B"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "segment bounds",
                    },
                ),
                migrations.CreateModel(
                    name="SegmentRule",
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
                        ("name_zh", models.CharField(max_length=80, verbose_name="Chinese name")),
                        ("name_en", models.CharField(max_length=80, verbose_name="English name")),
                        (
                            "measure",
                            models.CharField(
                                choices=[
                                    (
                                        "revenue",
                                        "Contracts signed within 12 months, in the base currency",
                                    ),
                                    ("pipeline", "Open opportunities, in the base currency"),
                                    ("installed", "Products installed"),
                                    ("industry", "Industry"),
                                    ("region", "Region"),
                                ],
                                max_length=10,
                                verbose_name="What counts",
                            ),
                        ),
                        (
                            "at_least",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=16,
                                verbose_name="At least",
                            ),
                        ),
                        (
                            "value",
                            models.CharField(blank=True, max_length=200, verbose_name="Words"),
                        ),
                        (
                            "points",
                            models.SmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(-100),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="Segment points",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="In force")),
                    ],
                ),
                migrations.CreateModel(
                    name="SegmentPin",
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
                            "segment",
                            models.CharField(
                                choices=[
                                    ("A", "A · key customer"),
                                    ("B", "B · growing customer"),
                                    ("C", "C · other customer"),
                                ],
                                max_length=1,
                                verbose_name="Segment",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=300, verbose_name="Reason"),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "customer",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="customers.customer",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="SegmentChange",
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
                            "came_from",
                            models.CharField(
                                choices=[
                                    ("A", "A · key customer"),
                                    ("B", "B · growing customer"),
                                    ("C", "C · other customer"),
                                ],
                                max_length=1,
                            ),
                        ),
                        (
                            "to",
                            models.CharField(
                                choices=[
                                    ("A", "A · key customer"),
                                    ("B", "B · growing customer"),
                                    ("C", "C · other customer"),
                                ],
                                max_length=1,
                            ),
                        ),
                        ("points", models.SmallIntegerField(null=True)),
                        ("rules", models.JSONField(default=list)),
                        ("reason", models.CharField(blank=True, max_length=300)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="customers.customer",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["customer", "-at"], name="segment_changes_of"),
                            models.Index(fields=["-at", "-id"], name="segment_changes_newest"),
                        ],
                    },
                ),
            ],
        ),
    ]
