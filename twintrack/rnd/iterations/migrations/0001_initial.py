import django.db.models.deletion
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_tables"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Cadence",
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
                            "weeks",
                            models.PositiveSmallIntegerField(default=2, verbose_name="Weeks"),
                        ),
                        ("pattern", models.CharField(max_length=80, verbose_name="Name of each")),
                        (
                            "team",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="cadence",
                                to="people.team",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "cadences",
                    },
                ),
                migrations.CreateModel(
                    name="Iteration",
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
                        ("goal", models.TextField(blank=True, verbose_name="Goal")),
                        ("start_on", models.DateField(verbose_name="Starts on")),
                        ("end_on", models.DateField(verbose_name="Ends on")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "Planned"),
                                    ("active", "Running"),
                                    ("completed", "Completed"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="planned",
                                max_length=10,
                                verbose_name="State",
                            ),
                        ),
                        ("planned_at", models.DateTimeField()),
                        ("started_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "person_days",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=7, null=True
                            ),
                        ),
                        (
                            "hours",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=8, null=True
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="iterations",
                                to="people.team",
                                verbose_name="Team",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["team", "start_on"], name="iterations_of_team")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "active")),
                                fields=("team",),
                                name="one_active_iteration_per_team",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("end_on__gte", models.F("start_on"))),
                                name="iteration_ends_after_it_starts",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
