import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "__first__"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="SavedView",
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
                        ("place", models.CharField(max_length=60, verbose_name="List")),
                        ("name", models.CharField(max_length=60, verbose_name="Name")),
                        ("query", models.CharField(blank=True, max_length=2000)),
                        (
                            "is_shared",
                            models.BooleanField(default=False, verbose_name="Everybody may use it"),
                        ),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "owner",
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
                                condition=models.Q(("removed_at", None)),
                                fields=("owner", "place", "name"),
                                name="one_view_of_a_name",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
