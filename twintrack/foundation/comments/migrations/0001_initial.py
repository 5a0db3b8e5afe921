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
                    name="Comment",
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
                        ("about_kind", models.CharField(max_length=30)),
                        ("about_id", models.PositiveBigIntegerField()),
                        ("text", models.TextField(blank=True, max_length=10000)),
                        ("mentioned_ids", models.JSONField(default=list)),
                        ("written_at", models.DateTimeField()),
                        ("edited_at", models.DateTimeField(blank=True, null=True)),
                        ("deleted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["about_kind", "about_id", "id"], name="comment_about"
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("deleted_at__isnull", False),
                                    models.Q(("text", ""), _negated=True),
                                ),
                                fields=["deleted_at"],
                                name="comment_to_erase",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
