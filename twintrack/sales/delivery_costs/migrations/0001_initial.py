import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contracts", "0001_initial"),
        ("deliveries", "0001_initial"),
        ("people", "__first__"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="TaskRemaining",
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
                        ("minutes", models.PositiveIntegerField()),
                        ("said_at", models.DateTimeField()),
                        (
                            "said_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "task",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="deliveries.deliverytask",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="ChangeRequest",
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
                        ("title", models.CharField(max_length=120, verbose_name="What changes")),
                        (
                            "description",
                            models.TextField(
                                blank=True, max_length=4000, verbose_name="Description"
                            ),
                        ),
                        ("why", models.CharField(max_length=300, verbose_name="Why it changes")),
                        (
                            "asked_by",
                            models.CharField(
                                choices=[("customer", "The customer"), ("us", "Us")],
                                max_length=8,
                                verbose_name="Who asked for it",
                            ),
                        ),
                        (
                            "price",
                            models.DecimalField(
                                decimal_places=2, max_digits=16, verbose_name="Price without tax"
                            ),
                        ),
                        (
                            "tax_rate",
                            models.DecimalField(
                                decimal_places=2,
                                default=6,
                                max_digits=5,
                                verbose_name="Tax rate (%)",
                            ),
                        ),
                        (
                            "cost",
                            models.DecimalField(
                                decimal_places=2, max_digits=16, verbose_name="Cost"
                            ),
                        ),
                        ("currency", models.CharField(max_length=3, verbose_name="Currency")),
                        (
                            "days",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="Working days more"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("offered", "Offered"),
                                    ("accepted", "Accepted"),
                                    ("refused", "Refused"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="State",
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        ("offered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "accepted_on",
                            models.DateField(blank=True, null=True, verbose_name="Accepted on"),
                        ),
                        (
                            "signed_by",
                            models.CharField(
                                blank=True, max_length=80, verbose_name="Signed for the customer by"
                            ),
                        ),
                        (
                            "signed_how",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("paper", "On paper, signed"),
                                    ("e_seal", "By electronic seal"),
                                    ("mail", "By e-mail"),
                                ],
                                max_length=8,
                                verbose_name="How",
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=300, verbose_name="Reason"),
                        ),
                        (
                            "amendment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contractversion",
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
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="deliveries.delivery",
                            ),
                        ),
                        (
                            "tasks",
                            models.ManyToManyField(
                                blank=True,
                                related_name="+",
                                to="deliveries.deliverytask",
                                verbose_name="Tasks for it",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["delivery", "-id"], name="changes_of_delivery")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("cost__gte", 0), ("price__gte", 0)),
                                name="change_request_costs_nothing_less",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConfirmedWeek",
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
                        ("monday", models.DateField()),
                        ("confirmed_at", models.DateTimeField()),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "delivery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="deliveries.delivery",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("delivery", "person", "monday"), name="week_confirmed_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CostRate",
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
                                verbose_name="Role",
                            ),
                        ),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2, max_digits=10, verbose_name="Cost an hour"
                            ),
                        ),
                        ("currency", models.CharField(max_length=3, verbose_name="Currency")),
                        ("since", models.DateField(verbose_name="Valid from")),
                        ("set_at", models.DateTimeField()),
                        (
                            "set_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["role", "since"], name="cost_rates_by_day")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)),
                                name="cost_rate_of_some_amount",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeliveryBudget",
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
                                decimal_places=2, max_digits=16, verbose_name="Budget"
                            ),
                        ),
                        ("currency", models.CharField(max_length=3, verbose_name="Currency")),
                        ("reason", models.CharField(max_length=300, verbose_name="Reason")),
                        ("set_at", models.DateTimeField()),
                        (
                            "delivery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="deliveries.delivery",
                            ),
                        ),
                        (
                            "set_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["delivery", "-id"], name="budgets_of_delivery")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)),
                                name="delivery_budget_of_some_amount",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Expense",
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
                                    ("travel", "Travel"),
                                    ("lodging", "Lodging"),
                                    ("meals", "Meals"),
                                    ("material", "Material"),
                                    ("service", "Purchased service"),
                                    ("other", "Other"),
                                ],
                                max_length=10,
                                verbose_name="Kind",
                            ),
                        ),
                        ("what", models.CharField(max_length=160, verbose_name="Spent on what")),
                        (
                            "supplier",
                            models.CharField(blank=True, max_length=120, verbose_name="Supplier"),
                        ),
                        ("day", models.DateField(verbose_name="Day")),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2, max_digits=16, verbose_name="Amount"
                            ),
                        ),
                        ("currency", models.CharField(max_length=3, verbose_name="Currency")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("ordered", "Ordered"),
                                    ("waiting", "Waits for approval"),
                                    ("approved", "Approved"),
                                    ("refused", "Refused"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                max_length=10,
                                verbose_name="State",
                            ),
                        ),
                        ("recorded_at", models.DateTimeField()),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=300, verbose_name="Reason"),
                        ),
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
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="deliveries.delivery",
                            ),
                        ),
                        (
                            "spent_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="Spent by",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["delivery", "-day", "-id"], name="expenses_of_delivery"
                            ),
                            models.Index(fields=["spent_by", "-id"], name="expenses_of_person"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount__gt", 0)), name="expense_of_some_amount"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExpenseLimit",
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
                                decimal_places=2, max_digits=16, verbose_name="Limit"
                            ),
                        ),
                        ("since", models.DateField(verbose_name="Valid from")),
                        ("set_at", models.DateTimeField()),
                        (
                            "set_by",
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
                                condition=models.Q(("amount__gte", 0)),
                                name="expense_limit_from_nothing",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HourEntry",
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
                        ("day", models.DateField(verbose_name="Day")),
                        ("minutes", models.SmallIntegerField()),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="Note")),
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
                                verbose_name="Role",
                            ),
                        ),
                        ("is_reversed", models.BooleanField(default=False)),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=300, verbose_name="Reason"),
                        ),
                        ("entered_at", models.DateTimeField()),
                        (
                            "delivery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="deliveries.delivery",
                            ),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "reverses",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reversal",
                                to="delivery_costs.hourentry",
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="deliveries.deliverytask",
                                verbose_name="Task",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["delivery", "day"], name="hours_of_delivery"),
                            models.Index(fields=["person", "day"], name="hours_of_person"),
                            models.Index(fields=["task", "day"], name="hours_of_task"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("is_reversed", False), ("reverses", None)),
                                fields=("person", "task", "day"),
                                name="one_entry_a_task_and_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("minutes__range", (-1440, 1440))),
                                name="hours_of_a_day_at_most",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
