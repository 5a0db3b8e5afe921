"""The templates every installation begins with; each step can be written anew."""

from django.db import migrations

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
TEMPLATES = (
    ("core_module_tested", "", (CALL, DEMO, FOLLOW_UP)),
    ("beta_ready", "", (CALL, DEMO, MATERIAL, FOLLOW_UP)),
    ("release_ready", "", (CALL, MATERIAL, FOLLOW_UP)),
    ("release_ready", "A", (CALL, MATERIAL, VISIT, FOLLOW_UP)),
)


def add(apps, schema_editor):
    template_model = apps.get_model("communication", "PlanTemplate")
    step_model = apps.get_model("communication", "TemplateStep")
    for milestone_kind, segment, steps in TEMPLATES:
        template = template_model.objects.create(milestone_kind=milestone_kind, segment=segment)
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
    dependencies = [("communication", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
