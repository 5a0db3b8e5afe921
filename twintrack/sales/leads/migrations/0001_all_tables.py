import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("leads", "0001_tables"),
        ("leads", "0002_words"),
        ("leads", "0003_imports"),
        ("leads", "0004_erasing"),
    ]

    initial = True

    dependencies = [
        ("customers", "0001_all_tables"),
        ("people", "__first__"),
        ("pipeline", "0001_tables"),
        ("products", "0001_tables"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="LeadModel",
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
                        ("fitted_at", models.DateTimeField()),
                        ("cases", models.PositiveIntegerField()),
                        ("converted", models.PositiveIntegerField()),
                        ("judged", models.PositiveIntegerField(default=0)),
                        ("loss", models.FloatField(null=True)),
                        ("base_loss", models.FloatField(null=True)),
                        ("area", models.FloatField(null=True)),
                        ("tells_apart", models.BooleanField(default=False)),
                        ("base", models.FloatField(default=0.5)),
                        ("effects", models.JSONField(default=list)),
                    ],
                ),
                migrations.CreateModel(
                    name="LeadSettings",
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
                            "response_minutes",
                            models.PositiveIntegerField(
                                default=240,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(86400),
                                ],
                                verbose_name="Working minutes until the first contact",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "lead settings",
                    },
                ),
                migrations.CreateModel(
                    name="ScoreRule",
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
                        ("name_zh", models.CharField(max_length=80, verbose_name="Chinese name")),
                        ("name_en", models.CharField(max_length=80, verbose_name="English name")),
                        ("is_active", models.BooleanField(default=True, verbose_name="In force")),
                        (
                            "field",
                            models.CharField(
                                choices=[
                                    ("source", "Source"),
                                    ("region", "Region"),
                                    ("industry", "Industry"),
                                    ("size", "Size"),
                                    ("product", "Product"),
                                    ("title", "Job title"),
                                    ("interest", "Interest"),
                                    ("phone", "Phone"),
                                    ("mail", "E-mail"),
                                ],
                                max_length=10,
                                verbose_name="Field",
                            ),
                        ),
                        ("value", models.CharField(max_length=200, verbose_name="Value")),
                        (
                            "points",
                            models.SmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(-100),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="Lead points",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AssignmentRule",
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
                        ("name_zh", models.CharField(max_length=80, verbose_name="Chinese name")),
                        ("name_en", models.CharField(max_length=80, verbose_name="English name")),
                        ("is_active", models.BooleanField(default=True, verbose_name="In force")),
                        (
                            "position",
                            models.PositiveSmallIntegerField(default=1, verbose_name="Order"),
                        ),
                        (
                            "field",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("source", "Source"),
                                    ("region", "Region"),
                                    ("industry", "Industry"),
                                    ("size", "Size"),
                                    ("product", "Product"),
                                    ("title", "Job title"),
                                    ("interest", "Interest"),
                                    ("phone", "Phone"),
                                    ("mail", "E-mail"),
                                ],
                                max_length=10,
                                verbose_name="Field",
                            ),
                        ),
                        (
                            "value",
                            models.CharField(blank=True, max_length=200, verbose_name="Value"),
                        ),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("round_robin", "One after the other"),
                                    ("load", "Whoever has the fewest open leads"),
                                ],
                                default="round_robin",
                                max_length=12,
                                verbose_name="Method",
                            ),
                        ),
                        (
                            "last",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "people",
                            models.ManyToManyField(
                                related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="People"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="LeadWebForm",
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
                        ("name_zh", models.CharField(max_length=80, verbose_name="Chinese name")),
                        ("name_en", models.CharField(max_length=80, verbose_name="English name")),
                        ("is_active", models.BooleanField(default=True, verbose_name="In force")),
                        ("key", models.CharField(max_length=64, unique=True)),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("website", "Website"),
                                    ("exhibition", "Exhibition"),
                                    ("referral", "Referral"),
                                    ("inbound_call", "They called"),
                                    ("outbound", "We called"),
                                    ("partner", "Partner"),
                                    ("campaign", "Campaign"),
                                    ("other", "Other"),
                                ],
                                default="website",
                                max_length=16,
                                verbose_name="Source",
                            ),
                        ),
                        (
                            "intro_zh",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="Chinese text above it"
                            ),
                        ),
                        (
                            "intro_en",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="English text above it"
                            ),
                        ),
                        ("created_at", models.DateTimeField()),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "products",
                            models.ManyToManyField(
                                blank=True,
                                related_name="+",
                                to="products.product",
                                verbose_name="Products",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Lead",
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
                        ("company", models.CharField(max_length=120, verbose_name="Company")),
                        (
                            "contact_name",
                            models.CharField(blank=True, max_length=80, verbose_name="Contact"),
                        ),
                        (
                            "contact_title",
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
                            "source",
                            models.CharField(
                                choices=[
                                    ("website", "Website"),
                                    ("exhibition", "Exhibition"),
                                    ("referral", "Referral"),
                                    ("inbound_call", "They called"),
                                    ("outbound", "We called"),
                                    ("partner", "Partner"),
                                    ("campaign", "Campaign"),
                                    ("other", "Other"),
                                ],
                                default="other",
                                max_length=16,
                                verbose_name="Source",
                            ),
                        ),
                        (
                            "interest",
                            models.CharField(blank=True, max_length=500, verbose_name="Interest"),
                        ),
                        (
                            "region",
                            models.CharField(blank=True, max_length=80, verbose_name="Region"),
                        ),
                        (
                            "industry",
                            models.CharField(blank=True, max_length=80, verbose_name="Industry"),
                        ),
                        (
                            "size",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("small", "Below 50 people"),
                                    ("medium", "50 to 199 people"),
                                    ("large", "200 to 999 people"),
                                    ("very_large", "1,000 people and more"),
                                ],
                                max_length=12,
                                verbose_name="Size",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("new", "New"),
                                    ("contacted", "Contacted"),
                                    ("qualified", "Qualified"),
                                    ("converted", "Converted"),
                                    ("disqualified", "Disqualified"),
                                ],
                                db_index=True,
                                default="new",
                                max_length=14,
                                verbose_name="State",
                            ),
                        ),
                        ("state_since", models.DateTimeField()),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("no_need", "No need"),
                                    ("no_budget", "No budget"),
                                    ("unreachable", "Cannot be reached"),
                                    ("competitor", "Went to a competitor"),
                                    ("not_fit", "Does not fit what we sell"),
                                    ("duplicate", "Known already"),
                                    ("spam", "No real enquiry"),
                                    ("other", "Other"),
                                ],
                                max_length=14,
                                verbose_name="Reason",
                            ),
                        ),
                        ("reason_words", models.CharField(blank=True, max_length=300)),
                        ("points", models.IntegerField(default=0, verbose_name="Lead points")),
                        ("created_at", models.DateTimeField()),
                        (
                            "captured_by",
                            models.CharField(
                                choices=[
                                    ("form", "Entered"),
                                    ("import", "Import"),
                                    ("api", "API"),
                                    ("web", "Web form"),
                                ],
                                default="form",
                                max_length=8,
                            ),
                        ),
                        ("due_at", models.DateTimeField(blank=True, null=True)),
                        ("contacted_at", models.DateTimeField(blank=True, null=True)),
                        ("response_minutes", models.PositiveIntegerField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("external_source", models.CharField(blank=True, max_length=60)),
                        ("external_id", models.CharField(blank=True, max_length=120)),
                        (
                            "company_core",
                            models.CharField(db_index=True, editable=False, max_length=120),
                        ),
                        (
                            "company_initials",
                            models.CharField(db_index=True, editable=False, max_length=120),
                        ),
                        (
                            "phone_core",
                            models.CharField(db_index=True, editable=False, max_length=20),
                        ),
                        (
                            "mail_domain",
                            models.CharField(db_index=True, editable=False, max_length=120),
                        ),
                        (
                            "closed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="customers.contact",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="leads",
                                to="customers.customer",
                            ),
                        ),
                        (
                            "opportunity",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lead",
                                to="pipeline.opportunity",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="Owner",
                            ),
                        ),
                        (
                            "products",
                            models.ManyToManyField(
                                blank=True,
                                related_name="+",
                                to="products.product",
                                verbose_name="Products",
                            ),
                        ),
                        (
                            "web_form",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="leads",
                                to="leads.leadwebform",
                            ),
                        ),
                        (
                            "person_erased_at",
                            models.DateTimeField(blank=True, editable=False, null=True),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["-created_at", "-id"], name="lead_newest"),
                            models.Index(
                                fields=["state", "-created_at", "-id"], name="lead_by_state"
                            ),
                            models.Index(fields=["owner", "state"], name="lead_of_owner"),
                            models.Index(
                                condition=models.Q(("contacted_at", None), ("state", "new")),
                                fields=["due_at"],
                                name="lead_owed",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("external_id", ""), _negated=True),
                                fields=("external_source", "external_id"),
                                name="lead_of_another_system_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LeadNote",
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
                            "way",
                            models.CharField(
                                choices=[
                                    ("call", "Call"),
                                    ("visit", "Visit"),
                                    ("mail", "E-mail"),
                                    ("chat", "WeChat"),
                                    ("note", "Note"),
                                ],
                                default="call",
                                max_length=8,
                                verbose_name="How",
                            ),
                        ),
                        (
                            "text",
                            models.CharField(
                                blank=True, max_length=2000, verbose_name="What was said"
                            ),
                        ),
                        ("reached", models.BooleanField(default=False, verbose_name="Got through")),
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
                            "lead",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="leads.lead",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["lead", "-at"], name="note_of_lead")],
                    },
                ),
                migrations.CreateModel(
                    name="LeadImport",
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
                        ("name", models.CharField(max_length=120)),
                        ("columns", models.JSONField(default=list)),
                        ("rows", models.JSONField(default=list)),
                        ("mapping", models.JSONField(default=dict)),
                        ("taken", models.PositiveIntegerField(default=0)),
                        ("known", models.PositiveIntegerField(default=0)),
                        ("wrong", models.PositiveIntegerField(default=0)),
                        ("created_at", models.DateTimeField()),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
            ],
        ),
    ]
