import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contracts", "0001_initial"),
        ("customers", "0001_all_tables"),
        ("people", "__first__"),
        ("projects", "0001_tables"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Deliverable",
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
                        ("name", models.CharField(max_length=120, verbose_name="Name")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Not handed over"),
                                    ("handed_over", "Handed over"),
                                    ("accepted", "Accepted"),
                                    ("sent_back", "Sent back"),
                                ],
                                default="open",
                                max_length=12,
                            ),
                        ),
                        (
                            "handed_over_on",
                            models.DateField(blank=True, null=True, verbose_name="Handed over on"),
                        ),
                        (
                            "accepted_on",
                            models.DateField(blank=True, null=True, verbose_name="Accepted on"),
                        ),
                        (
                            "delivery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deliverables",
                                to="deliveries.delivery",
                            ),
                        ),
                        (
                            "phase",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="deliveries.deliveryphase",
                                verbose_name="Phase",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="DeliveryTemplate",
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
                        ("name_zh", models.CharField(max_length=60, verbose_name="Name (Chinese)")),
                        ("name_en", models.CharField(max_length=60, verbose_name="Name (English)")),
                        ("position", models.PositiveSmallIntegerField(default=0)),
                        ("is_active", models.BooleanField(default=True, verbose_name="Is offered")),
                        ("content", models.JSONField(default=dict)),
                        ("revision", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="DeliverableCriterion",
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
                        ("text", models.CharField(max_length=300, verbose_name="Criterion")),
                        (
                            "deliverable",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="criteria",
                                to="deliveries.deliverable",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                    },
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
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                max_length=300,
                                verbose_name="Why without a signed contract",
                            ),
                        ),
                        (
                            "turn",
                            models.CharField(
                                choices=[
                                    ("presales", "Presales consultant"),
                                    ("implementer", "Implementation engineer"),
                                    ("csm", "Customer success manager"),
                                ],
                                default="implementer",
                                max_length=16,
                                verbose_name="At present with",
                            ),
                        ),
                        ("first_due_on", models.DateField(blank=True, null=True)),
                        (
                            "forecast_on",
                            models.DateField(blank=True, null=True, verbose_name="Forecast"),
                        ),
                        (
                            "accepted_on",
                            models.DateField(blank=True, null=True, verbose_name="Accepted on"),
                        ),
                        ("begun_at", models.DateTimeField()),
                        (
                            "contract",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contracts.contract",
                                verbose_name="Contract",
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
                        (
                            "project",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="projects.project",
                            ),
                        ),
                        (
                            "template",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="deliveries.deliverytemplate",
                                verbose_name="Template",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["customer", "-id"], name="deliveries_of_customer"),
                            models.Index(fields=["contract", "-id"], name="deliveries_of_contract"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Acceptance",
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
                        ("accepted_on", models.DateField(verbose_name="Day of acceptance")),
                        (
                            "signed_by",
                            models.CharField(
                                max_length=80, verbose_name="Signed for the customer by"
                            ),
                        ),
                        (
                            "signed_how",
                            models.CharField(
                                choices=[
                                    ("paper", "On paper, signed"),
                                    ("e_seal", "By electronic seal"),
                                    ("mail", "By e-mail"),
                                ],
                                max_length=8,
                                verbose_name="How",
                            ),
                        ),
                        (
                            "note",
                            models.CharField(blank=True, max_length=1000, verbose_name="Remark"),
                        ),
                        ("is_full", models.BooleanField(default=False)),
                        ("instalment_ids", models.JSONField(default=list)),
                        ("noted_at", models.DateTimeField()),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "withdraw_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="Reason"),
                        ),
                        (
                            "noted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "withdrawn_by",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="acceptances",
                                to="deliveries.delivery",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-ordinal"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("withdrawn_at", None)),
                                fields=["accepted_on"],
                                name="acceptances_by_day",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("delivery", "ordinal"), name="one_acceptance_an_ordinal"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeliveryMember",
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
                                    ("presales", "Presales consultant"),
                                    ("implementer", "Implementation engineer"),
                                    ("csm", "Customer success manager"),
                                ],
                                max_length=16,
                                verbose_name="Role",
                            ),
                        ),
                        (
                            "delivery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="members",
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
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("delivery", "role"), name="one_member_a_role"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeliveryPhase",
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
                        ("name", models.CharField(max_length=80, verbose_name="Name")),
                        (
                            "delivery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="phases",
                                to="deliveries.delivery",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="DeliveryTask",
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
                        ("name", models.CharField(max_length=120, verbose_name="Name")),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("presales", "Presales consultant"),
                                    ("implementer", "Implementation engineer"),
                                    ("csm", "Customer success manager"),
                                ],
                                default="implementer",
                                max_length=16,
                                verbose_name="Role",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("todo", "To do"),
                                    ("doing", "In progress"),
                                    ("waiting", "Waiting"),
                                    ("done", "Done"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="todo",
                                max_length=10,
                                verbose_name="State",
                            ),
                        ),
                        ("start_on", models.DateField(verbose_name="Planned start")),
                        ("finish_on", models.DateField(verbose_name="Planned finish")),
                        (
                            "hours",
                            models.DecimalField(
                                decimal_places=2,
                                default=0,
                                max_digits=7,
                                verbose_name="Estimated hours",
                            ),
                        ),
                        (
                            "is_milestone",
                            models.BooleanField(default=False, verbose_name="Milestone"),
                        ),
                        (
                            "started_on",
                            models.DateField(blank=True, null=True, verbose_name="Began on"),
                        ),
                        (
                            "done_on",
                            models.DateField(blank=True, null=True, verbose_name="Done on"),
                        ),
                        (
                            "after",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="deliveries.deliverytask",
                                verbose_name="Begins after",
                            ),
                        ),
                        (
                            "assignee",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="Assignee",
                            ),
                        ),
                        (
                            "delivery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tasks",
                                to="deliveries.delivery",
                            ),
                        ),
                        (
                            "phase",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to="deliveries.deliveryphase",
                                verbose_name="Phase",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ("todo", "doing", "waiting"))),
                                fields=["assignee", "finish_on"],
                                name="delivery_tasks_open",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("finish_on__gte", models.F("start_on"))),
                                name="delivery_task_ends_after_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("hours__gte", 0)),
                                name="delivery_task_of_some_hours",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RoleHandover",
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
                            "from_role",
                            models.CharField(
                                choices=[
                                    ("presales", "Presales consultant"),
                                    ("implementer", "Implementation engineer"),
                                    ("csm", "Customer success manager"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "to_role",
                            models.CharField(
                                choices=[
                                    ("presales", "Presales consultant"),
                                    ("implementer", "Implementation engineer"),
                                    ("csm", "Customer success manager"),
                                ],
                                max_length=16,
                                verbose_name="To role",
                            ),
                        ),
                        (
                            "note",
                            models.TextField(
                                max_length=4000, verbose_name="What the next one must know"
                            ),
                        ),
                        ("checklist", models.JSONField(default=list)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("offered", "Offered"),
                                    ("taken", "Taken over"),
                                    ("returned", "Given back"),
                                ],
                                default="offered",
                                max_length=8,
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=300, verbose_name="Reason"),
                        ),
                        ("offered_at", models.DateTimeField()),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "delivery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="handovers",
                                to="deliveries.delivery",
                            ),
                        ),
                        (
                            "giver",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "taker",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="Who takes over",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(fields=["taker", "state"], name="handovers_to_take")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "offered")),
                                fields=("delivery",),
                                name="one_open_role_handover",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("from_role", models.F("to_role")), _negated=True
                                ),
                                name="handover_to_another_role",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Survey",
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
                        ("key", models.CharField(max_length=64, unique=True)),
                        ("asked_at", models.DateTimeField()),
                        ("closes_on", models.DateField()),
                        (
                            "score",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(5),
                                ],
                                verbose_name="Score",
                            ),
                        ),
                        (
                            "comment",
                            models.TextField(blank=True, max_length=2000, verbose_name="Comment"),
                        ),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                            "delivery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="surveys",
                                to="deliveries.delivery",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "indexes": [models.Index(fields=["answered_at"], name="surveys_answered")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("score", None), ("score__range", (1, 5)), _connector="OR"
                                ),
                                name="survey_score_of_five",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Wait",
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
                            "whom",
                            models.CharField(
                                choices=[
                                    ("customer", "The customer"),
                                    ("us", "Us"),
                                    ("third_party", "A third party"),
                                    ("rnd", "R&D"),
                                ],
                                max_length=12,
                                verbose_name="Waiting for",
                            ),
                        ),
                        ("reason", models.CharField(max_length=300, verbose_name="Reason")),
                        ("since", models.DateField(verbose_name="Waiting since")),
                        (
                            "until",
                            models.DateField(blank=True, null=True, verbose_name="Went on on"),
                        ),
                        ("noted_at", models.DateTimeField()),
                        (
                            "delivery",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="waits",
                                to="deliveries.delivery",
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
                        (
                            "task",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="waits",
                                to="deliveries.deliverytask",
                                verbose_name="Task",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-since", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until", None),
                                    ("until__gte", models.F("since")),
                                    _connector="OR",
                                ),
                                name="wait_ends_after_it_began",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("task__isnull", False), ("until", None)),
                                fields=("task",),
                                name="one_open_wait_a_task",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CriterionResult",
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
                        ("text", models.CharField(max_length=300)),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("passed", "Passed"),
                                    ("conditional", "With a condition"),
                                    ("failed", "Failed"),
                                ],
                                max_length=12,
                                verbose_name="Result",
                            ),
                        ),
                        (
                            "remark",
                            models.CharField(blank=True, max_length=300, verbose_name="Remark"),
                        ),
                        (
                            "acceptance",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="results",
                                to="deliveries.acceptance",
                            ),
                        ),
                        (
                            "criterion",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="results",
                                to="deliveries.deliverablecriterion",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("acceptance", "criterion"), name="one_result_a_criterion"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
