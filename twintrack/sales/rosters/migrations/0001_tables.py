import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("customers", "0001_all_tables"),
        ("people", "__first__"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="CustomerImport",
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
                        ("digest", models.CharField(db_index=True, max_length=64)),
                        ("columns", models.JSONField(default=list)),
                        ("mapping", models.JSONField(default=dict)),
                        (
                            "policy",
                            models.CharField(
                                choices=[
                                    ("attach", "Add the person, leave the customer as it is"),
                                    ("update", "Add the person and take over what the file says"),
                                    ("skip", "Leave the row out"),
                                    ("create", "It is another customer: add it"),
                                ],
                                default="attach",
                                max_length=6,
                                verbose_name="Customers that are known",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("checking", "Being checked"),
                                    ("checked", "Checked"),
                                    ("running", "Being taken in"),
                                    ("done", "Taken in"),
                                    ("undoing", "Being taken back"),
                                    ("undone", "Taken back"),
                                ],
                                default="checking",
                                max_length=8,
                            ),
                        ),
                        ("position", models.PositiveIntegerField(default=0)),
                        ("total", models.PositiveIntegerField(default=0)),
                        ("created_at", models.DateTimeField()),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "started_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["-created_at", "-id"], name="rosters_newest")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CustomerImportRow",
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
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("waiting", "Not looked at yet"),
                                    ("fresh", "New customer"),
                                    ("matched", "Known already"),
                                    ("wrong", "Not usable"),
                                    ("created", "Customer added"),
                                    ("attached", "Added to a known customer"),
                                    ("same", "Nothing new"),
                                    ("skipped", "Left out"),
                                    ("removed", "Taken back again"),
                                    ("kept", "Stays: somebody worked with it"),
                                ],
                                default="waiting",
                                max_length=8,
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=12)),
                        ("problem", models.CharField(blank=True, max_length=300)),
                        (
                            "decision",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("attach", "Add the person, leave the customer as it is"),
                                    ("update", "Add the person and take over what the file says"),
                                    ("skip", "Leave the row out"),
                                    ("create", "It is another customer: add it"),
                                ],
                                max_length=6,
                            ),
                        ),
                        ("core", models.CharField(blank=True, max_length=120)),
                        ("is_new_customer", models.BooleanField(default=False)),
                        ("is_new_contact", models.BooleanField(default=False)),
                        ("changed", models.JSONField(default=dict)),
                        (
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="customers.contact",
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="customers.customer",
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rows",
                                to="rosters.customerimport",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["run", "outcome", "line"], name="customer_row_next"
                            ),
                            models.Index(fields=["run", "core"], name="customer_row_core"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("run", "line"), name="customer_row_once"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
