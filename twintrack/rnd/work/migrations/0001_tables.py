import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("work", "0001_initial"),
        ("work", "0002_walk_open_work"),
        ("work", "0003_defect_commit"),
    ]

    initial = True

    dependencies = [
        ("backlog", "0001_tables"),
        ("iterations", "0001_initial"),
        ("people", "__first__"),
        ("products", "0001_tables"),
        ("projects", "0001_tables"),
        ("releases", "0001_tables"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="WorkItem",
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
                                    ("epic", "Epic"),
                                    ("story", "Story"),
                                    ("task", "Task"),
                                    ("defect", "Defect"),
                                    ("spike", "Spike"),
                                ],
                                default="task",
                                max_length=6,
                                verbose_name="Kind",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="Title")),
                        ("description", models.TextField(blank=True, verbose_name="Description")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("todo", "To do"),
                                    ("in_progress", "In progress"),
                                    ("in_review", "In review"),
                                    ("in_testing", "In testing"),
                                    ("done", "Done"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="todo",
                                max_length=11,
                                verbose_name="State",
                            ),
                        ),
                        (
                            "priority",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "Urgent"), (2, "High"), (3, "Medium"), (4, "Low")],
                                default=3,
                                verbose_name="Priority",
                            ),
                        ),
                        (
                            "points",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=5,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(9999),
                                ],
                                verbose_name="Points",
                            ),
                        ),
                        (
                            "estimate_hours",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=6,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(9999),
                                ],
                                verbose_name="Estimate (h)",
                            ),
                        ),
                        (
                            "remaining_hours",
                            models.DecimalField(
                                blank=True,
                                decimal_places=1,
                                max_digits=6,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(9999),
                                ],
                                verbose_name="Remaining (h)",
                            ),
                        ),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="Due on")),
                        ("blocked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "blocked_reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="What stands in the way"
                            ),
                        ),
                        ("rank", models.CharField(default="n0", max_length=200)),
                        ("entered_at", models.DateTimeField()),
                        ("started_at", models.DateTimeField(blank=True, null=True)),
                        ("done_at", models.DateTimeField(blank=True, null=True)),
                        ("reopened_count", models.PositiveSmallIntegerField(default=0)),
                        ("created_at", models.DateTimeField()),
                        ("updated_at", models.DateTimeField()),
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
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "iteration",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="iterations.iteration",
                                verbose_name="Iteration",
                            ),
                        ),
                        (
                            "module",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="products.module",
                                verbose_name="Module",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="work.workitem",
                                verbose_name="Parent",
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="products.product",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="projects.project",
                                verbose_name="Project",
                            ),
                        ),
                        (
                            "release",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="releases.release",
                                verbose_name="Release",
                            ),
                        ),
                        (
                            "requirement",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="work_items",
                                to="backlog.requirement",
                                verbose_name="Requirement",
                            ),
                        ),
                        (
                            "still_open",
                            models.GeneratedField(
                                db_persist=True,
                                expression=models.ExpressionWrapper(
                                    models.Q(
                                        (
                                            "state__in",
                                            ["in_progress", "in_review", "in_testing", "todo"],
                                        )
                                    ),
                                    models.BooleanField(),
                                ),
                                output_field=models.BooleanField(),
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["-done_at", "-id"], name="work_done"),
                            models.Index(fields=["-updated_at", "-id"], name="work_by_change"),
                            models.Index(
                                condition=models.Q(("still_open", True)),
                                fields=["state", "rank", "id"],
                                name="work_open_by_state",
                            ),
                            models.Index(
                                condition=models.Q(("still_open", True)),
                                fields=["rank", "id"],
                                name="work_open_by_rank",
                            ),
                            models.Index(
                                condition=models.Q(("still_open", True)),
                                fields=["priority", "rank", "id"],
                                name="work_open_by_priority",
                            ),
                            models.Index(
                                condition=models.Q(("still_open", True)),
                                fields=["state", "points", "product"],
                                name="work_open_amounts",
                            ),
                            models.Index(
                                condition=models.Q(("still_open", True)),
                                fields=["assignee", "rank", "id"],
                                name="work_open_of_person",
                            ),
                            models.Index(
                                fields=["product", "state", "done_at", "points"],
                                name="work_of_product",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("blocked_at", None),
                                    (
                                        "state__in",
                                        ["in_progress", "in_review", "in_testing", "todo"],
                                    ),
                                    _connector="OR",
                                ),
                                name="only_open_work_is_blocked",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Defect",
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
                            "severity",
                            models.CharField(
                                choices=[
                                    ("blocker", "Blocker"),
                                    ("major", "Major"),
                                    ("minor", "Minor"),
                                    ("trivial", "Trivial"),
                                ],
                                default="major",
                                max_length=7,
                                verbose_name="Severity",
                            ),
                        ),
                        (
                            "environment",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="Environment"
                            ),
                        ),
                        (
                            "is_escaped",
                            models.BooleanField(default=False, verbose_name="Found by a customer"),
                        ),
                        (
                            "caused_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="backlog.requirement",
                                verbose_name="Caused by",
                            ),
                        ),
                        (
                            "found_in",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="products.version",
                                verbose_name="Found in",
                            ),
                        ),
                        (
                            "item",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="defect",
                                to="work.workitem",
                            ),
                        ),
                        (
                            "caused_by_commit",
                            models.CharField(
                                blank=True, max_length=64, verbose_name="Caused by commit"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="WorkItemLink",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("blocks", "blocks"),
                                    ("relates", "goes with"),
                                    ("duplicates", "says the same as"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("made_at", models.DateTimeField()),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="links_out",
                                to="work.workitem",
                            ),
                        ),
                        (
                            "target",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="links_in",
                                to="work.workitem",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("source", "target", "kind"), name="work_linked_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("source", models.F("target")), _negated=True),
                                name="work_not_linked_with_itself",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
