import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("collections", "0001_initial"),
        ("collections", "0002_statement_tables"),
        ("collections", "0003_grounds"),
    ]

    initial = True

    dependencies = [
        ("contracts", "0001_initial"),
        ("customers", "0001_all_tables"),
        ("people", "__first__"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="DunningStep",
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
                            "days_after",
                            models.PositiveSmallIntegerField(
                                unique=True, verbose_name="Days after the due day"
                            ),
                        ),
                        ("name_zh", models.CharField(max_length=80, verbose_name="Chinese name")),
                        ("name_en", models.CharField(max_length=80, verbose_name="English name")),
                        (
                            "text_zh",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="Chinese text"
                            ),
                        ),
                        (
                            "text_en",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="English text"
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="In force")),
                    ],
                    options={
                        "ordering": ["days_after"],
                    },
                ),
                migrations.CreateModel(
                    name="Invoice",
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
                            "official_number",
                            models.CharField(
                                blank=True,
                                max_length=40,
                                verbose_name="Number of the official invoice",
                            ),
                        ),
                        ("currency", models.CharField(max_length=3, verbose_name="Currency")),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2, max_digits=16, verbose_name="Amount with tax"
                            ),
                        ),
                        (
                            "tax_rate",
                            models.DecimalField(
                                decimal_places=2,
                                default=13,
                                max_digits=5,
                                verbose_name="Tax rate (%)",
                            ),
                        ),
                        (
                            "tax",
                            models.DecimalField(
                                decimal_places=2, max_digits=16, verbose_name="Tax within"
                            ),
                        ),
                        ("issued_on", models.DateField(verbose_name="Issued on")),
                        ("due_on", models.DateField(verbose_name="Payment due")),
                        ("disputed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "dispute_reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="Why it is disputed"
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        (
                            "contract",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invoices",
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
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="customers.customer",
                                verbose_name="Customer",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["due_on", "id"], name="invoices_by_due"),
                            models.Index(
                                fields=["customer", "due_on"], name="invoices_of_customer"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)), name="invoice_of_some_amount"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("official_number", ""), _negated=True),
                                fields=("official_number",),
                                name="one_invoice_an_official_number",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DunningTask",
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
                            "state",
                            models.CharField(
                                choices=[
                                    ("todo", "To do"),
                                    ("done", "Done"),
                                    ("skipped", "Skipped"),
                                ],
                                default="todo",
                                max_length=8,
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="Note")),
                        ("made_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "assignee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "step",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="collections.dunningstep",
                            ),
                        ),
                        (
                            "invoice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="dunning",
                                to="collections.invoice",
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
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "todo")),
                                fields=["assignee"],
                                name="dunning_waiting",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("invoice", "step"), name="one_task_a_step"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CreditNote",
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
                        ("ordinal", models.PositiveSmallIntegerField()),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2, max_digits=16, verbose_name="Amount with tax"
                            ),
                        ),
                        ("reason", models.CharField(max_length=300, verbose_name="Reason")),
                        (
                            "official_number",
                            models.CharField(
                                blank=True,
                                max_length=40,
                                verbose_name="Number of the official invoice",
                            ),
                        ),
                        ("issued_on", models.DateField(verbose_name="Issued on")),
                        ("written_at", models.DateTimeField()),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "invoice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="credit_notes",
                                to="collections.invoice",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("invoice", "ordinal"), name="one_credit_note_each"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)), name="credit_of_some_amount"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InvoicePart",
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
                        ("amount", models.DecimalField(decimal_places=2, max_digits=16)),
                        (
                            "credit_note",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                to="collections.creditnote",
                            ),
                        ),
                        (
                            "instalment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invoice_parts",
                                to="contracts.instalment",
                            ),
                        ),
                        (
                            "invoice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="parts",
                                to="collections.invoice",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="PaymentPromise",
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
                        ("promised_on", models.DateField(verbose_name="Pays on")),
                        ("by_whom", models.CharField(max_length=80, verbose_name="Who said so")),
                        ("noted_at", models.DateTimeField()),
                        (
                            "invoice",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="promises",
                                to="collections.invoice",
                            ),
                        ),
                        (
                            "noted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Receipt",
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
                            "amount",
                            models.DecimalField(
                                decimal_places=2, max_digits=16, verbose_name="Amount"
                            ),
                        ),
                        ("currency", models.CharField(max_length=3, verbose_name="Currency")),
                        (
                            "rate",
                            models.DecimalField(
                                blank=True,
                                decimal_places=8,
                                max_digits=18,
                                null=True,
                                verbose_name="Rate",
                            ),
                        ),
                        ("settled_amount", models.DecimalField(decimal_places=2, max_digits=16)),
                        ("settled_currency", models.CharField(max_length=3)),
                        ("received_on", models.DateField(verbose_name="Received on")),
                        (
                            "payer",
                            models.CharField(blank=True, max_length=160, verbose_name="Payer"),
                        ),
                        (
                            "bank_reference",
                            models.CharField(
                                blank=True, max_length=80, verbose_name="Bank reference"
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="Note")),
                        ("recorded_at", models.DateTimeField()),
                        ("voided_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "void_reason",
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
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["-received_on", "-id"], name="receipts_by_day"),
                            models.Index(
                                fields=["customer", "-received_on"], name="receipts_of_customer"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0), ("settled_amount__gt", 0)),
                                name="receipt_of_some_amount",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("voided_at__isnull", True),
                                    models.Q(("bank_reference", ""), _negated=True),
                                ),
                                fields=("bank_reference",),
                                name="one_receipt_a_bank_reference",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Allocation",
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
                        ("amount", models.DecimalField(decimal_places=2, max_digits=16)),
                        ("made_at", models.DateTimeField()),
                        ("undone_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "instalment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="allocations",
                                to="contracts.instalment",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "invoice",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="allocations",
                                to="collections.invoice",
                            ),
                        ),
                        (
                            "receipt",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="allocations",
                                to="collections.receipt",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)),
                                name="allocation_of_some_amount",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Refund",
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
                            "amount",
                            models.DecimalField(
                                decimal_places=2, max_digits=16, verbose_name="Amount"
                            ),
                        ),
                        ("paid_on", models.DateField(verbose_name="Paid back on")),
                        ("reason", models.CharField(max_length=300, verbose_name="Reason")),
                        (
                            "bank_reference",
                            models.CharField(
                                blank=True, max_length=80, verbose_name="Bank reference"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        (
                            "receipt",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="refunds",
                                to="collections.receipt",
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
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)), name="refund_of_some_amount"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Statement",
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
                        ("file_name", models.CharField(max_length=160)),
                        ("read_at", models.DateTimeField()),
                        ("columns", models.JSONField(default=dict)),
                        (
                            "read_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("currency", models.CharField(blank=True, max_length=3)),
                        ("table", models.JSONField(default=dict)),
                    ],
                ),
                migrations.CreateModel(
                    name="StatementLine",
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
                        ("paid_on", models.DateField()),
                        ("amount", models.DecimalField(decimal_places=2, max_digits=16)),
                        ("currency", models.CharField(max_length=3)),
                        ("payer", models.CharField(blank=True, max_length=160)),
                        ("reference", models.CharField(blank=True, max_length=80)),
                        ("purpose", models.CharField(blank=True, max_length=300)),
                        ("fingerprint", models.CharField(max_length=64)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "To be matched"),
                                    ("booked", "Booked"),
                                    ("known", "Known before"),
                                    ("ignored", "Set aside"),
                                ],
                                default="waiting",
                                max_length=8,
                            ),
                        ),
                        (
                            "receipt",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="collections.receipt",
                            ),
                        ),
                        (
                            "statement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="collections.statement",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["line"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "known"), _negated=True),
                                fields=("fingerprint",),
                                name="one_line_a_movement",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
