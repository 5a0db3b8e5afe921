"""Indexes of the pool: by hand, a column of the board, customers, priority, owner."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("backlog", "0004_rank"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="requirement",
            index=models.Index(fields=["rank", "id"], name="requirement_by_rank"),
        ),
        migrations.AddIndex(
            model_name="requirement",
            index=models.Index(
                fields=["state", "rank", "id"], include=("revenue",), name="requirement_column"
            ),
        ),
        migrations.AddIndex(
            model_name="requirement",
            index=models.Index(fields=["-customers_count", "-id"], name="requirement_by_customers"),
        ),
        migrations.AddIndex(
            model_name="requirement",
            index=models.Index(
                fields=["priority", "-value_score", "-id"], name="requirement_by_priority"
            ),
        ),
        migrations.AddIndex(
            model_name="requirement",
            index=models.Index(
                fields=["owner", "-value_score", "-id"], name="requirement_by_owner"
            ),
        ),
    ]
