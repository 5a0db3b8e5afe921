import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [("pipeline", "0001_initial"), ("pipeline", "0002_stages")]

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
                                default="requirement_confirmation",
                                max_length=30,
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
                        (
                            "next_step",
                            models.CharField(blank=True, max_length=200, verbose_name="Next step"),
                        ),
                        (
                            "next_step_on",
                            models.DateField(blank=True, null=True, verbose_name="Next step by"),
                        ),
                        (
                            "lost_to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="pipeline.competitor",
                            ),
                        ),
                        (
                            "lost_because",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="pipeline.lostreason",
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
                            models.Index(
                                condition=models.Q(("closed_at", None)),
                                fields=[
                                    "stage",
                                    "currency",
                                    "amount",
                                    "stage_since",
                                    "next_step_on",
                                ],
                                name="opportunity_sums",
                            ),
                            models.Index(fields=["closed_at", "stage"], name="opportunity_by_end"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Competitor",
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
                        ("name", models.CharField(max_length=80, unique=True, verbose_name="Name")),
                        ("is_active", models.BooleanField(default=True)),
                    ],
                    options={
                        "ordering": ["name", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="LostReason",
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
                        ("code", models.CharField(max_length=30, unique=True)),
                        ("position", models.PositiveSmallIntegerField()),
                        ("is_active", models.BooleanField(default=True)),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="OpportunityContact",
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
                            "influence",
                            models.CharField(
                                choices=[
                                    ("decision_maker", "Decision maker"),
                                    ("champion", "Champion"),
                                    ("buyer", "Purchasing"),
                                    ("user", "End user"),
                                    ("opponent", "Opponent"),
                                ],
                                max_length=16,
                                verbose_name="Influence",
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="customers.contact",
                                verbose_name="Contact",
                            ),
                        ),
                        (
                            "opportunity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contacts",
                                to="pipeline.opportunity",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("opportunity", "contact"), name="contact_once_in_a_deal"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OpportunityMember",
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
                            "part",
                            models.CharField(
                                choices=[
                                    ("salesperson", "Salesperson"),
                                    ("presales", "Presales consultant"),
                                    ("implementer", "Implementation engineer"),
                                    ("csm", "Customer success manager"),
                                ],
                                max_length=12,
                                verbose_name="Part",
                            ),
                        ),
                        (
                            "opportunity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="members",
                                to="pipeline.opportunity",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="Person",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("opportunity", "person", "part"),
                                name="member_once_in_a_part",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OpportunityTask",
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
                            "title_zh",
                            models.CharField(max_length=120, verbose_name="Title (Chinese)"),
                        ),
                        (
                            "title_en",
                            models.CharField(max_length=120, verbose_name="Title (English)"),
                        ),
                        (
                            "part",
                            models.CharField(
                                choices=[
                                    ("salesperson", "Salesperson"),
                                    ("presales", "Presales consultant"),
                                    ("implementer", "Implementation engineer"),
                                    ("csm", "Customer success manager"),
                                ],
                                max_length=12,
                                verbose_name="Part",
                            ),
                        ),
                        ("stage", models.CharField(max_length=30)),
                        ("due_on", models.DateField(verbose_name="Due on")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("todo", "To do"),
                                    ("done", "Done"),
                                    ("skipped", "Skipped"),
                                ],
                                default="todo",
                                max_length=7,
                                verbose_name="State",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=300, verbose_name="Reason"),
                        ),
                        ("made_at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(null=True)),
                        (
                            "closed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "opportunity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="tasks",
                                to="pipeline.opportunity",
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
                            "template",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="pipeline.playbooktask",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "todo")),
                                fields=["owner", "due_on"],
                                name="open_task_by_owner",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("opportunity", "template"), name="playbook_task_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PipelineStage",
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
                        ("code", models.CharField(max_length=30, unique=True)),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "probability",
                            models.PositiveSmallIntegerField(
                                validators=[django.core.validators.MaxValueValidator(100)],
                                verbose_name="Probability",
                            ),
                        ),
                        (
                            "target_days",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="Target days"
                            ),
                        ),
                        (
                            "may_be_skipped",
                            models.BooleanField(default=True, verbose_name="May be skipped"),
                        ),
                        ("is_active", models.BooleanField(default=True)),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="PlaybookTask",
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
                            "title_zh",
                            models.CharField(max_length=120, verbose_name="Title (Chinese)"),
                        ),
                        (
                            "title_en",
                            models.CharField(max_length=120, verbose_name="Title (English)"),
                        ),
                        (
                            "part",
                            models.CharField(
                                choices=[
                                    ("salesperson", "Salesperson"),
                                    ("presales", "Presales consultant"),
                                    ("implementer", "Implementation engineer"),
                                    ("csm", "Customer success manager"),
                                ],
                                max_length=12,
                                verbose_name="Part",
                            ),
                        ),
                        (
                            "due_days",
                            models.PositiveSmallIntegerField(
                                verbose_name="Working days after the stage is entered"
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True)),
                        (
                            "stage",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="playbook",
                                to="pipeline.pipelinestage",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["due_days", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="StageCriterion",
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
                        ("check_code", models.CharField(max_length=30)),
                        ("is_required", models.BooleanField(default=False)),
                        (
                            "stage",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="criteria",
                                to="pipeline.pipelinestage",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("stage", "check_code"), name="criterion_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StagePassage",
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
                        ("stage", models.CharField(max_length=30)),
                        ("name_zh", models.CharField(max_length=60)),
                        ("name_en", models.CharField(max_length=60)),
                        ("probability", models.PositiveSmallIntegerField()),
                        ("entered_at", models.DateTimeField()),
                        ("left_at", models.DateTimeField(null=True)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("onward", "Moved on"),
                                    ("back", "Moved back"),
                                    ("won", "Won"),
                                    ("lost", "Lost"),
                                    ("retired", "Stage retired"),
                                ],
                                default="",
                                max_length=8,
                            ),
                        ),
                        ("is_last", models.BooleanField(default=True)),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "opportunity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="passages",
                                to="pipeline.opportunity",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("is_last", True)),
                                fields=["stage", "entered_at", "outcome"],
                                name="passage_by_stage",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("left_at", None)),
                                fields=("opportunity",),
                                name="at_one_stage",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
