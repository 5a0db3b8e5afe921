import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Label",
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
                        ("name", models.CharField(max_length=40, verbose_name="Name")),
                        (
                            "colour",
                            models.CharField(
                                choices=[
                                    ("blue", "Blue"),
                                    ("teal", "Teal"),
                                    ("green", "Green"),
                                    ("amber", "Amber"),
                                    ("red", "Red"),
                                    ("pink", "Pink"),
                                    ("violet", "Violet"),
                                    ("grey", "Grey"),
                                ],
                                default="grey",
                                max_length=6,
                                verbose_name="Colour",
                            ),
                        ),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("name"),
                                condition=models.Q(("removed_at", None)),
                                name="one_label_of_a_name",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Labelling",
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
                        (
                            "label",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="labellings",
                                to="labels.label",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["label", "about_kind", "about_id"], name="labelled_with"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("about_kind", "about_id", "label"), name="labelled_once"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
