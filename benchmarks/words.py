"""Sentences of a made-up backlog: enough variety that searching and matching have work to do."""

from random import Random

PARTS = (
    "张力控制",
    "换卷",
    "报表导出",
    "告警规则",
    "快充",
    "参数包",
    "远程诊断",
    "编码器",
    "能耗统计",
    "操作界面",
    "tension loop",
    "reel change",
    "report export",
    "alarm rules",
    "fast charging",
    "bus driver",
    "remote diagnosis",
    "encoder",
    "energy report",
    "operator screen",
)
FAULTS = (
    "突然跳动",
    "反应太慢",
    "无法保存",
    "显示不全",
    "每班要停三次",
    "夜里误报",
    "jumps at start",
    "takes too long",
    "cannot be saved",
    "is cut off",
    "stops every shift",
    "alarms at night",
)
PLACES = ("2 号线", "三车间", "现场调试时", "升级以后", "line 2", "at the customer", "after 3.2.1")
WISHES = ("希望按班次拆开", "请尽快处理", "要能导出 PDF", "please fix soon", "should warn before")


def sentence(random: Random, number: int) -> str:
    """Make one sentence; the number keeps each one apart from the others."""
    part, fault = random.choice(PARTS), random.choice(FAULTS)
    place, wish = random.choice(PLACES), random.choice(WISHES)
    return f"{place} {part} {fault}，{wish} #{number}"


# By what decisions under fire are known again.
REASON = "decided under fire"
