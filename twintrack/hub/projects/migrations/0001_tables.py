import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [("projects", "0001_initial"), ("projects", "0002_state")]

    initial = True

    dependencies = [
        ("people", "__first__"),
        ("products", "0001_tables"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Project",
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
                                    ("rnd", "R&D project"),
                                    ("delivery", "Delivery"),
                                    ("presales", "Presales"),
                                    ("general", "General"),
                                ],
                                default="rnd",
                                max_length=10,
                                verbose_name="Kind",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="Name")),
                        (
                            "start_on",
                            models.DateField(blank=True, null=True, verbose_name="Starts on"),
                        ),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="Due on")),
                        ("opened_at", models.DateTimeField()),
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
                            "state",
                            models.CharField(
                                choices=[
                                    ("active", "Active"),
                                    ("on_hold", "On hold"),
                                    ("completed", "Completed"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="active",
                                max_length=10,
                                verbose_name="State",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Milestone",
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
                                    ("core_module_tested", "Core module tested"),
                                    ("beta_ready", "Beta ready"),
                                    ("release_ready", "Release ready"),
                                    ("custom", "Other"),
                                ],
                                max_length=20,
                                verbose_name="Kind",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="Name")),
                        ("due_on", models.DateField(verbose_name="Due on")),
                        ("forecast_on", models.DateField(verbose_name="Forecast")),
                        (
                            "reached_on",
                            models.DateField(blank=True, null=True, verbose_name="Reached on"),
                        ),
                        (
                            "reached_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="milestones",
                                to="projects.project",
                            ),
                        ),
                    ],
                ),
            ],
        ),
    ]
