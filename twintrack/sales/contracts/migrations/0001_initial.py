import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("customers", "0001_all_tables"),
        ("people", "__first__"),
        ("pipeline", "0001_tables"),
        ("products", "0001_tables"),
        ("quotes", "0001_tables"),
        ("sla", "0001_tables"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Contract",
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
                        (
                            "reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="Why without a quote"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("signed", "Signed"),
                                    ("active", "In force"),
                                    ("completed", "Completed"),
                                    ("terminated", "Terminated"),
                                ],
                                default="draft",
                                max_length=12,
                                verbose_name="State",
                            ),
                        ),
                        (
                            "our_party",
                            models.CharField(blank=True, max_length=160, verbose_name="Our side"),
                        ),
                        (
                            "their_party",
                            models.CharField(
                                blank=True, max_length=160, verbose_name="The customer's side"
                            ),
                        ),
                        ("currency", models.CharField(max_length=3, verbose_name="Currency")),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2, max_digits=16, verbose_name="Amount"
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="Begins on")),
                        ("ends_on", models.DateField(verbose_name="Ends on")),
                        (
                            "remind_days",
                            models.PositiveSmallIntegerField(
                                default=60, verbose_name="Remind so many days before"
                            ),
                        ),
                        ("reminded_of", models.DateField(blank=True, null=True)),
                        ("commitments", models.JSONField(default=list)),
                        (
                            "signed_on",
                            models.DateField(blank=True, null=True, verbose_name="Signed on"),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "end_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="Reason"),
                        ),
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
                            "follows",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                            ),
                        ),
                        (
                            "opportunity",
                            models.ForeignKey(
                                blank=True,
                                null=True,
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
                        (
                            "products",
                            models.ManyToManyField(
                                blank=True,
                                related_name="+",
                                to="products.product",
                                verbose_name="Products",
                            ),
                        ),
                        (
                            "quote_version",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="quotes.quoteversion",
                            ),
                        ),
                        (
                            "sla_version",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="sla.slaplanversion",
                                verbose_name="SLA plan",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["state", "-id"], name="contracts_by_state"),
                            models.Index(
                                fields=["customer", "state", "ends_on"],
                                name="contracts_of_customer",
                            ),
                            models.Index(fields=["opportunity"], name="contracts_of_opportunity"),
                            models.Index(fields=["ends_on", "state"], name="contracts_ending"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    models.Q(("state", "terminated"), _negated=True),
                                    ("signed_on__isnull", False),
                                    _connector="OR",
                                ),
                                fields=("quote_version",),
                                name="one_contract_a_quote",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="contract_ends_after_it_starts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)),
                                name="contract_of_some_amount",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContractVersion",
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
                        ("ordinal", models.PositiveSmallIntegerField(default=0)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("signed", "Signed"),
                                    ("discarded", "Discarded"),
                                ],
                                default="draft",
                                max_length=10,
                            ),
                        ),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2, max_digits=16, verbose_name="Amount"
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="Begins on")),
                        ("ends_on", models.DateField(verbose_name="Ends on")),
                        ("lines", models.JSONField(default=list)),
                        ("schedule", models.JSONField(default=list)),
                        (
                            "overlap_note",
                            models.CharField(
                                blank=True,
                                max_length=300,
                                verbose_name="Why another contract runs beside it",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=300, verbose_name="Reason"),
                        ),
                        ("revision", models.PositiveIntegerField(default=1)),
                        ("created_at", models.DateTimeField()),
                        (
                            "signed_on",
                            models.DateField(blank=True, null=True, verbose_name="Signed on"),
                        ),
                        (
                            "signed_by_us",
                            models.CharField(
                                blank=True, max_length=80, verbose_name="Signed for us by"
                            ),
                        ),
                        (
                            "signed_by_them",
                            models.CharField(
                                blank=True, max_length=80, verbose_name="Signed for the customer by"
                            ),
                        ),
                        (
                            "signed_how",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("paper", "On paper, with the company's seal"),
                                    ("e_seal", "By electronic seal"),
                                ],
                                max_length=8,
                                verbose_name="How",
                            ),
                        ),
                        ("noted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="versions",
                                to="contracts.contract",
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
                            "noted_by",
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
                        "ordering": ["ordinal"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("contract", "ordinal"), name="one_version_an_amendment"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "draft")),
                                fields=("contract",),
                                name="one_open_amendment",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Instalment",
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
                        ("label", models.CharField(max_length=80, verbose_name="What for")),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2, max_digits=16, verbose_name="Amount"
                            ),
                        ),
                        (
                            "trigger",
                            models.CharField(
                                choices=[
                                    ("day", "On a day"),
                                    ("signing", "After signing"),
                                    ("delivery", "After delivery"),
                                    ("milestone", "After a milestone"),
                                    ("acceptance", "After acceptance"),
                                ],
                                max_length=10,
                                verbose_name="When due",
                            ),
                        ),
                        (
                            "days",
                            models.PositiveSmallIntegerField(default=0, verbose_name="Days after"),
                        ),
                        ("reached_on", models.DateField(blank=True, null=True)),
                        (
                            "due_on",
                            models.DateField(blank=True, null=True, verbose_name="Payment due"),
                        ),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="instalments",
                                to="contracts.contract",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                        "indexes": [models.Index(fields=["due_on"], name="instalments_due")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)),
                                name="instalment_of_some_amount",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
