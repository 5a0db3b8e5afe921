import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("customers", "0001_initial"),
        ("customers", "0002_contacts_and_installations"),
        ("customers", "0001_tables"),
        ("customers", "0002_keys"),
        ("customers", "0003_merges"),
        ("customers", "0004_erasing"),
        ("customers", "0005_dismissals"),
        ("customers", "0006_consents"),
    ]

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
                        (
                            "name_core",
                            models.CharField(
                                db_index=True, default="", editable=False, max_length=120
                            ),
                        ),
                        (
                            "name_initials",
                            models.CharField(
                                db_index=True, default="", editable=False, max_length=120
                            ),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="customers.customer",
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
                        (
                            "phone_core",
                            models.CharField(
                                db_index=True, default="", editable=False, max_length=20
                            ),
                        ),
                        (
                            "mail_domain",
                            models.CharField(
                                db_index=True, default="", editable=False, max_length=120
                            ),
                        ),
                        ("erased_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "role",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("decision_maker", "Decision maker"),
                                    ("economic_buyer", "Economic buyer"),
                                    ("evaluator", "Technical evaluator"),
                                    ("user", "End user"),
                                    ("buyer", "Purchasing"),
                                    ("champion", "Champion"),
                                    ("opponent", "Opponent"),
                                ],
                                max_length=16,
                                verbose_name="Buying role",
                            ),
                        ),
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
                migrations.CreateModel(
                    name="CustomerMerge",
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
                        ("moved", models.JSONField(default=dict)),
                        ("at", models.DateTimeField()),
                        ("undone_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "kept",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="customers.customer",
                            ),
                        ),
                        (
                            "merged",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="customers.customer",
                            ),
                        ),
                        (
                            "undone_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="PairDismissal",
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
                        ("evidence", models.JSONField(default=list)),
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "first",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="customers.customer",
                            ),
                        ),
                        (
                            "second",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="customers.customer",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("first", "second"), name="pair_dismissed_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Consent",
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
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("email", "E-mail"),
                                    ("phone", "Phone"),
                                    ("messenger", "Messenger (WeChat)"),
                                    ("visit", "Visit"),
                                ],
                                max_length=10,
                                verbose_name="Channel",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("given", "Consent given"),
                                    ("withdrawn", "Consent withdrawn"),
                                ],
                                max_length=10,
                                verbose_name="Consent",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="On which day")),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("form", "By a form"),
                                    ("mail", "By letter or e-mail"),
                                    ("word", "By word of mouth"),
                                    ("contract", "In a contract"),
                                ],
                                max_length=10,
                                verbose_name="How it was said",
                            ),
                        ),
                        ("noted_at", models.DateTimeField(verbose_name="Noted at")),
                        (
                            "contact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="consents",
                                to="customers.contact",
                            ),
                        ),
                        (
                            "noted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-on", "-pk"],
                    },
                ),
            ],
        ),
    ]
