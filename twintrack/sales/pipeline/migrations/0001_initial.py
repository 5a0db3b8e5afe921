import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("customers", "0001_tables"),
        ("people", "__first__"),
        ("products", "0001_tables"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Opportunity",
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
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2, max_digits=16, verbose_name="Amount"
                            ),
                        ),
                        ("currency", models.CharField(max_length=3, verbose_name="Currency")),
                        ("expected_close_on", models.DateField(verbose_name="Expected close")),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("requirement_confirmation", "Requirement confirmation"),
                                    ("solution_design", "Solution design"),
                                    ("negotiation", "Negotiation"),
                                    ("contract", "Contract signing"),
                                    ("won", "Won"),
                                    ("lost", "Lost"),
                                ],
                                default="requirement_confirmation",
                                max_length=24,
                                verbose_name="Stage",
                            ),
                        ),
                        ("stage_since", models.DateTimeField()),
                        (
                            "lost_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="Reason"),
                        ),
                        ("opened_at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
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
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="Owner",
                            ),
                        ),
                        (
                            "products",
                            models.ManyToManyField(
                                blank=True,
                                related_name="+",
                                to="products.product",
                                verbose_name="Products",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "opportunities",
                        "indexes": [
                            models.Index(
                                fields=["expected_close_on", "id"], name="opportunity_by_close"
                            ),
                            models.Index(
                                fields=["stage", "expected_close_on", "id"],
                                name="opportunity_by_stage",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
