"""Find open, unconfirmed and the latest complaints by indexes of their own."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0001_tables"),
        ("feedback", "0001_tables"),
        ("sla", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                condition=models.Q(("ended_by", ""), ("resolved_at", None)),
                fields=["rank", "breaks_at", "id"],
                name="complaint_open",
            ),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(fields=["-breaks_at", "-id"], name="complaint_latest"),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                condition=models.Q(
                    ("confirmed_at", None), ("ended_by", ""), ("resolved_at__isnull", False)
                ),
                fields=["-breaks_at", "-id"],
                name="complaint_unconfirmed",
            ),
        ),
    ]
