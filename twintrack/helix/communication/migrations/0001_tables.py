"""Plans, their tasks, and the templates that every company begins with."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from twintrack.foundation.tables import CreateTables

CALL = (
    "call",
    "salesperson",
    1,
    "给 {customer} 打电话：{milestone}",
    "Call {customer}: {milestone}",
    "您好！您提过的“{what_was_built}”（{requirement}）已经到了这一步：{milestone}。"
    "我们想约个时间给您演示一下，您看本周哪天方便？",
    "Hello! What you asked for, “{what_was_built}” ({requirement}), has come to this point: "
    "{milestone}. We would like to show it to you. Which day of this week suits you?",
)
DEMO = (
    "demo",
    "presales",
    3,
    "为 {customer} 准备功能演示：{what_was_built}",
    "Prepare a feature demo for {customer}: {what_was_built}",
    "演示要点：一、客户原来的痛点；二、{product} 现在怎样解决（{requirement}）；三、和以前比，客户能省下什么。",
    "Show: 1. what hurt the customer; 2. how {product} solves it now ({requirement}); "
    "3. what the customer saves compared with before.",
)
MATERIAL = (
    "material",
    "salesperson",
    5,
    "为 {customer} 写场景化营销材料：{what_was_built}",
    "Write scenario material for {customer}: {what_was_built}",
    "写一页：客户的场景、{what_was_built} 带来的变化、可以对外说的数据：{value}。",
    "One page: the customer's scenario, what changes with {what_was_built}, figures we may show: {value}.",
)
VISIT = (
    "visit",
    "csm",
    5,
    "到 {customer} 现场看新功能的使用情况",
    "Visit {customer} and see the new feature in use",
    "到现场确认 {what_was_built} 真的解决了问题，记下客户原话。",
    "See on site whether {what_was_built} solves the problem; write down what they say.",
)
FOLLOW_UP = (
    "follow_up",
    "salesperson",
    10,
    "回访 {customer}：结果和下一步",
    "Follow up with {customer}: result and next step",
    "问三件事：好不好用、还缺什么、下一步合作。",
    "Ask three things: does it work well, what is missing, what comes next.",
)
# For every milestone whose kind has no template of its own.
GENERAL = (
    (
        "call",
        "salesperson",
        1,
        "给{customer}打电话：{milestone}",
        "Call {customer}: {milestone}",
        "您好！您提过的“{what_was_built}”（{requirement}）有了新进展：{milestone}。"
        "您看本周哪天方便，我们向您介绍一下？",
        "Hello! There is news about what you asked for, “{what_was_built}” ({requirement}): "
        "{milestone}. Which day of this week suits you to hear about it?",
    ),
    (
        "follow_up",
        "salesperson",
        10,
        "回访{customer}：结果和下一步",
        "Follow up with {customer}: result and next step",
        "问三件事：这次的进展是否合用、还缺什么、下一步合作。",
        "Ask three things: does this help them, what is missing, what comes next.",
    ),
)
TEMPLATES = (
    ("core_module_tested", "", (CALL, DEMO, FOLLOW_UP)),
    ("beta_ready", "", (CALL, DEMO, MATERIAL, FOLLOW_UP)),
    ("release_ready", "", (CALL, MATERIAL, FOLLOW_UP)),
    ("release_ready", "A", (CALL, MATERIAL, VISIT, FOLLOW_UP)),
    ("", "", GENERAL),
)


def add_templates(apps, schema_editor):
    """Add those that are missing; each step can be written anew."""
    template_model = apps.get_model("communication", "PlanTemplate")
    step_model = apps.get_model("communication", "TemplateStep")
    for milestone_kind, segment, steps in TEMPLATES:
        template, is_new = template_model.objects.get_or_create(
            milestone_kind=milestone_kind, segment=segment
        )
        if not is_new:
            continue
        for position, step in enumerate(steps, start=1):
            kind, role, offset, title_zh, title_en, body_zh, body_en = step
            step_model.objects.create(
                template=template,
                position=position,
                kind=kind,
                role=role,
                offset_days=offset,
                title_zh=title_zh,
                title_en=title_en,
                body_zh=body_zh,
                body_en=body_en,
            )


class Migration(migrations.Migration):
    replaces = [
        ("communication", "0001_initial"),
        ("communication", "0002_first_templates"),
        ("communication", "0003_general_template"),
    ]

    initial = True

    dependencies = [
        ("customers", "0001_all_tables"),
        ("people", "__first__"),
        ("projects", "0001_tables"),
    ]

    operations = [
        CreateTables(
            tables=[
                migrations.CreateModel(
                    name="CommunicationPlan",
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
                            "state",
                            models.CharField(
                                choices=[
                                    ("running", "Running"),
                                    ("paused", "Paused"),
                                    ("completed", "Completed"),
                                ],
                                default="running",
                                max_length=10,
                                verbose_name="State",
                            ),
                        ),
                        ("started_at", models.DateTimeField()),
                        ("counted_from", models.DateField()),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="customers.customer",
                            ),
                        ),
                        (
                            "milestone",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="projects.milestone",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("milestone", "customer"), name="one_plan_per_case"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanStep",
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
                            "title_zh",
                            models.CharField(max_length=200, verbose_name="Title (Chinese)"),
                        ),
                        (
                            "title_en",
                            models.CharField(max_length=200, verbose_name="Title (English)"),
                        ),
                        ("body_zh", models.TextField(blank=True, verbose_name="Draft (Chinese)")),
                        ("body_en", models.TextField(blank=True, verbose_name="Draft (English)")),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("call", "Call"),
                                    ("demo", "Feature demo"),
                                    ("material", "Scenario marketing material"),
                                    ("visit", "On-site visit"),
                                    ("follow_up", "Follow-up"),
                                ],
                                max_length=10,
                                verbose_name="Kind",
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="Due on")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("todo", "To do"),
                                    ("done", "Done"),
                                    ("skipped", "Skipped"),
                                ],
                                default="todo",
                                max_length=7,
                                verbose_name="State",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=300, verbose_name="Reason"),
                        ),
                        ("closed_at", models.DateTimeField(null=True)),
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
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="communication.communicationplan",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("plan", "position"), name="plan_step_order"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanTemplate",
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
                            "milestone_kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("core_module_tested", "Core module tested"),
                                    ("beta_ready", "Beta ready"),
                                    ("release_ready", "Release ready"),
                                    ("custom", "Other"),
                                ],
                                default="",
                                max_length=20,
                                verbose_name="Milestone",
                            ),
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
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("milestone_kind", "segment"), name="one_template_per_case"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TemplateStep",
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
                            "title_zh",
                            models.CharField(max_length=200, verbose_name="Title (Chinese)"),
                        ),
                        (
                            "title_en",
                            models.CharField(max_length=200, verbose_name="Title (English)"),
                        ),
                        ("body_zh", models.TextField(blank=True, verbose_name="Draft (Chinese)")),
                        ("body_en", models.TextField(blank=True, verbose_name="Draft (English)")),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("call", "Call"),
                                    ("demo", "Feature demo"),
                                    ("material", "Scenario marketing material"),
                                    ("visit", "On-site visit"),
                                    ("follow_up", "Follow-up"),
                                ],
                                max_length=10,
                                verbose_name="Kind",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
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
                            "offset_days",
                            models.PositiveSmallIntegerField(
                                verbose_name="Working days after the milestone"
                            ),
                        ),
                        (
                            "template",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="communication.plantemplate",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("template", "position"), name="template_step_order"
                            )
                        ],
                    },
                ),
            ],
        ),
        migrations.RunPython(add_templates, migrations.RunPython.noop),
    ]
