"""How work flows: work items from their start to their end."""

from twintrack.algorithms.control import Kind
from twintrack.analytics.measures import Good, Measure, Per, Theme, Words

DAYS, ITEMS, PERCENT = Words("days", "天"), Words("work items", "个工作项"), Words("%", "%")
OF = "product, modules, team, person"
UNDER_WAY = "('in_progress', 'in_review', 'in_testing')"
OPEN_AT = "s.moment <= e.moment and (s.until is null or s.until > e.moment)"
STAY = "e.moment, s.product, s.modules, s.team, s.person"

FLOW = (
    Measure(
        code="cycle_time",
        name=Words("Cycle time", "周期时间"),
        unit=DAYS,
        formula=Words(
            "Calendar days from when work on an item first began (in progress or beyond) until it "
            "was done last; median of the items done in the week. A reopened item counts once; "
            "epics do not count.",
            "工作项首次开始（进入“进行中”或之后的状态）到最后一次完成的自然日（含周末），"
            "取当周完成项的中位数；重新打开的只计一次，史诗不计。",
        ),
        kind=Kind.DURATION,
        good=Good.DOWN,
        theme=Theme.FLOW,
        tables=("items",),
        rows=f"select done_at as moment, {OF}, total_days as part, 1 as whole, "
        "'work_item' as about, "
        "id from items where done_at is not null and total_days is not null and kind <> 'epic'",
    ),
    Measure(
        code="flow_efficiency",
        name=Words("Flow efficiency", "流动效率"),
        unit=PERCENT,
        formula=Words(
            "Days in progress and not blocked, of all days from the first start until done; items "
            "done in the week together. Waiting for review or testing is waiting.",
            "“进行中”且未阻塞的时间 ÷ 首次开始到完成的全部时间，按当周完成项合计；"
            "等待评审、等待测试都算等待。",
        ),
        kind=Kind.RATIO,
        good=Good.UP,
        theme=Theme.FLOW,
        tables=("items",),
        rows=f"select done_at as moment, {OF}, active_days as part, total_days as whole, "
        "'work_item' as about, id from items "
        "where done_at is not null and total_days > 0 and kind <> 'epic'",
        factor=100,
    ),
    Measure(
        code="throughput",
        name=Words("Throughput", "吞吐量"),
        unit=Words("items a week", "项/周"),
        formula=Words(
            "Items done per five working days, epics apart; a reopened item counts when it was "
            "done last. Holidays shorten a week, make-up days lengthen it.",
            "完成的工作项数（不含史诗），按每五个工作日折算；节假日、调休按实际工作日计；"
            "重新打开的按最后一次完成计。",
        ),
        kind=Kind.COUNT,
        good=Good.UP,
        theme=Theme.FLOW,
        tables=("items",),
        rows=f"select done_at as moment, {OF}, 1 as part, 1 as whole, 'work_item' as about, id "
        "from items where done_at is not null and kind <> 'epic'",
    ),
    Measure(
        code="wip",
        name=Words("Work in progress", "在制品"),
        unit=ITEMS,
        formula=Words(
            "Items in progress, in review or in testing at the end of the week.",
            "周末时处于进行中、评审中或测试中的工作项数。",
        ),
        kind=Kind.COUNT,
        good=Good.DOWN,
        theme=Theme.FLOW,
        tables=("stays",),
        rows=f"select {STAY}, 1 as part, 1 as whole, 'work_item' as about, s.id from week_ends e "
        f"join stays s on {OPEN_AT} and s.state in {UNDER_WAY}",
        per=Per.MOMENT,
        decimals=0,
    ),
    Measure(
        code="wip_age",
        name=Words("Age of work in progress", "在制品停留时长"),
        unit=DAYS,
        formula=Words(
            "Calendar days since an item was first in progress, of what is under way at the end of "
            "the week; median.",
            "周末时在制工作项自首次开始以来的自然日，取中位数。",
        ),
        kind=Kind.DURATION,
        good=Good.DOWN,
        theme=Theme.FLOW,
        tables=("stays",),
        rows=f"select {STAY}, date_diff('second', s.started_at, e.moment) / 86400.0 as part, "
        "1 as whole, 'work_item' as about, s.id from week_ends e "
        f"join stays s on {OPEN_AT} and s.state in {UNDER_WAY} where s.started_at is not null",
    ),
    Measure(
        code="predictability",
        name=Words("Iteration predictability", "迭代可预测性"),
        unit=PERCENT,
        formula=Words(
            "Of the items an iteration began with, the share done by its end; by the week it ended "
            "in. What was added on the way does not count.",
            "迭代开始时承诺的工作项中，结束时已完成的占比；中途加入的不计。按结束周统计。",
        ),
        kind=Kind.RATIO,
        good=Good.UP,
        theme=Theme.FLOW,
        tables=("iterations",),
        rows=f"select moment, {OF}, done as part, committed as whole, 'iteration' as about, id "
        "from iterations where committed > 0",
        factor=100,
        target=0.8,
    ),
    Measure(
        code="carry_over",
        name=Words("Carry-over", "结转率"),
        unit=PERCENT,
        formula=Words(
            "Of the items an iteration held at its end, the share that was not done and went on.",
            "迭代结束时仍未完成、结转到后续的工作项占比。",
        ),
        kind=Kind.RATIO,
        good=Good.DOWN,
        theme=Theme.FLOW,
        tables=("iterations",),
        rows=f"select moment, {OF}, carried as part, held as whole, 'iteration' as about, id "
        "from iterations where held > 0",
        factor=100,
    ),
    Measure(
        code="reopen_rate",
        name=Words("Reopened", "重新打开率"),
        unit=PERCENT,
        formula=Words(
            "Times that items came back after they were done, per item done in the week; what "
            "is taken back within the hour does not count.",
            "当周被重新打开的次数 ÷ 当周完成的工作项数；一小时内撤销的不计。",
        ),
        kind=Kind.RATIO,
        good=Good.DOWN,
        theme=Theme.QUALITY,
        tables=("items", "reopenings"),
        rows=f"select moment, {OF}, 1 as part, 0 as whole, 'work_item' as about, id "
        "from reopenings "
        f"union all select done_at as moment, {OF}, 0 as part, 1 as whole, "
        "'work_item' as about, id "
        "from items where done_at is not null and kind <> 'epic'",
        factor=100,
    ),
    Measure(
        code="defect_rate",
        name=Words("Defects per 100 points", "每百点缺陷数"),
        unit=Words("per 100 points", "个/百点"),
        formula=Words(
            "Defects found in the week per 100 points done in the week.",
            "当周发现的缺陷数 ÷ 当周完成的点数 × 100。",
        ),
        kind=Kind.COUNT,
        good=Good.DOWN,
        theme=Theme.QUALITY,
        tables=("items",),
        rows=f"select moment, {OF}, 1 as part, 0 as whole, 'work_item' as about, id from items "
        f"where kind = 'defect' union all select done_at as moment, {OF}, 0 as part, "
        "points / 100 as whole, 'work_item' as about, id from items "
        "where done_at is not null and points > 0 and kind not in ('epic', 'defect')",
        per=Per.ROWS,
    ),
    Measure(
        code="defect_rate_installed",
        name=Words("Defects per 1,000 in use", "每千在用缺陷数"),
        unit=Words("per 1,000 in use a week", "个/千在用/周"),
        formula=Words(
            "Defects found in the week per 1,000 in use in the week; of weeks of which nobody "
            "noted how many were in use there is no rate.",
            "当周发现的缺陷数 ÷ 当周在用量 × 1000；未登记在用量的周不计算。",
        ),
        kind=Kind.COUNT,
        good=Good.DOWN,
        theme=Theme.QUALITY,
        tables=("items", "installed"),
        rows=f"select moment, {OF}, 1 as part, 0 as whole, 'work_item' as about, id from items "
        f"where kind = 'defect' union all select moment, {OF}, 0 as part, "
        "active / 1000 as whole, 'product' as about, id from installed where active > 0",
        per=Per.ROWS,
    ),
    Measure(
        code="escaped_rate",
        name=Words("Escaped defects", "缺陷逃逸率"),
        unit=PERCENT,
        formula=Words(
            "Of the defects found in the week, the share that customers found.",
            "当周发现的缺陷中，由客户发现的占比。",
        ),
        kind=Kind.RATIO,
        good=Good.DOWN,
        theme=Theme.QUALITY,
        tables=("items",),
        rows=f"select moment, {OF}, is_escaped::int as part, 1 as whole, 'work_item' as about, id "
        "from items where kind = 'defect'",
        factor=100,
    ),
)

