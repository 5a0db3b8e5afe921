"""Quotes, and what every company begins with: large discounts are asked for, larger ones higher up."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables

RULES = (
    ("折扣超过 10%", "Discount above 10 %", 10, "sales_manager", 1),
    ("折扣超过 25%", "Discount above 25 %", 25, "executive", 2),
)


def give(apps, schema_editor):
    rules = apps.get_model("quotes", "ApprovalRule").objects.using(schema_editor.connection.alias)
    for name_zh, name_en, threshold, role, step in RULES:
        rules.create(
            name_zh=name_zh,
            name_en=name_en,
            kind="discount_above",
            threshold=threshold,
            role=role,
            step=step,
            is_given=True,
        )


class Migration(migrations.Migration):
    replaces = [
        ("quotes", "0001_initial"),
        ("quotes", "0002_given_rules"),
        ("quotes", "0003_grounds"),
    ]

    initial = True

    dependencies = [
        ("customers", "0001_all_tables"),
        ("people", "__first__"),
        ("pipeline", "0001_tables"),
        ("pricing", "0001_initial"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="ApprovalRule",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("discount_above", "Discount above (%)"),
                                    ("margin_below", "Margin below (%)"),
                                    ("amount_above", "Amount above"),
                                ],
                                max_length=16,
                                verbose_name="What is looked at",
                            ),
                        ),
                        (
                            "threshold",
                            models.DecimalField(
                                decimal_places=2, max_digits=16, verbose_name="Threshold"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("product_manager", "Product manager"),
                                    ("rnd_lead", "R&D lead"),
                                    ("engineer", "Developer / tester"),
                                    ("salesperson", "Salesperson"),
                                    ("sales_manager", "Sales manager"),
                                    ("presales", "Presales consultant"),
                                    ("implementer", "Implementation engineer"),
                                    ("csm", "Customer success manager"),
                                    ("executive", "Executive"),
                                    ("admin", "Administrator"),
                                    ("guest", "Guest"),
                                ],
                                max_length=24,
                                verbose_name="Who approves",
                            ),
                        ),
                        ("step", models.PositiveSmallIntegerField(default=1, verbose_name="Step")),
                        ("is_active", models.BooleanField(default=True, verbose_name="In force")),
                        ("is_given", models.BooleanField(default=False)),
                    ],
                    options={
                        "ordering": ["step", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Quote",
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
                        ("title", models.CharField(max_length=120, verbose_name="Title")),
                        ("created_at", models.DateTimeField()),
                        ("first_sent_at", models.DateTimeField(blank=True, null=True)),
                        ("accepted_at", models.DateTimeField(blank=True, null=True)),
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
                            "opportunity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="pipeline.opportunity",
                                verbose_name="Opportunity",
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
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["opportunity", "-id"], name="quotes_of_opportunity"
                            ),
                            models.Index(fields=["customer", "-id"], name="quotes_of_customer"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="QuoteVersion",
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
                        ("ordinal", models.PositiveSmallIntegerField(default=1)),
                        ("is_current", models.BooleanField(default=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("in_approval", "In approval"),
                                    ("approved", "Approved"),
                                    ("sent", "Sent"),
                                    ("accepted", "Accepted"),
                                    ("rejected", "Declined"),
                                    ("expired", "Expired"),
                                    ("superseded", "Superseded"),
                                ],
                                default="draft",
                                max_length=12,
                                verbose_name="State",
                            ),
                        ),
                        ("currency", models.CharField(max_length=3, verbose_name="Currency")),
                        (
                            "includes_tax",
                            models.BooleanField(default=False, verbose_name="Prices include tax"),
                        ),
                        (
                            "discount",
                            models.DecimalField(
                                decimal_places=2,
                                default=0,
                                max_digits=5,
                                verbose_name="Discount on the whole (%)",
                            ),
                        ),
                        ("valid_until", models.DateField(verbose_name="Valid until")),
                        (
                            "language",
                            models.CharField(
                                choices=[("zh-hans", "Chinese"), ("en", "English")],
                                default="zh-hans",
                                max_length=8,
                                verbose_name="Language of the paper",
                            ),
                        ),
                        (
                            "payment_terms",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="Payment terms"
                            ),
                        ),
                        (
                            "delivery_terms",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="Delivery terms"
                            ),
                        ),
                        (
                            "notes",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="Notes to the customer"
                            ),
                        ),
                        (
                            "at_list",
                            models.DecimalField(decimal_places=2, default=0, max_digits=18),
                        ),
                        (
                            "discounted",
                            models.DecimalField(decimal_places=2, default=0, max_digits=18),
                        ),
                        ("net", models.DecimalField(decimal_places=2, default=0, max_digits=18)),
                        ("tax", models.DecimalField(decimal_places=2, default=0, max_digits=18)),
                        (
                            "gross",
                            models.DecimalField(
                                decimal_places=2, default=0, max_digits=18, verbose_name="Amount"
                            ),
                        ),
                        (
                            "cost",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=18, null=True
                            ),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        (
                            "change_note",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="What changes"
                            ),
                        ),
                        ("letterhead", models.JSONField(default=dict)),
                        ("created_at", models.DateTimeField()),
                        ("submitted_at", models.DateTimeField(blank=True, null=True)),
                        ("approved_at", models.DateTimeField(blank=True, null=True)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "accepted_by",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="Accepted by"
                            ),
                        ),
                        (
                            "accepted_on",
                            models.DateField(blank=True, null=True, verbose_name="Accepted on"),
                        ),
                        (
                            "decline_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="Reason"),
                        ),
                        (
                            "accepted_noted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "book",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="pricing.pricebook",
                                verbose_name="Price book",
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
                        (
                            "quote",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="versions",
                                to="quotes.quote",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["is_current", "state", "-id"], name="versions_by_state"
                            ),
                            models.Index(fields=["state", "valid_until"], name="versions_expiring"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("quote", "ordinal"), name="one_version_an_ordinal"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("is_current", True)),
                                fields=("quote",),
                                name="one_current_version",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="QuoteSending",
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
                                choices=[("mail", "By e-mail"), ("handed_over", "Handed over")],
                                max_length=12,
                                verbose_name="How",
                            ),
                        ),
                        ("to", models.CharField(max_length=300, verbose_name="To whom")),
                        (
                            "subject",
                            models.CharField(
                                blank=True, max_length=150, verbose_name="Subject line"
                            ),
                        ),
                        (
                            "message",
                            models.TextField(blank=True, max_length=4000, verbose_name="Message"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "On its way"),
                                    ("sending", "Being sent"),
                                    ("done", "Delivered"),
                                    ("failed", "Failed"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("error", models.CharField(blank=True, max_length=500)),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        ("next_try_at", models.DateTimeField(blank=True, null=True)),
                        ("sent_at", models.DateTimeField()),
                        (
                            "sent_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sendings",
                                to="quotes.quoteversion",
                            ),
                        ),
                        (
                            "ground",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("contract", "To perform a contract, or at their own request"),
                                    ("duty", "A law asks for it"),
                                    ("otherwise", "Somebody else was asked, or not by e-mail"),
                                ],
                                max_length=10,
                                verbose_name="Ground",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-sent_at", "-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["next_try_at"],
                                name="sendings_waiting",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="QuotePromise",
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
                        ("text", models.CharField(max_length=200, verbose_name="What is promised")),
                        ("due_on", models.DateField(verbose_name="By when")),
                        (
                            "commitment",
                            models.CharField(blank=True, max_length=20, verbose_name="Commitment"),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="promises",
                                to="quotes.quoteversion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["due_on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="QuoteLine",
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
                        ("position", models.PositiveSmallIntegerField()),
                        ("name", models.CharField(max_length=200, verbose_name="What is offered")),
                        (
                            "description",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="Description"
                            ),
                        ),
                        (
                            "quantity",
                            models.DecimalField(
                                decimal_places=3, max_digits=12, verbose_name="Quantity"
                            ),
                        ),
                        (
                            "unit",
                            models.CharField(
                                choices=[
                                    ("piece", "piece"),
                                    ("set", "set"),
                                    ("licence", "licence"),
                                    ("person_day", "person-day"),
                                    ("hour", "hour"),
                                    ("month", "month"),
                                    ("year", "year"),
                                    ("metre", "metre"),
                                    ("lot", "lump sum"),
                                ],
                                default="piece",
                                max_length=10,
                                verbose_name="Unit",
                            ),
                        ),
                        (
                            "list_price",
                            models.DecimalField(
                                decimal_places=2, max_digits=16, verbose_name="List price"
                            ),
                        ),
                        (
                            "discount",
                            models.DecimalField(
                                decimal_places=2,
                                default=0,
                                max_digits=5,
                                verbose_name="Discount (%)",
                            ),
                        ),
                        (
                            "tax_rate",
                            models.DecimalField(
                                decimal_places=2, max_digits=5, verbose_name="Tax rate (%)"
                            ),
                        ),
                        (
                            "cost",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=16, null=True
                            ),
                        ),
                        ("amount", models.DecimalField(decimal_places=2, default=0, max_digits=18)),
                        ("share", models.DecimalField(decimal_places=2, default=0, max_digits=18)),
                        ("net", models.DecimalField(decimal_places=2, default=0, max_digits=18)),
                        ("tax", models.DecimalField(decimal_places=2, default=0, max_digits=18)),
                        (
                            "item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="pricing.catalogueitem",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="quotes.quoteversion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="QuoteApproval",
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
                        ("turn", models.PositiveSmallIntegerField()),
                        ("step", models.PositiveSmallIntegerField()),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("product_manager", "Product manager"),
                                    ("rnd_lead", "R&D lead"),
                                    ("engineer", "Developer / tester"),
                                    ("salesperson", "Salesperson"),
                                    ("sales_manager", "Sales manager"),
                                    ("presales", "Presales consultant"),
                                    ("implementer", "Implementation engineer"),
                                    ("csm", "Customer success manager"),
                                    ("executive", "Executive"),
                                    ("admin", "Administrator"),
                                    ("guest", "Guest"),
                                ],
                                max_length=24,
                            ),
                        ),
                        ("reasons", models.JSONField(default=list)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("approved", "Approved"),
                                    ("rejected", "Sent back"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("note", models.CharField(blank=True, max_length=300)),
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
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="approvals",
                                to="quotes.quoteversion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["turn", "step", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["role"],
                                name="approvals_waiting",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("version", "turn", "step", "role"), name="asked_once_a_turn"
                            )
                        ],
                    },
                ),
            ],
        ),
        migrations.RunPython(give, migrations.RunPython.noop),
    ]
