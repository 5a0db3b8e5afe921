from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("iterations", "0001_initial"),
        ("people", "0001_tables"),
        ("people", "__first__"),
        ("work", "0001_tables"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="BoardPolicy",
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
                        ("limits", models.JSONField(default=dict)),
                        (
                            "is_firm",
                            models.BooleanField(
                                default=False, verbose_name="Refuse what goes over a limit"
                            ),
                        ),
                        (
                            "team",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="board_policy",
                                to="people.team",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "board policies",
                    },
                ),
                migrations.CreateModel(
                    name="CommittedItem",
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
                        ("points", models.DecimalField(decimal_places=1, max_digits=5, null=True)),
                        ("hours", models.DecimalField(decimal_places=1, max_digits=6, null=True)),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="work.workitem",
                            ),
                        ),
                        (
                            "iteration",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="committed",
                                to="iterations.iteration",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("iteration", "item"), name="committed_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IterationReview",
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
                        ("notes", models.TextField(blank=True, verbose_name="Review notes")),
                        (
                            "iteration",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="review",
                                to="iterations.iteration",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Outcome",
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
                            "decision",
                            models.CharField(
                                choices=[
                                    ("done", "Done"),
                                    ("next", "To the next iteration"),
                                    ("backlog", "Back to the backlog"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("points", models.DecimalField(decimal_places=1, max_digits=5, null=True)),
                        ("was_committed", models.BooleanField()),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="outcomes",
                                to="work.workitem",
                            ),
                        ),
                        (
                            "iteration",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="outcomes",
                                to="iterations.iteration",
                            ),
                        ),
                        (
                            "to",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="iterations.iteration",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("iteration", "item"), name="one_outcome_per_item"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RetroNote",
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
                            "lane",
                            models.CharField(
                                choices=[
                                    ("well", "Went well"),
                                    ("improve", "To improve"),
                                    ("action", "Improvement actions"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("text", models.CharField(max_length=300)),
                        ("written_at", models.DateTimeField()),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="work.workitem",
                            ),
                        ),
                        (
                            "iteration",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="retro_notes",
                                to="iterations.iteration",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["iteration", "lane"], name="retro_of_iteration")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RetroVote",
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
                            "note",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="votes",
                                to="sprints.retronote",
                            ),
                        ),
                        (
                            "voter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("note", "voter"), name="one_vote_per_person_and_note"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ScopeMove",
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
                        ("entry_id", models.PositiveBigIntegerField()),
                        ("at", models.DateTimeField()),
                        (
                            "turn",
                            models.CharField(
                                choices=[
                                    ("in", "Came in"),
                                    ("out", "Taken out"),
                                    ("points", "Estimated anew"),
                                    ("done", "Done"),
                                    ("reopened", "Reopened"),
                                    ("carried", "Carried over"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "scope",
                            models.DecimalField(
                                decimal_places=1, default=Decimal("0"), max_digits=6
                            ),
                        ),
                        (
                            "done",
                            models.DecimalField(
                                decimal_places=1, default=Decimal("0"), max_digits=6
                            ),
                        ),
                        ("items", models.SmallIntegerField(default=0)),
                        ("done_items", models.SmallIntegerField(default=0)),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="work.workitem",
                            ),
                        ),
                        (
                            "iteration",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="iterations.iteration",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("iteration", "item", "entry_id"),
                                name="scope_moves_once_per_entry",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