STATES = {
    "todo": Words("To do", "待办"),
    "in_progress": Words("In progress", "进行中"),
    "in_review": Words("In review", "评审中"),
    "in_testing": Words("In testing", "测试中"),
}


def _standing(state: str, name: Words) -> Measure:
    return Measure(
        code=f"standing_{state}",
        name=name,
        unit=ITEMS,
        formula=Words(
            "Items in this state at the end of the week.", "周末时处于该状态的工作项数。"
        ),
        kind=Kind.COUNT,
        good=Good.NEITHER,
        theme=Theme.FLOW,
        tables=("stays",),
        rows=f"select {STAY}, 1 as part, 1 as whole, 'work_item' as about, s.id "
        f"from week_ends e join stays s on {OPEN_AT} and s.state = '{state}'",
        per=Per.MOMENT,
        is_part=True,
    )


def _spent(state: str, name: Words) -> Measure:
    return Measure(
        code=f"spent_{state}",
        name=name,
        unit=DAYS,
        formula=Words(
            "Days that items spent in this state, by the week they left it in.",
            "工作项在该状态停留的天数，按离开该状态的周统计。",
        ),
        kind=Kind.COUNT,
        good=Good.NEITHER,
        theme=Theme.FLOW,
        tables=("stays",),
        rows=f"select until as moment, {OF}, date_diff('second', stays.moment, until) "
        "/ 86400.0 as part, "
        "1 as whole, 'work_item' as about, id from stays "
        f"where until is not null and state = '{state}'",
        per=Per.MOMENT,
        is_part=True,
    )


# What pictures of flow are made of.
FLOW_PARTS = (
    *(_standing(state, name) for state, name in STATES.items()),
    *(_spent(state, name) for state, name in STATES.items() if state != "todo"),
)
