import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("feedback", "0001_initial"),
        ("feedback", "0002_said_and_triaged"),
        ("feedback", "0003_first_owners"),
        ("feedback", "0004_owned"),
        ("feedback", "0005_how_bad"),
        ("feedback", "0006_longer_titles"),
    ]

    initial = True

    dependencies = [
        ("customers", "0001_all_tables"),
        ("people", "__first__"),
        ("products", "0001_tables"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Feedback",
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
                                    ("complaint", "Complaint"),
                                    ("request", "Request"),
                                    ("praise", "Praise"),
                                    ("question", "Question"),
                                ],
                                default="complaint",
                                max_length=10,
                                verbose_name="Kind",
                            ),
                        ),
                        (
                            "severity",
                            models.CharField(
                                choices=[
                                    ("blocker", "Stops the line"),
                                    ("major", "Major"),
                                    ("minor", "Minor"),
                                    ("trivial", "Trivial"),
                                ],
                                default="major",
                                max_length=8,
                                verbose_name="Severity",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="Title")),
                        ("verbatim", models.TextField(verbose_name="In the customer's words")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("new", "New"),
                                    ("triaged", "Triaged"),
                                    ("linked", "With R&D"),
                                    ("resolved", "Resolved"),
                                    ("confirmed_by_customer", "Confirmed by the customer"),
                                    ("duplicate", "Duplicate"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="new",
                                max_length=22,
                                verbose_name="State",
                            ),
                        ),
                        (
                            "source",
                            models.CharField(blank=True, max_length=40, verbose_name="Source"),
                        ),
                        ("external_id", models.CharField(blank=True, max_length=120)),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="customers.customer",
                                verbose_name="Customer",
                            ),
                        ),
                        (
                            "module",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="products.module",
                                verbose_name="Module",
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
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="products.version",
                                verbose_name="Version",
                            ),
                        ),
                        (
                            "also_products",
                            models.ManyToManyField(
                                blank=True,
                                related_name="+",
                                to="products.product",
                                verbose_name="Also concerns",
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("visit", "Visit"),
                                    ("phone", "Phone"),
                                    ("mail", "Mail"),
                                    ("meeting", "Meeting"),
                                    ("chat", "Chat"),
                                    ("import", "Import"),
                                    ("api", "Another system"),
                                    ("other", "Other"),
                                ],
                                default="other",
                                max_length=8,
                                verbose_name="Channel",
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="customers.contact",
                                verbose_name="Contact",
                            ),
                        ),
                        (
                            "duplicate_of",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="duplicates",
                                to="feedback.feedback",
                                verbose_name="Duplicate of",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="Note")),
                        ("occurred_at", models.DateTimeField(verbose_name="Happened")),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="Owner",
                            ),
                        ),
                        ("source_updated_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "source_url",
                            models.URLField(
                                blank=True, max_length=500, verbose_name="Link to the source"
                            ),
                        ),
                        (
                            "state_before",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("new", "New"),
                                    ("triaged", "Triaged"),
                                    ("linked", "With R&D"),
                                    ("resolved", "Resolved"),
                                    ("confirmed_by_customer", "Confirmed by the customer"),
                                    ("duplicate", "Duplicate"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                max_length=22,
                            ),
                        ),
                        ("triaged_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "triaged_by",
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
                            models.Index(fields=["state", "-id"], name="feedback_inbox"),
                            models.Index(
                                condition=models.Q(
                                    ("state__in", ("new", "linked")), ("triaged_at", None)
                                ),
                                fields=["-id"],
                                name="feedback_to_triage",
                            ),
                            models.Index(fields=["customer", "-id"], name="feedback_of_customer"),
                            models.Index(
                                condition=models.Q(
                                    ("state__in", ("new", "linked")), ("triaged_at", None)
                                ),
                                fields=["severity"],
                                name="feedback_how_bad",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("external_id", ""), _negated=True),
                                fields=("source", "external_id"),
                                name="external_feedback_once",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
