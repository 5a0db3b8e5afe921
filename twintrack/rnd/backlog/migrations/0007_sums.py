"""Indexes of the board: a column by hand, and the sums of its columns."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("backlog", "0006_reviews_merge_split"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="requirement",
            name="requirement_column",
        ),
        migrations.AddIndex(
            model_name="requirement",
            index=models.Index(fields=["state", "rank", "id"], name="requirement_column"),
        ),
        migrations.AddIndex(
            model_name="requirement",
            index=models.Index(fields=["product", "state", "revenue"], name="requirement_sums"),
        ),
    ]
