from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="Letterhead",
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
                        ("name_zh", models.CharField(max_length=120, verbose_name="Chinese name")),
                        ("name_en", models.CharField(max_length=120, verbose_name="English name")),
                        (
                            "address_zh",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="Address in Chinese"
                            ),
                        ),
                        (
                            "address_en",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="Address in English"
                            ),
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
                            "website",
                            models.CharField(blank=True, max_length=100, verbose_name="Website"),
                        ),
                        (
                            "tax_number",
                            models.CharField(blank=True, max_length=40, verbose_name="Tax number"),
                        ),
                        (
                            "bank_zh",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="Bank in Chinese"
                            ),
                        ),
                        (
                            "bank_en",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="Bank in English"
                            ),
                        ),
                        (
                            "bank_account",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="Bank account"
                            ),
                        ),
                    ],
                ),
            ],
        ),
    ]
