"""What every company begins with, and what opportunities have passed so far."""

from collections import defaultdict

from django.db import migrations

# Code, Chinese, English, probability, target days, what is required, what is advised, and the
# tasks: part, working days, Chinese, English.
STAGES = (
    (
        "requirement_confirmation",
        ("需求确认", "Requirement confirmation", 20, 21),
        (),
        (),
        (("salesperson", 3, "现场确认需求和验收标准", "Confirm needs and acceptance on site"),),
    ),
    (
        "solution_design",
        ("方案设计", "Solution design", 40, 30),
        (),
        ("next_step",),
        (
            ("presales", 5, "出方案和选型清单", "Write the solution with its list of parts"),
            ("presales", 8, "做一次方案演示", "Show the solution to the customer"),
        ),
    ),
    (
        "negotiation",
        ("商务谈判", "Negotiation", 60, 45),
        ("amount",),
        ("presales",),
        (
            ("salesperson", 2, "发出正式报价", "Send the quote"),
            ("implementer", 5, "评估实施工期和费用", "Estimate how long delivery takes and costs"),
        ),
    ),
    (
        "contract",
        ("合同签署", "Contract signing", 85, 21),
        ("amount", "decision_maker"),
        (),
        (
            ("salesperson", 2, "送审合同条款", "Have the terms of the contract checked"),
            ("csm", 5, "和客户约定交接与启动会", "Agree on hand-over and kick-off"),
        ),
    ),
)
WAY = [code for code, *_rest in STAGES]
NAMES = {code: names for code, names, *_rest in STAGES}
REASONS = (
    ("price", "价格", "Price"),
    ("competitor", "选择了竞争对手", "Chose a competitor"),
    ("no_budget", "没有预算", "No budget"),
    ("function_missing", "功能不满足", "A function is missing"),
    ("delivery_time", "交期来不及", "Delivery too late"),
    ("no_decision", "迟迟不决策", "No decision"),
    ("other", "其他", "Other"),
)
FIRST = "requirement_confirmation"
KINDS = {
    "opportunity.opened": FIRST,
    "opportunity.advanced": "",
    "opportunity.won": "won",
    "opportunity.lost": "lost",
    "opportunity.reopened": "",
}


def begin(apps, schema_editor):
    """Add stages with what they ask for and what is to do there, and reasons for losing."""
    stages = apps.get_model("pipeline", "PipelineStage").objects
    criteria = apps.get_model("pipeline", "StageCriterion").objects
    playbook = apps.get_model("pipeline", "PlaybookTask").objects
    for position, (code, names, required, advised, tasks) in enumerate(STAGES, start=1):
        chinese, english, probability, days = names
        stage = stages.create(
            code=code,
            name_zh=chinese,
            name_en=english,
            position=position,
            probability=probability,
            target_days=days,
        )
        for check in (*required, *advised):
            criteria.create(stage=stage, check_code=check, is_required=check in required)
        for part, due_days, title_zh, title_en in tasks:
            playbook.create(
                stage=stage, part=part, due_days=due_days, title_zh=title_zh, title_en=title_en
            )
    reasons = apps.get_model("pipeline", "LostReason").objects
    for position, (code, chinese, english) in enumerate(REASONS, start=1):
        reasons.create(code=code, name_zh=chinese, name_en=english, position=position)


def add_passages(apps, schema_editor):
    """Write down each stage that an opportunity was at, from when to when."""
    opportunities = apps.get_model("pipeline", "Opportunity").objects
    if not opportunities.exists():
        return
    entries = apps.get_model("ledger", "Entry").objects.filter(
        about_kind="opportunity", kind__in=KINDS
    )
    told = defaultdict(list)
    for entry in entries.order_by("pk").iterator():
        told[entry.about_id].append(entry)
    passage = apps.get_model("pipeline", "StagePassage")
    for opportunity in opportunities.order_by("pk").iterator():
        passage.objects.bulk_create(_passages(passage, opportunity, told[opportunity.pk]))


def _passages(passage, opportunity, entries):
    found = []
    for entry in entries:
        stage = KINDS[entry.kind] or entry.payload["to"]
        if found and found[-1].left_at is None:
            found[-1].left_at = entry.happened_at
            found[-1].outcome = _outcome(found[-1].stage, stage)
        if stage in NAMES:
            for earlier in found:
                earlier.is_last = earlier.is_last and earlier.stage != stage
            found.append(_passage(passage, opportunity, stage, entry.happened_at, entry.actor_id))
    if not found and opportunity.stage in NAMES:
        at, by = opportunity.stage_since, opportunity.owner_id
        found.append(_passage(passage, opportunity, opportunity.stage, at, by))
    return found


def _passage(passage, opportunity, stage, at, by):
    chinese, english, probability, _days = NAMES[stage]
    return passage(
        opportunity=opportunity,
        stage=stage,
        name_zh=chinese,
        name_en=english,
        probability=probability,
        entered_at=at,
        entered_by_id=by,
    )


def _outcome(came_from, to):
    if to not in NAMES:
        return to
    return "back" if WAY.index(to) < WAY.index(came_from) else "onward"


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "__first__"),
        ("pipeline", "0001_tables"),
    ]

    operations = [
        migrations.RunPython(begin, migrations.RunPython.noop),
        migrations.RunPython(add_passages, migrations.RunPython.noop),
    ]
