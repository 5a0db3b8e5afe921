import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [("customers", "0001_initial"), ("customers", "0002_contacts_and_installations")]

    initial = True

    dependencies = [
        ("people", "__first__"),
        ("products", "0001_tables"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Customer",
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
                            "name",
                            models.CharField(max_length=120, unique=True, verbose_name="Name"),
                        ),
                        (
                            "industry",
                            models.CharField(blank=True, max_length=80, verbose_name="Industry"),
                        ),
                        (
                            "region",
                            models.CharField(blank=True, max_length=80, verbose_name="Region"),
                        ),
                        (
                            "segment",
                            models.CharField(
                                choices=[
                                    ("A", "A · key customer"),
                                    ("B", "B · growing customer"),
                                    ("C", "C · other customer"),
                                ],
                                default="C",
                                max_length=1,
                                verbose_name="Segment",
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
                    ],
                ),
                migrations.CreateModel(
                    name="Contact",
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
                        ("name", models.CharField(max_length=80, verbose_name="Name")),
                        (
                            "title",
                            models.CharField(blank=True, max_length=80, verbose_name="Job title"),
                        ),
                        (
                            "phone",
                            models.CharField(blank=True, max_length=40, verbose_name="Phone"),
                        ),
                        (
                            "email",
                            models.EmailField(blank=True, max_length=254, verbose_name="E-mail"),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contacts",
                                to="customers.customer",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Installation",
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
                        ("since", models.DateField(blank=True, null=True, verbose_name="Since")),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="installations",
                                to="customers.customer",
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
                            "version",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="products.version",
                                verbose_name="Version",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("customer", "product", "version"), name="installed_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("version", None)),
                                fields=("customer", "product"),
                                name="installed_once_unversioned",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
