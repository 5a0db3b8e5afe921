"""Complaints with their clocks, and the reply templates that every company begins with."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables

TEMPLATES = (
    (
        "response",
        "收到投诉",
        "Complaint received",
        "{contact}，您好！您反映的“{title}”（编号 {number}）我们已经收到，正在处理。"
        "我们会在 {due} 前给您处理结果，期间有进展会及时告知。负责人：{owner}。",
        "Dear {contact}, we have received what you told us about “{title}” ({number}) and are "
        "working on it. You will hear from us by {due}, and earlier if there is news. "
        "{owner} looks after it.",
    ),
    (
        "response",
        "需要补充信息",
        "More to know",
        "{contact}，您好！“{title}”（编号 {number}）我们正在排查。为了尽快定位，请提供：出现时间、"
        "设备编号、{product} 的版本，以及现场照片或日志。谢谢！负责人：{owner}。",
        "Dear {contact}, we are looking into “{title}” ({number}). To find it soon we need to know: "
        "when it happened, on which machine, the version of {product}, and pictures or logs if "
        "you have any. Thank you! {owner} looks after it.",
    ),
    (
        "confirmation",
        "请确认已解决",
        "Is it resolved?",
        "{contact}，您好！您反映的“{title}”（编号 {number}）已经处理完毕，原因是：{cause}。"
        "请您确认现场是否恢复正常；如果仍有问题，请直接回复，我们马上继续处理。",
        "Dear {contact}, “{title}” ({number}) is resolved. It came from: {cause}. Please tell us "
        "whether all is well on your side; if it is not, answer this and we go on at once.",
    ),
)


def add_templates(apps, schema_editor):
    """Give every company templates to begin with; they can be changed as any other."""
    template = apps.get_model("complaints", "ReplyTemplate").objects
    for purpose, name_zh, name_en, body_zh, body_en in TEMPLATES:
        template.get_or_create(
            purpose=purpose,
            name_en=name_en,
            defaults={"name_zh": name_zh, "body_zh": body_zh, "body_en": body_en},
        )


class Migration(migrations.Migration):
    replaces = [("complaints", "0001_tables"), ("complaints", "0002_open_ones")]

    initial = True

    dependencies = [
        ("feedback", "0001_tables"),
        ("people", "__first__"),
        ("sla", "0001_tables"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="ReplyTemplate",
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
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("response", "First response"),
                                    ("confirmation", "Asking for confirmation"),
                                ],
                                max_length=12,
                                verbose_name="Purpose",
                            ),
                        ),
                        ("name_zh", models.CharField(max_length=80, verbose_name="Name (Chinese)")),
                        ("name_en", models.CharField(max_length=80, verbose_name="Name (English)")),
                        (
                            "body_zh",
                            models.TextField(max_length=10000, verbose_name="Text (Chinese)"),
                        ),
                        (
                            "body_en",
                            models.TextField(max_length=10000, verbose_name="Text (English)"),
                        ),
                        ("retired_at", models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Complaint",
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
                        ("started_at", models.DateTimeField()),
                        (
                            "rank",
                            models.PositiveSmallIntegerField(
                                choices=[(0, "Running"), (1, "Paused"), (2, "Over")], default=2
                            ),
                        ),
                        ("breaks_at", models.DateTimeField()),
                        (
                            "ended_by",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("kind", "No complaint after all"),
                                    ("duplicate", "Duplicate"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(default=1)),
                        ("responded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "reply",
                            models.TextField(blank=True, verbose_name="What the customer was told"),
                        ),
                        ("resolved_at", models.DateTimeField(blank=True, null=True)),
                        ("cause", models.TextField(blank=True, verbose_name="Root cause")),
                        (
                            "cause_requirement_id",
                            models.PositiveBigIntegerField(blank=True, null=True),
                        ),
                        (
                            "cause_work_item_id",
                            models.PositiveBigIntegerField(blank=True, null=True),
                        ),
                        ("asked_at", models.DateTimeField(blank=True, null=True)),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "confirmed_who",
                            models.CharField(
                                blank=True, max_length=80, verbose_name="Who confirmed it"
                            ),
                        ),
                        ("reopened", models.PositiveSmallIntegerField(default=0)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "feedback",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="complaint",
                                to="feedback.feedback",
                            ),
                        ),
                        (
                            "resolved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "responded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="sla.slaplanversion",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["rank", "breaks_at", "id"], name="complaint_breaks_next"
                            ),
                            models.Index(
                                condition=models.Q(("ended_by", ""), ("resolved_at", None)),
                                fields=["rank", "breaks_at", "id"],
                                name="complaint_open",
                            ),
                            models.Index(fields=["-breaks_at", "-id"], name="complaint_latest"),
                            models.Index(
                                condition=models.Q(
                                    ("confirmed_at", None),
                                    ("ended_by", ""),
                                    ("resolved_at__isnull", False),
                                ),
                                fields=["-breaks_at", "-id"],
                                name="complaint_unconfirmed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClockPause",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("agreed", "Paused"),
                                    ("resolved", "Resolved"),
                                    ("set_aside", "Set aside"),
                                ],
                                default="agreed",
                                max_length=9,
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="Note")),
                        ("started_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "reason",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="sla.slapausereason",
                            ),
                        ),
                        (
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="pauses",
                                to="complaints.complaint",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("complaint",),
                                name="one_pause_at_a_time",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SlaClock",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("response", "First response"),
                                    ("resolution", "Resolution"),
                                ],
                                max_length=10,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("running", "Running"),
                                    ("paused", "Paused"),
                                    ("met", "In time"),
                                    ("missed", "Too late"),
                                    ("called_off", "Called off"),
                                ],
                                default="running",
                                max_length=10,
                            ),
                        ),
                        ("target_minutes", models.PositiveIntegerField()),
                        ("due_at", models.DateTimeField(blank=True, null=True)),
                        ("next_at", models.DateTimeField(blank=True, null=True)),
                        ("warned_at", models.DateTimeField(blank=True, null=True)),
                        ("breached_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "breach_note",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="Why it was too late"
                            ),
                        ),
                        ("stopped_at", models.DateTimeField(blank=True, null=True)),
                        ("took_minutes", models.PositiveIntegerField(blank=True, null=True)),
                        (
                            "complaint",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="clocks",
                                to="complaints.complaint",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["next_at"], name="clock_next"),
                            models.Index(fields=["kind", "stopped_at"], name="clock_stopped"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("complaint", "kind"), name="one_clock_of_a_kind"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClockSignal",
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
                        ("round", models.PositiveSmallIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("warning", "Warning"),
                                    ("breach", "Breach"),
                                    ("step", "Escalation"),
                                ],
                                max_length=7,
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "step",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="sla.slaescalation",
                            ),
                        ),
                        (
                            "clock",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="signals",
                                to="complaints.slaclock",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("clock", "round", "step"), name="step_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("step", None)),
                                fields=("clock", "round", "kind"),
                                name="signal_once",
                            ),
                        ],
                    },
                ),
            ],
        ),
        migrations.RunPython(add_templates, migrations.RunPython.noop),
    ]
