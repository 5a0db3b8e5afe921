import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "__first__"),
        ("products", "0001_tables"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="CatalogueItem",
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
                        ("code", models.SlugField(max_length=30, unique=True, verbose_name="Code")),
                        ("name_zh", models.CharField(max_length=120, verbose_name="Chinese name")),
                        ("name_en", models.CharField(max_length=120, verbose_name="English name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("product", "Product"),
                                    ("service", "Service"),
                                    ("subscription", "Subscription"),
                                ],
                                default="product",
                                max_length=12,
                                verbose_name="Kind",
                            ),
                        ),
                        (
                            "unit",
                            models.CharField(
                                choices=[
                                    ("piece", "piece"),
                                    ("set", "set"),
                                    ("licence", "licence"),
                                    ("person_day", "person-day"),
                                    ("hour", "hour"),
                                    ("month", "month"),
                                    ("year", "year"),
                                    ("metre", "metre"),
                                    ("lot", "lump sum"),
                                ],
                                default="piece",
                                max_length=10,
                                verbose_name="Unit",
                            ),
                        ),
                        (
                            "tax_rate",
                            models.DecimalField(
                                decimal_places=2, max_digits=5, verbose_name="Tax rate (%)"
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="On sale")),
                        ("added_at", models.DateTimeField()),
                        (
                            "product",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="products.product",
                                verbose_name="Product",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["is_active", "code"], name="items_on_sale")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Cost",
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
                            "amount",
                            models.DecimalField(
                                decimal_places=2, max_digits=16, verbose_name="Cost"
                            ),
                        ),
                        ("currency", models.CharField(max_length=3, verbose_name="Currency")),
                        ("set_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="costs",
                                to="pricing.catalogueitem",
                            ),
                        ),
                        (
                            "set_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("item",),
                                name="one_cost_an_item",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PriceBook",
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
                            "name_zh",
                            models.CharField(
                                max_length=120, unique=True, verbose_name="Chinese name"
                            ),
                        ),
                        (
                            "name_en",
                            models.CharField(
                                max_length=120, unique=True, verbose_name="English name"
                            ),
                        ),
                        ("currency", models.CharField(max_length=3, verbose_name="Currency")),
                        (
                            "includes_tax",
                            models.BooleanField(default=False, verbose_name="Prices include tax"),
                        ),
                        ("valid_from", models.DateField(verbose_name="Valid from")),
                        (
                            "valid_to",
                            models.DateField(blank=True, null=True, verbose_name="Valid to"),
                        ),
                        (
                            "region",
                            models.CharField(blank=True, max_length=80, verbose_name="Region"),
                        ),
                        (
                            "segment",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("A", "A · key customer"),
                                    ("B", "B · growing customer"),
                                    ("C", "C · other customer"),
                                ],
                                default="",
                                max_length=1,
                                verbose_name="Segment",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("opened_at", models.DateTimeField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["-valid_from", "-id"], name="books_by_start")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Price",
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
                            "from_quantity",
                            models.DecimalField(
                                decimal_places=3, max_digits=12, verbose_name="From quantity"
                            ),
                        ),
                        (
                            "amount",
                            models.DecimalField(
                                decimal_places=2, max_digits=16, verbose_name="Price"
                            ),
                        ),
                        ("since_version", models.PositiveIntegerField()),
                        ("until_version", models.PositiveIntegerField(blank=True, null=True)),
                        ("set_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="prices",
                                to="pricing.catalogueitem",
                            ),
                        ),
                        (
                            "set_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "book",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="prices",
                                to="pricing.pricebook",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["book", "item"], name="prices_of_item")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("book", "item", "from_quantity"),
                                name="one_price_a_tier",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
