import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [("products", "0001_initial"), ("products", "0002_modules_versions_exposure")]

    initial = True

    dependencies = [
        ("people", "0001_tables"),
        ("people", "__first__"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Product",
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
                        ("code", models.CharField(max_length=20, unique=True, verbose_name="Code")),
                        ("name", models.CharField(max_length=80, verbose_name="Name")),
                        (
                            "reach",
                            models.CharField(
                                choices=[
                                    ("everyone", "Everyone in the company"),
                                    ("teams", "Only its teams"),
                                ],
                                default="everyone",
                                max_length=8,
                                verbose_name="Seen by",
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
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
                            "teams",
                            models.ManyToManyField(
                                blank=True, to="people.team", verbose_name="Teams"
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Module",
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
                        ("name", models.CharField(max_length=80, verbose_name="Module")),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="children",
                                to="products.module",
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="modules",
                                to="products.product",
                            ),
                        ),
                        ("is_retired", models.BooleanField(default=False)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("product", "name"), name="module_named_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Version",
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
                        ("name", models.CharField(max_length=40, verbose_name="Version")),
                        (
                            "released_on",
                            models.DateField(blank=True, null=True, verbose_name="Released on"),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="versions",
                                to="products.product",
                            ),
                        ),
                        (
                            "planned_on",
                            models.DateField(blank=True, null=True, verbose_name="Planned for"),
                        ),
                        (
                            "withdrawn_on",
                            models.DateField(blank=True, null=True, verbose_name="Withdrawn on"),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("product", "name"), name="version_named_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Exposure",
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
                        ("week", models.DateField(verbose_name="Week")),
                        ("active", models.PositiveIntegerField(verbose_name="In use")),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="exposures",
                                to="products.product",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="exposures",
                                to="products.version",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["product", "-week"], name="exposure_course")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("product", "version", "week"), name="exposure_once_a_week"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("version", None)),
                                fields=("product", "week"),
                                name="exposure_once_a_week_unversioned",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
