"""How what was sold is delivered: in time, at its cost, accepted at once, to the customer's joy."""

from __future__ import annotations

from twintrack.algorithms.control import Kind
from twintrack.analytics.measures import Good, Measure, Per, Theme, Words

PERCENT = Words("%", "%")
OF = "products, person, customer"
ABOUT = "false as is_open, 'delivery' as about, id"

DELIVERING = (
    Measure(
        code="on_time",
        name=Words("Delivered on time", "交付准时率"),
        unit=PERCENT,
        formula=Words(
            "Of the deliveries that were to be finished in the month, the share that was accepted "
            "by that day. The finish agreed at present counts; cancelled ones do not, nor those "
            "that can still make it.",
            "当月应完成的交付中，按期验收的占比。以目前约定的完成日为准；"
            "已取消的和尚未到期的不计。",
        ),
        kind=Kind.RATIO,
        good=Good.UP,
        theme=Theme.DELIVERING,
        tables=("due_deliveries",),
        rows=f"select moment, {OF}, is_on_time::int as part, 1 as whole, {ABOUT} "
        "from due_deliveries",
        factor=100,
    ),
    Measure(
        code="acceptance_first_time",
        name=Words("Accepted the first time", "一次验收通过率"),
        unit=PERCENT,
        formula=Words(
            "Of the deliverables that customers judged for the first time in the month, the share "
            "that passed at once, a condition included; withdrawn acceptances do not count.",
            "当月首次验收的交付物中，一次通过（含有条件通过）的占比；已撤销的验收不计。",
        ),
        kind=Kind.RATIO,
        good=Good.UP,
        theme=Theme.DELIVERING,
        tables=("looked_at",),
        rows=f"select moment, {OF}, passed::int as part, 1 as whole, {ABOUT} from looked_at",
        factor=100,
    ),
    Measure(
        code="cost_variance",
        name=Words("Delivery cost variance", "交付成本偏差"),
        unit=PERCENT,
        formula=Words(
            "(Cost − budget) / budget of the deliveries finished in the month that have a budget, "
            "of sums; above zero they cost more than quoted.",
            "当月完成且有预算的交付：（成本 − 预算）÷ 预算，按合计计算；大于零表示超出报价成本。",
        ),
        kind=Kind.COUNT,
        good=Good.DOWN,
        theme=Theme.DELIVERING,
        tables=("finished",),
        rows=f"select moment, {OF}, cost - budget as part, budget as whole, {ABOUT} "
        "from finished where budget > 0",
        per=Per.ROWS,
        factor=100,
        is_weighed=True,
    ),
    Measure(
        code="delivery_margin",
        name=Words("Margin at delivery", "交付毛利率"),
        unit=PERCENT,
        formula=Words(
            "What was left over of the revenue of the deliveries finished in the month, of sums.",
            "当月完成的交付：毛利 ÷ 收入，按合计计算。",
        ),
        kind=Kind.COUNT,
        good=Good.UP,
        theme=Theme.DELIVERING,
        tables=("finished",),
        rows=f"select moment, {OF}, margin as part, revenue as whole, {ABOUT} "
        "from finished where revenue > 0 and margin is not null",
        per=Per.ROWS,
        factor=100,
        is_weighed=True,
    ),
    Measure(
        code="satisfaction",
        name=Words("Customer satisfaction", "客户满意度"),
        unit=Words("of 5", "分（满分 5）"),
        formula=Words(
            "Mean of the answers that came in during the month, from 1 to 5.",
            "当月收到的客户评分的平均值，1 至 5 分。",
        ),
        kind=Kind.DURATION,
        good=Good.UP,
        theme=Theme.DELIVERING,
        tables=("answers",),
        rows=f"select moment, {OF}, score as part, 1 as whole, {ABOUT} from answers",
        is_mean=True,
    ),
)
