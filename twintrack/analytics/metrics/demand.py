"""How requirements come, are decided and released."""

from twintrack.algorithms.control import Kind
from twintrack.analytics.measures import Good, Measure, Theme, Words

OF = "product, modules, team, person"

DEMAND = (
    Measure(
        code="requirement_lead_time",
        name=Words("Requirement lead time", "需求交付周期"),
        unit=Words("days", "天"),
        formula=Words(
            "Calendar days from when a requirement was proposed until it was released; median of "
            "those released in the week. One that came back counts when it was released last.",
            "需求从提出到发布的自然日，取当周发布需求的中位数；退回后再次发布的按最后一次计。",
        ),
        kind=Kind.DURATION,
        good=Good.DOWN,
        theme=Theme.DEMAND,
        tables=("requirements",),
        rows=f"select released_at as moment, {OF}, greatest(date_diff('second', "
        "requirements.moment, "
        "released_at), 0) / 86400.0 as part, 1 as whole, 'requirement' as about, id "
        "from requirements where released_at is not null",
    ),
    Measure(
        code="requirement_throughput",
        name=Words("Requirements released", "需求发布数"),
        unit=Words("requirements a week", "项/周"),
        formula=Words(
            "Requirements released per five working days.", "发布的需求数，按每五个工作日折算。"
        ),
        kind=Kind.COUNT,
        good=Good.UP,
        theme=Theme.DEMAND,
        tables=("requirements",),
        rows=f"select released_at as moment, {OF}, 1 as part, 1 as whole, "
        "'requirement' as about, id "
        "from requirements where released_at is not null",
    ),
    Measure(
        code="rejection_rate",
        name=Words("Rejected in review", "需求评审驳回率"),
        unit=Words("%", "%"),
        formula=Words(
            "Of the decisions of the week that accepted or rejected, the share that rejected.",
            "当周评审结论中，驳回 ÷（通过 + 驳回）。",
        ),
        kind=Kind.RATIO,
        good=Good.NEITHER,
        theme=Theme.DEMAND,
        tables=("decisions",),
        rows=f"select moment, {OF}, (decision = 'rejected')::int as part, 1 as whole, "
        "'requirement' as about, id from decisions where decision in ('accepted', 'rejected')",
        factor=100,
    ),
    Measure(
        code="requirement_churn",
        name=Words("Changes after freeze", "冻结后需求变更"),
        unit=Words("changes a week", "次/周"),
        formula=Words(
            "Changes of title, description, kind, criteria or date of requirements that a baseline "
            "holds, or whose release is in code freeze, and requirements that came into or left "
            "such a release, or a release or milestone with a baseline; until they are released, "
            "per five working days.",
            "需求纳入基线后，或所属版本代码冻结后，标题、描述、类型、验收标准或计划日期的变更次数，"
            "加上移入、移出已冻结版本（或已设基线的版本、里程碑）的次数；"
            "发布后的变更不计，按每五个工作日折算。",
        ),
        kind=Kind.COUNT,
        good=Good.DOWN,
        theme=Theme.DEMAND,
        tables=("changes",),
        rows=f"select moment, {OF}, 1 as part, 1 as whole, 'requirement' as about, id from changes",
    ),
)
