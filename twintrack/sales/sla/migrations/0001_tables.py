"""SLA plans, their versions, and the plan that every company begins with."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables

TARGETS = (
    ("blocker", 30, 8 * 60),
    ("major", 2 * 60, 24 * 60),
    ("minor", 8 * 60, 72 * 60),
    ("trivial", 16 * 60, 120 * 60),
)
STEPS = (
    ("response", "percent", 100, "manager", ""),
    ("resolution", "percent", 100, "manager", ""),
    ("resolution", "after_breach", 8 * 60, "role", "executive"),
)
REASONS = (
    ("等待客户", "Waiting for the customer"),
    ("约定的维护窗口", "Agreed maintenance window"),
    ("等待备件到货", "Waiting for spare parts"),
    ("等待约定的版本", "Waiting for the agreed release"),
)


def add_plan(apps, schema_editor):
    """Give every company a plan to begin with; it can be changed as any other."""
    plan, is_new = apps.get_model("sla", "SlaPlan").objects.get_or_create(
        is_default=True, defaults={"name_zh": "标准服务", "name_en": "Standard service"}
    )
    if not is_new:
        return
    version = apps.get_model("sla", "SlaPlanVersion").objects.create(
        plan=plan, number=1, country="CN"
    )
    target = apps.get_model("sla", "SlaTarget").objects
    for severity, response, resolution in TARGETS:
        target.create(
            version=version,
            severity=severity,
            response_minutes=response,
            resolution_minutes=resolution,
        )
    step = apps.get_model("sla", "SlaEscalation").objects
    for position, (clock, trigger, value, whom, role) in enumerate(STEPS, start=1):
        step.create(
            version=version,
            position=position,
            clock=clock,
            trigger=trigger,
            value=value,
            whom=whom,
            role=role,
        )
    reason = apps.get_model("sla", "SlaPauseReason").objects
    for position, (name_zh, name_en) in enumerate(REASONS, start=1):
        reason.create(version=version, position=position, name_zh=name_zh, name_en=name_en)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "__first__"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="SlaPlan",
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
                        ("name_zh", models.CharField(max_length=80, verbose_name="Name (Chinese)")),
                        ("name_en", models.CharField(max_length=80, verbose_name="Name (English)")),
                        ("is_default", models.BooleanField(default=False)),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("is_default", True)),
                                fields=("is_default",),
                                name="one_default_sla_plan",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SlaPlanVersion",
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
                        ("number", models.PositiveSmallIntegerField()),
                        (
                            "country",
                            models.CharField(
                                blank=True, max_length=12, verbose_name="Public holidays of"
                            ),
                        ),
                        (
                            "around_the_clock",
                            models.BooleanField(
                                default=False, verbose_name="Around the clock, all days"
                            ),
                        ),
                        (
                            "weekdays",
                            models.CharField(
                                default="01234", max_length=7, verbose_name="Working days"
                            ),
                        ),
                        (
                            "opens",
                            models.PositiveSmallIntegerField(default=540, verbose_name="Opens at"),
                        ),
                        (
                            "closes",
                            models.PositiveSmallIntegerField(
                                default=1080, verbose_name="Closes at"
                            ),
                        ),
                        (
                            "zone",
                            models.CharField(
                                default="Asia/Shanghai", max_length=60, verbose_name="Time zone"
                            ),
                        ),
                        ("special_days", models.JSONField(default=list)),
                        (
                            "starts_from",
                            models.CharField(
                                choices=[
                                    ("recorded", "When it is recorded"),
                                    ("occurred", "When it happened"),
                                ],
                                default="recorded",
                                max_length=8,
                                verbose_name="Clocks begin",
                            ),
                        ),
                        (
                            "warn_percent",
                            models.PositiveSmallIntegerField(
                                default=80, verbose_name="Warn at % of the target"
                            ),
                        ),
                        ("made_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "made_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="versions",
                                to="sla.slaplan",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("plan", "number"), name="sla_version_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("closes__gt", models.F("opens"))),
                                name="sla_closes_after_it_opens",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SlaPauseReason",
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
                        ("position", models.PositiveSmallIntegerField()),
                        ("name_zh", models.CharField(max_length=80, verbose_name="Name (Chinese)")),
                        ("name_en", models.CharField(max_length=80, verbose_name="Name (English)")),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="pause_reasons",
                                to="sla.slaplanversion",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("version", "position"), name="sla_reason_order"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SlaEscalation",
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
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "clock",
                            models.CharField(
                                choices=[
                                    ("response", "First response"),
                                    ("resolution", "Resolution"),
                                ],
                                max_length=10,
                                verbose_name="Clock",
                            ),
                        ),
                        (
                            "trigger",
                            models.CharField(
                                choices=[
                                    ("percent", "% of the target"),
                                    ("after_breach", "hours after the breach"),
                                ],
                                max_length=12,
                                verbose_name="When",
                            ),
                        ),
                        ("value", models.PositiveIntegerField(verbose_name="How much")),
                        (
                            "whom",
                            models.CharField(
                                choices=[
                                    ("owner", "The owner"),
                                    ("manager", "The owner's sales manager"),
                                    ("role", "Everybody in a role"),
                                ],
                                max_length=7,
                                verbose_name="Whom",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("product_manager", "Product manager"),
                                    ("rnd_lead", "R&D lead"),
                                    ("engineer", "Developer / tester"),
                                    ("salesperson", "Salesperson"),
                                    ("sales_manager", "Sales manager"),
                                    ("presales", "Presales consultant"),
                                    ("implementer", "Implementation engineer"),
                                    ("csm", "Customer success manager"),
                                    ("executive", "Executive"),
                                    ("admin", "Administrator"),
                                    ("guest", "Guest"),
                                ],
                                max_length=20,
                                verbose_name="Role",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="escalations",
                                to="sla.slaplanversion",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("version", "position"), name="sla_step_order"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SlaTarget",
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
                            "severity",
                            models.CharField(
                                choices=[
                                    ("blocker", "Stops the line"),
                                    ("major", "Major"),
                                    ("minor", "Minor"),
                                    ("trivial", "Trivial"),
                                ],
                                max_length=8,
                                verbose_name="Severity",
                            ),
                        ),
                        (
                            "response_minutes",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="First response"
                            ),
                        ),
                        (
                            "resolution_minutes",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="Resolution"
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="targets",
                                to="sla.slaplanversion",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("version", "severity"), name="sla_target_once"
                            )
                        ],
                    },
                ),
            ],
        ),
        migrations.RunPython(add_plan, migrations.RunPython.noop),
    ]
