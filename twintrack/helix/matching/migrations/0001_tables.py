import django.db.models.deletion
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("matching", "0001_initial"),
        ("matching", "0002_learning"),
        ("matching", "0003_index_version"),
    ]

    initial = True

    dependencies = [
        ("backlog", "0001_tables"),
        ("products", "0001_tables"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="IndexedRequirement",
                    fields=[
                        (
                            "requirement",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="backlog.requirement",
                            ),
                        ),
                        ("words", models.JSONField()),
                        ("modules", models.JSONField(default=list)),
                        ("keys", models.JSONField()),
                        ("digest", models.CharField(max_length=32)),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="products.product",
                            ),
                        ),
                        ("versions", models.JSONField(default=list)),
                    ],
                ),
                migrations.CreateModel(
                    name="IndexVersion",
                    fields=[
                        ("product_id", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("version", models.BigIntegerField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Learning",
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
                        ("weights", models.JSONField()),
                        ("learned_at", models.DateTimeField()),
                        ("decisions", models.PositiveIntegerField()),
                        ("same", models.PositiveIntegerField()),
                        ("area_before", models.FloatField()),
                        ("area_after", models.FloatField()),
                        ("error_before", models.FloatField()),
                        ("error_after", models.FloatField()),
                    ],
                    options={
                        "verbose_name_plural": "learning",
                    },
                ),
                migrations.CreateModel(
                    name="Posting",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "key",
                                "requirement_id",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("key", models.BigIntegerField()),
                        ("requirement_id", models.BigIntegerField()),
                        ("weight", models.SmallIntegerField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["key", "-weight", "-requirement_id"],
                                name="posting_strongest",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="WordCount",
                    fields=[
                        ("key", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("requirements", models.PositiveIntegerField()),
                    ],
                ),
            ],
        ),
    ]
