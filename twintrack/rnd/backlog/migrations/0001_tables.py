from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("backlog", "0001_initial"),
        ("backlog", "0002_milestone"),
        ("backlog", "0003_revenue"),
        ("backlog", "0004_rank"),
        ("backlog", "0005_pool_indexes"),
        ("backlog", "0006_reviews_merge_split"),
        ("backlog", "0007_sums"),
        ("backlog", "0008_withdrawn"),
        ("backlog", "0009_release"),
        ("backlog", "0010_scoring_methods"),
    ]

    initial = True

    dependencies = [
        ("people", "__first__"),
        ("products", "0001_tables"),
        ("projects", "0001_tables"),
        ("releases", "0001_tables"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="ProductScoring",
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
                            "method",
                            models.CharField(
                                choices=[("rice", "RICE"), ("wsjf", "WSJF")],
                                default="rice",
                                max_length=4,
                                verbose_name="Scoring method",
                            ),
                        ),
                        ("chosen_at", models.DateTimeField()),
                        (
                            "chosen_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "product",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="products.product",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Requirement",
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
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("new_feature", "New feature"),
                                    ("improvement", "Improvement"),
                                    ("defect_fix", "Defect fix"),
                                    ("compliance", "Compliance"),
                                    ("technical", "Technical"),
                                ],
                                default="improvement",
                                max_length=12,
                                verbose_name="Kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="Title")),
                        ("description", models.TextField(blank=True, verbose_name="Description")),
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
                                default="proposed",
                                max_length=15,
                                verbose_name="State",
                            ),
                        ),
                        (
                            "priority",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "Urgent"), (2, "High"), (3, "Medium"), (4, "Low")],
                                default=3,
                                verbose_name="Priority",
                            ),
                        ),
                        ("rice", models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                        (
                            "value_score",
                            models.PositiveSmallIntegerField(default=0, verbose_name="Value"),
                        ),
                        (
                            "planned_on",
                            models.DateField(blank=True, null=True, verbose_name="Planned for"),
                        ),
                        ("customers_count", models.PositiveIntegerField(default=0)),
                        ("feedback_count", models.PositiveIntegerField(default=0)),
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
                            ),
                        ),
                        (
                            "milestone",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="projects.milestone",
                                verbose_name="Milestone",
                            ),
                        ),
                        (
                            "revenue",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("0"),
                                max_digits=18,
                                verbose_name="Revenue behind it",
                            ),
                        ),
                        ("rank", models.CharField(default="n0", max_length=200)),
                        (
                            "confidence",
                            models.DecimalField(decimal_places=2, max_digits=5, null=True),
                        ),
                        ("effort", models.DecimalField(decimal_places=2, max_digits=7, null=True)),
                        ("impact", models.DecimalField(decimal_places=2, max_digits=4, null=True)),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged",
                                to="backlog.requirement",
                            ),
                        ),
                        ("reach", models.DecimalField(decimal_places=2, max_digits=9, null=True)),
                        (
                            "revisit_on",
                            models.DateField(blank=True, null=True, verbose_name="Look again on"),
                        ),
                        (
                            "split_from",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="backlog.requirement",
                            ),
                        ),
                        ("state_before_merge", models.CharField(blank=True, max_length=15)),
                        (
                            "release",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="releases.release",
                                verbose_name="Release",
                            ),
                        ),
                        ("job_size", models.PositiveSmallIntegerField(null=True)),
                        ("opportunity", models.PositiveSmallIntegerField(null=True)),
                        ("rice_value", models.PositiveSmallIntegerField(default=0)),
                        ("time_criticality", models.PositiveSmallIntegerField(null=True)),
                        ("user_value", models.PositiveSmallIntegerField(null=True)),
                        ("wsjf", models.DecimalField(decimal_places=2, max_digits=7, null=True)),
                        ("wsjf_value", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["-value_score", "-id"], name="requirement_by_value"
                            ),
                            models.Index(
                                fields=["state", "-value_score", "-id"], name="requirement_by_state"
                            ),
                            models.Index(fields=["-revenue", "-id"], name="requirement_by_revenue"),
                            models.Index(fields=["rank", "id"], name="requirement_by_rank"),
                            models.Index(
                                fields=["-customers_count", "-id"], name="requirement_by_customers"
                            ),
                            models.Index(
                                fields=["priority", "-value_score", "-id"],
                                name="requirement_by_priority",
                            ),
                            models.Index(
                                fields=["owner", "-value_score", "-id"], name="requirement_by_owner"
                            ),
                            models.Index(fields=["state", "rank", "id"], name="requirement_column"),
                            models.Index(
                                fields=["product", "state", "revenue"], name="requirement_sums"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Criterion",
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
                            "text",
                            models.CharField(max_length=300, verbose_name="Acceptance criterion"),
                        ),
                        ("position", models.PositiveIntegerField()),
                        ("met_at", models.DateTimeField(blank=True, null=True)),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "met_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "requirement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="criteria",
                                to="backlog.requirement",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "criteria",
                    },
                ),
                migrations.CreateModel(
                    name="Review",
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
                            "decision",
                            models.CharField(
                                choices=[
                                    ("accepted", "Accepted"),
                                    ("rejected", "Rejected"),
                                    ("deferred", "Deferred"),
                                ],
                                max_length=15,
                                verbose_name="Decision",
                            ),
                        ),
                        ("reason", models.TextField(verbose_name="Reason")),
                        (
                            "customer_wording",
                            models.TextField(blank=True, verbose_name="What customers may read"),
                        ),
                        ("decided_at", models.DateTimeField()),
                        (
                            "decided_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "requirement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reviews",
                                to="backlog.requirement",
                            ),
                        ),
                        (
                            "came_from",
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
                                default="proposed",
                                max_length=15,
                            ),
                        ),
                        (
                            "revisit_on",
                            models.DateField(blank=True, null=True, verbose_name="Look again on"),
                        ),
                        ("taken_back_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "taken_back_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ReviewRequest",
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
                            "due_on",
                            models.DateField(blank=True, null=True, verbose_name="Opinions until"),
                        ),
                        ("note", models.TextField(blank=True, verbose_name="What it is about")),
                        (
                            "came_from",
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
                                default="proposed",
                                max_length=15,
                            ),
                        ),
                        ("asked_at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "requirement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="review_requests",
                                to="backlog.requirement",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("closed_at", None)),
                                fields=("requirement",),
                                name="one_open_review_request",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Opinion",
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
                            "verdict",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("for", "For"),
                                    ("against", "Against"),
                                    ("unsure", "Unsure"),
                                ],
                                max_length=7,
                                verbose_name="Opinion",
                            ),
                        ),
                        ("comment", models.TextField(blank=True, verbose_name="Comment")),
                        ("reach", models.DecimalField(decimal_places=2, max_digits=9, null=True)),
                        ("impact", models.DecimalField(decimal_places=2, max_digits=4, null=True)),
                        (
                            "confidence",
                            models.DecimalField(decimal_places=2, max_digits=5, null=True),
                        ),
                        ("effort", models.DecimalField(decimal_places=2, max_digits=7, null=True)),
                        ("given_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "reviewer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "request",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="opinions",
                                to="backlog.reviewrequest",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("verdict", "")),
                                fields=["reviewer"],
                                name="opinion_awaited",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("request", "reviewer"), name="one_opinion_each"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
