"""What every company begins with: templates of a delivery on site and of one online."""

from django.db import migrations

PRESALES, IMPLEMENTER, CSM = "presales", "implementer", "csm"
PREPARE, BUILD, PROVE, LIVE = range(4)
PHASES = (
    ("准备", "Preparation"),
    ("安装与配置", "Installation and configuration"),
    ("试运行", "Trial run"),
    ("验收与移交", "Acceptance and handover"),
)
# Phase, Chinese, English, role, working days, hours, place of the task before, milestone.
ON_SITE = (
    (PREPARE, "售前交底", "Briefing by presales", PRESALES, 2, "8", None, False),
    (PREPARE, "现场调研", "Survey of the site", IMPLEMENTER, 3, "24", 0, False),
    (PREPARE, "实施方案确认", "Implementation plan confirmed", IMPLEMENTER, 3, "16", 1, True),
    (BUILD, "到货与安装", "Arrival and installation", IMPLEMENTER, 5, "40", 2, False),
    (BUILD, "参数配置与联调", "Configuration and joint testing", IMPLEMENTER, 5, "40", 3, False),
    (BUILD, "数据迁移", "Data migration", IMPLEMENTER, 3, "24", 4, False),
    (PROVE, "客户培训", "Training of the customer", IMPLEMENTER, 2, "16", 5, False),
    (PROVE, "试运行", "Trial run", IMPLEMENTER, 10, "24", 6, False),
    (LIVE, "验收", "Acceptance", IMPLEMENTER, 2, "16", 7, True),
    (LIVE, "移交客户成功", "Handover to customer success", IMPLEMENTER, 1, "4", 8, False),
    (LIVE, "首次回访", "First call afterwards", CSM, 2, "4", 9, False),
)
ONLINE = (
    (0, "售前交底", "Briefing by presales", PRESALES, 1, "4", None, False),
    (0, "开通与配置", "Setup and configuration", IMPLEMENTER, 3, "16", 0, False),
    (0, "数据导入", "Data import", IMPLEMENTER, 2, "12", 1, False),
    (1, "培训", "Training", IMPLEMENTER, 1, "6", 2, False),
    (1, "验收", "Acceptance", IMPLEMENTER, 2, "6", 3, True),
    (1, "移交客户成功", "Handover to customer success", IMPLEMENTER, 1, "2", 4, False),
)
DOCUMENTS = (
    "文档齐全",
    "Documents complete",
    (
        ("操作手册已移交", "The manual was handed over"),
        ("培训签到表不少于 3 人", "At least 3 people signed the list of the training"),
    ),
)
TEMPLATES = (
    (
        "现场实施",
        "Delivery on site",
        PHASES,
        ON_SITE,
        (
            (
                BUILD,
                "系统上线",
                "System in operation",
                (
                    ("合同所列功能全部可用", "All functions named in the contract work"),
                    ("连续运行 72 小时无停机", "72 hours of operation without a stop"),
                ),
            ),
            (
                PROVE,
                "试运行报告",
                "Report on the trial run",
                (
                    (
                        "试运行 10 个工作日, 无严重问题未关闭",
                        "10 working days of trial with no critical problem left open",
                    ),
                ),
            ),
            (LIVE, *DOCUMENTS),
        ),
    ),
    (
        "远程开通",
        "Delivery online",
        (("开通", "Setup"), ("上线", "Going live")),
        ONLINE,
        (
            (
                1,
                "系统可用",
                "System ready for use",
                (
                    ("合同所列用户全部可登录", "All users named in the contract can sign in"),
                    ("导入数据抽查 20 条全部正确", "20 imported records checked, all correct"),
                ),
            ),
        ),
    ),
)


def words(zh, en):
    return {"zh": zh, "en": en}


def content_of(phases, tasks, deliverables):
    return {
        "phases": [words(*each) for each in phases],
        "tasks": [
            {
                "name": words(zh, en),
                "phase": phase,
                "role": role,
                "days": days,
                "hours": hours,
                "after": after,
                "gap": 0,
                "is_milestone": is_milestone,
            }
            for phase, zh, en, role, days, hours, after, is_milestone in tasks
        ],
        "deliverables": [
            {"name": words(zh, en), "phase": phase, "criteria": [words(*said) for said in criteria]}
            for phase, zh, en, criteria in deliverables
        ],
    }


def begin(apps, _editor):
    template = apps.get_model("deliveries", "DeliveryTemplate")
    for place, (zh, en, *parts) in enumerate(TEMPLATES, start=1):
        template.objects.create(name_zh=zh, name_en=en, position=place, content=content_of(*parts))


class Migration(migrations.Migration):
    dependencies = [("deliveries", "0001_initial")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
