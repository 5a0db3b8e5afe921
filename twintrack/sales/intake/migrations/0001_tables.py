import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("intake", "0001_initial"),
        ("intake", "0002_delivery_log"),
        ("intake", "0003_held_product"),
        ("intake", "0004_arriving"),
        ("intake", "0005_differing"),
    ]

    initial = True

    dependencies = [
        ("feedback", "0001_tables"),
        ("people", "__first__"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="ImportRun",
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
                        ("name", models.CharField(max_length=160, verbose_name="File")),
                        ("source", models.CharField(max_length=40, verbose_name="Source")),
                        ("form", models.CharField(max_length=5)),
                        ("encoding", models.CharField(blank=True, max_length=20)),
                        ("delimiter", models.CharField(blank=True, max_length=1)),
                        ("columns", models.JSONField(default=list)),
                        ("mapping", models.JSONField(default=dict)),
                        ("defaults", models.JSONField(default=dict)),
                        ("decisions", models.JSONField(default=dict)),
                        ("unknown", models.JSONField(default=dict)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("arriving", "Being stored"),
                                    ("draft", "Columns to be confirmed"),
                                    ("checking", "Being checked"),
                                    ("checked", "Ready to import"),
                                    ("running", "Importing"),
                                    ("done", "Imported"),
                                    ("paused", "Stopped"),
                                    ("undoing", "Being undone"),
                                    ("cancelled", "Undone"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("total", models.PositiveIntegerField(default=0)),
                        ("ready", models.PositiveIntegerField(default=0)),
                        ("recorded", models.PositiveIntegerField(default=0)),
                        ("known", models.PositiveIntegerField(default=0)),
                        ("held", models.PositiveIntegerField(default=0)),
                        ("refused", models.PositiveIntegerField(default=0)),
                        ("withdrawn", models.PositiveIntegerField(default=0)),
                        ("kept", models.PositiveIntegerField(default=0)),
                        ("stop_reason", models.CharField(blank=True, max_length=200)),
                        ("created_at", models.DateTimeField()),
                        ("started_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "started_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("month_first", models.JSONField(default=list)),
                        ("differing", models.PositiveIntegerField(default=0)),
                        ("unreadable", models.PositiveIntegerField(default=0)),
                    ],
                ),
                migrations.CreateModel(
                    name="ImportRow",
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
                        ("line", models.PositiveIntegerField()),
                        ("values", models.JSONField(default=dict)),
                        ("external_id", models.CharField(blank=True, max_length=120)),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("recorded", "Recorded"),
                                    ("known", "Known already"),
                                    ("differing", "Known with other words"),
                                    ("held", "Held"),
                                    ("refused", "Refused"),
                                    ("withdrawn", "Withdrawn"),
                                    ("kept", "Kept"),
                                    ("dismissed", "Dismissed"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("problems", models.JSONField(default=list)),
                        (
                            "feedback",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="feedback.feedback",
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rows",
                                to="intake.importrun",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["run", "outcome", "line"], name="import_row_outcome"
                            ),
                            models.Index(
                                fields=["run", "external_id", "line"], name="import_row_repeated"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("run", "line"), name="import_row_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InboundSource",
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
                        ("name", models.CharField(max_length=40, unique=True, verbose_name="Name")),
                        ("key_hash", models.CharField(max_length=64, unique=True)),
                        ("hint", models.CharField(max_length=12)),
                        ("salt", models.CharField(max_length=32)),
                        (
                            "needs_signature",
                            models.BooleanField(
                                default=False, verbose_name="Only signed deliveries"
                            ),
                        ),
                        ("paths", models.JSONField(default=dict)),
                        ("defaults", models.JSONField(default=dict)),
                        ("value_maps", models.JSONField(default=dict)),
                        ("sample", models.JSONField(blank=True, null=True)),
                        ("created_at", models.DateTimeField()),
                        ("last_used_at", models.DateTimeField(blank=True, null=True)),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "acts_as",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("origin", models.CharField(max_length=40, unique=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Delivery",
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
                        ("received_at", models.DateTimeField()),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("recorded", "Recorded"),
                                    ("updated", "Updated"),
                                    ("known", "Known already"),
                                    ("older", "Older than what is known"),
                                    ("held", "Held"),
                                    ("refused", "Refused"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("external_id", models.CharField(blank=True, max_length=120)),
                        ("problems", models.JSONField(default=list)),
                        ("body", models.TextField(blank=True)),
                        (
                            "feedback",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="feedback.feedback",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deliveries",
                                to="intake.inboundsource",
                            ),
                        ),
                        (
                            "again_of",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="repeats",
                                to="intake.delivery",
                            ),
                        ),
                        ("answer", models.JSONField(default=dict)),
                        ("size", models.PositiveIntegerField(default=0)),
                        ("status", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name_plural": "deliveries",
                        "indexes": [
                            models.Index(fields=["source", "-id"], name="delivery_log"),
                            models.Index(
                                fields=["source", "outcome", "-id"], name="delivery_outcome"
                            ),
                            models.Index(fields=["received_at"], name="delivery_age"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HeldRow",
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
                        ("source", models.CharField(max_length=40)),
                        ("external_id", models.CharField(blank=True, max_length=120)),
                        ("values", models.JSONField(default=dict)),
                        ("problems", models.JSONField(default=list)),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("recorded", "Recorded"),
                                    ("known", "Known already"),
                                    ("differing", "Known with other words"),
                                    ("held", "Held"),
                                    ("refused", "Refused"),
                                    ("withdrawn", "Withdrawn"),
                                    ("kept", "Kept"),
                                    ("dismissed", "Dismissed"),
                                ],
                                default="held",
                                max_length=10,
                            ),
                        ),
                        ("held_at", models.DateTimeField()),
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
                            "delivery",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="held",
                                to="intake.delivery",
                            ),
                        ),
                        (
                            "feedback",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="feedback.feedback",
                            ),
                        ),
                        (
                            "row",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="held",
                                to="intake.importrow",
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="held_rows",
                                to="intake.importrun",
                            ),
                        ),
                        ("product_key", models.CharField(blank=True, max_length=80)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["outcome", "-id"], name="held_waiting")],
                    },
                ),
            ],
        ),
    ]
