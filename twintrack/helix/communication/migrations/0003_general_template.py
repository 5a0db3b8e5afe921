"""A template for every milestone whose kind has none of its own; each step can be written anew."""

from django.db import migrations, models

STEPS = (
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


def add(apps, schema_editor):
    template_model = apps.get_model("communication", "PlanTemplate")
    step_model = apps.get_model("communication", "TemplateStep")
    template, is_new = template_model.objects.get_or_create(milestone_kind="", segment="")
    if not is_new:
        return
    for position, step in enumerate(STEPS, start=1):
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
    dependencies = [("communication", "0002_first_templates")]
    operations = [
        migrations.AlterField(
            model_name="plantemplate",
            name="milestone_kind",
            field=models.CharField(
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
        migrations.RunPython(add, migrations.RunPython.noop),
    ]
