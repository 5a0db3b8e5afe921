from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [("scheduling", "0001_initial"), ("scheduling", "0002_leave_withdrawn")]

    initial = True

    dependencies = [
        ("people", "0001_tables"),
        ("people", "__first__"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Leave",
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
                                    ("annual", "Annual leave"),
                                    ("compensatory", "Time off in lieu"),
                                    ("personal", "Personal leave"),
                                    ("sick", "Sick leave"),
                                    ("family", "Family leave"),
                                    ("training", "Training"),
                                    ("travel", "Business trip"),
                                    ("other", "Other"),
                                ],
                                max_length=12,
                                verbose_name="Kind",
                            ),
                        ),
                        ("start_on", models.DateField(verbose_name="Starts on")),
                        ("end_on", models.DateField(verbose_name="Ends on")),
                        (
                            "starts_at_noon",
                            models.BooleanField(default=False, verbose_name="From noon"),
                        ),
                        (
                            "ends_at_noon",
                            models.BooleanField(default=False, verbose_name="Until noon"),
                        ),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="Note")),
                        ("entered_at", models.DateTimeField()),
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="leaves",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="Person",
                            ),
                        ),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["person", "end_on"], name="leave_of_person")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("end_on__gte", models.F("start_on"))),
                                name="leave_ends_after_it_starts",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SpecialDay",
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
                        ("name", models.CharField(max_length=80, verbose_name="Occasion")),
                        (
                            "is_working",
                            models.BooleanField(default=False, verbose_name="A working day"),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="special_days",
                                to="people.team",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("team", "day"), name="one_special_day_per_team_and_day"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TimeShare",
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
                            "percent",
                            models.PositiveSmallIntegerField(
                                default=100,
                                validators=[django.core.validators.MaxValueValidator(100)],
                                verbose_name="Share of time",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="time_shares",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="time_shares",
                                to="people.team",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("team", "person"), name="one_share_per_team_and_person"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WorkCalendar",
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
                            "weekdays",
                            models.CharField(
                                default="01234", max_length=7, verbose_name="Working days"
                            ),
                        ),
                        (
                            "hours",
                            models.DecimalField(
                                decimal_places=1,
                                default=Decimal("8"),
                                max_digits=3,
                                validators=[
                                    django.core.validators.MinValueValidator(Decimal("0.5")),
                                    django.core.validators.MaxValueValidator(Decimal("24")),
                                ],
                                verbose_name="Hours a day",
                            ),
                        ),
                        (
                            "keeps_holidays",
                            models.BooleanField(
                                default=True, verbose_name="Public holidays and make-up days"
                            ),
                        ),
                        (
                            "person",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="calendar",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "team",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="calendar",
                                to="people.team",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("team__isnull", True),
                                    ("person__isnull", True),
                                    _connector="XOR",
                                ),
                                name="calendar_of_a_team_or_a_person",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
