import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "__first__"),
        ("products", "0001_tables"),
        ("projects", "0001_tables"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Mute",
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
                        ("code", models.CharField(max_length=40)),
                        ("subject_kind", models.CharField(blank=True, max_length=30)),
                        ("subject_id", models.PositiveBigIntegerField(blank=True, null=True)),
                        ("reason", models.CharField(max_length=300, verbose_name="Why")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="Until")),
                        ("muted_at", models.DateTimeField()),
                        ("lifted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "muted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["code", "lifted_at"], name="mutes_of_rule")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Risk",
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
                            "title",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="What may happen"
                            ),
                        ),
                        ("description", models.TextField(blank=True, verbose_name="Description")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("technical", "Technical"),
                                    ("resource", "Resources"),
                                    ("customer", "Customer"),
                                    ("commercial", "Commercial"),
                                ],
                                default="technical",
                                max_length=10,
                                verbose_name="Kind",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Not dealt with yet"),
                                    ("responding", "Being dealt with"),
                                    ("occurred", "It happened"),
                                    ("closed", "Gone"),
                                ],
                                default="open",
                                max_length=10,
                                verbose_name="State",
                            ),
                        ),
                        (
                            "probability",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(99),
                                ],
                                verbose_name="Probability (%)",
                            ),
                        ),
                        (
                            "impact_days",
                            models.PositiveSmallIntegerField(
                                default=0,
                                validators=[django.core.validators.MaxValueValidator(999)],
                                verbose_name="Impact (working days)",
                            ),
                        ),
                        (
                            "response",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("avoid", "Avoid it"),
                                    ("reduce", "Make it smaller"),
                                    ("transfer", "Hand it on"),
                                    ("accept", "Live with it"),
                                ],
                                max_length=8,
                                verbose_name="Response",
                            ),
                        ),
                        (
                            "plan",
                            models.TextField(blank=True, verbose_name="What is done about it"),
                        ),
                        (
                            "trigger",
                            models.CharField(
                                blank=True,
                                max_length=300,
                                verbose_name="By what one sees that it happens",
                            ),
                        ),
                        (
                            "review_on",
                            models.DateField(blank=True, null=True, verbose_name="Check again on"),
                        ),
                        ("rule", models.CharField(blank=True, max_length=40)),
                        ("subject_kind", models.CharField(blank=True, max_length=30)),
                        ("subject_id", models.PositiveBigIntegerField(blank=True, null=True)),
                        ("evidence", models.JSONField(default=dict)),
                        ("cleared_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("right", "The warning was right"),
                                    ("wrong", "The warning was wrong"),
                                ],
                                max_length=5,
                            ),
                        ),
                        ("judged_at", models.DateTimeField(blank=True, null=True)),
                        ("created_at", models.DateTimeField()),
                        ("updated_at", models.DateTimeField()),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="products.product",
                                verbose_name="Product",
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
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["state", "-probability", "-id"], name="risk_by_probability"
                            ),
                            models.Index(fields=["-updated_at", "-id"], name="risk_by_change"),
                            models.Index(fields=["rule", "outcome"], name="risk_of_rule"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("cleared_at", None), models.Q(("rule", ""), _negated=True)
                                ),
                                fields=("rule", "subject_kind", "subject_id"),
                                name="one_warning_at_a_time",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RuleSetting",
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
                        ("code", models.CharField(max_length=40, unique=True)),
                        ("is_on", models.BooleanField(default=True, verbose_name="On")),
                        ("parameters", models.JSONField(default=dict)),
                        ("changed_at", models.DateTimeField()),
                        (
                            "changed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
            ],
        ),
    ]
