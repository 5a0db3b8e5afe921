import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("customers", "0001_all_tables"),
        ("feedback", "0001_tables"),
        ("people", "__first__"),
        ("pipeline", "0001_tables"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="NoteTemplate",
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
                    ],
                    options={
                        "ordering": ["position", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="NoteSection",
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
                        ("position", models.PositiveSmallIntegerField()),
                        ("is_required", models.BooleanField(default=False)),
                        ("is_active", models.BooleanField(default=True)),
                        (
                            "template",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sections",
                                to="visits.notetemplate",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Visit",
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
                                    ("on_site", "At the customer's"),
                                    ("online", "Online"),
                                    ("phone", "By phone"),
                                    ("with_us", "At our place"),
                                ],
                                default="on_site",
                                max_length=8,
                                verbose_name="Kind",
                            ),
                        ),
                        ("purpose", models.CharField(max_length=200, verbose_name="Visit purpose")),
                        (
                            "place",
                            models.CharField(blank=True, max_length=200, verbose_name="Place"),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="Begins")),
                        ("ends_at", models.DateTimeField(verbose_name="Ends at")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "Planned"),
                                    ("checked_in", "Checked in"),
                                    ("done", "Done"),
                                    ("cancelled", "Cancelled"),
                                    ("missed", "Missed"),
                                ],
                                default="planned",
                                max_length=10,
                                verbose_name="State",
                            ),
                        ),
                        ("planned_at", models.DateTimeField()),
                        ("checked_in_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "latitude",
                            models.DecimalField(
                                blank=True, decimal_places=3, max_digits=6, null=True
                            ),
                        ),
                        (
                            "longitude",
                            models.DecimalField(
                                blank=True, decimal_places=3, max_digits=6, null=True
                            ),
                        ),
                        ("held_at", models.DateTimeField(blank=True, null=True)),
                        ("done_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "cancel_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="Reason"),
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
                            "colleagues",
                            models.ManyToManyField(
                                blank=True,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="Colleagues along",
                            ),
                        ),
                        (
                            "contacts",
                            models.ManyToManyField(
                                blank=True,
                                related_name="+",
                                to="customers.contact",
                                verbose_name="Whom you meet",
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
                            "template",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="visits.notetemplate",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["starts_at", "id"], name="visit_by_start"),
                            models.Index(fields=["owner", "starts_at"], name="visit_by_owner"),
                            models.Index(
                                fields=["customer", "starts_at"], name="visit_by_customer"
                            ),
                            models.Index(
                                fields=["opportunity", "starts_at"], name="visit_by_opportunity"
                            ),
                            models.Index(
                                condition=models.Q(("state__in", ("checked_in", "done"))),
                                fields=["owner", "held_at"],
                                name="visit_held_by_owner",
                            ),
                            models.Index(
                                condition=models.Q(("state", "planned")),
                                fields=["ends_at"],
                                name="visit_to_be_held",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                                name="visit_ends_after_it_begins",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NotePart",
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
                        ("text", models.TextField()),
                        (
                            "section",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="visits.notesection",
                            ),
                        ),
                        (
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="parts",
                                to="visits.visit",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("visit", "section"), name="noted_once_a_section"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VisitFeedback",
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
                            "feedback",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="feedback.feedback",
                            ),
                        ),
                        (
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="heard",
                                to="visits.visit",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="VisitTarget",
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
                            "per_week",
                            models.PositiveSmallIntegerField(
                                validators=[django.core.validators.MaxValueValidator(50)],
                                verbose_name="Visits a week",
                            ),
                        ),
                        ("since", models.DateField(verbose_name="From the week of")),
                        ("set_at", models.DateTimeField()),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="Person",
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="people.team",
                                verbose_name="Team",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["since"], name="visit_target_by_week")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("team", None), ("person", None), _connector="OR"
                                ),
                                name="target_of_a_team_or_a_person",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
