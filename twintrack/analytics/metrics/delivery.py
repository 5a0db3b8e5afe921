"""How changes reach users: commits, reviews, deployments, and the four keys of DORA."""

from twintrack.algorithms.control import Kind
from twintrack.analytics.measures import Good, Measure, Per, Theme, Words

HOURS, DAYS, PERCENT = Words("hours", "小时"), Words("days", "天"), Words("%", "%")
OF = "product, modules, team, person"

DELIVERY = (
    Measure(
        code="commit_frequency",
        name=Words("Commit frequency", "提交频率"),
        unit=Words("commits a working day", "次/工作日"),
        formula=Words(
            "Commits of the week / its working days. Public holidays do not count as days, make-up "
            "working days do; commits that left the history do not count.",
            "当周提交数 ÷ 当周工作日数；法定假日不计，调休上班日计入；已不在历史中的提交不计。",
        ),
        kind=Kind.COUNT,
        good=Good.UP,
        theme=Theme.DELIVERY,
        tables=("commits",),
        rows=f"select moment, {OF}, 1 as part, 1 as whole, 'commit' as about, id from commits",
        per=Per.WORKING_DAY,
    ),
    Measure(
        code="review_lead_time",
        name=Words("Wait for review", "评审等待"),
        unit=HOURS,
        formula=Words(
            "Hours from when a pull request was ready until its first review; median of those that "
            "were first reviewed in the week.",
            "合并请求就绪到首次评审的小时数，取当周首次评审项的中位数。",
        ),
        kind=Kind.DURATION,
        good=Good.DOWN,
        theme=Theme.DELIVERY,
        tables=("pulls",),
        rows=f"select first_review_at as moment, {OF}, greatest(date_diff('second', pulls.moment, "
        "first_review_at), 0) / 3600.0 as part, 1 as whole, 'pull_request' as about, id "
        "from pulls where first_review_at is not null",
    ),
    Measure(
        code="deployment_frequency",
        name=Words("Deployment frequency", "部署频率"),
        unit=Words("deployments a week", "次/周"),
        formula=Words(
            "Deployments to production, failed ones among them, per five working days.",
            "部署到生产环境的次数（含失败），按每五个工作日折算。",
        ),
        kind=Kind.COUNT,
        good=Good.UP,
        theme=Theme.DELIVERY,
        tables=("deployments",),
        rows=f"select moment, {OF}, 1 as part, 1 as whole, 'deployment' as about, id "
        "from deployments",
    ),
    Measure(
        code="change_lead_time",
        name=Words("Change lead time", "变更前置时间"),
        unit=DAYS,
        formula=Words(
            "Days from a commit until the first deployment to production that brought it; median "
            "of the commits brought in the week.",
            "提交到首次部署至生产环境的天数，取当周上线提交的中位数。",
        ),
        kind=Kind.DURATION,
        good=Good.DOWN,
        theme=Theme.DELIVERY,
        tables=("deployments",),
        rows=f"select moment, {OF}, unnest(ages) as part, 1 as whole, 'deployment' as about, id "
        "from deployments",
    ),
    Measure(
        code="change_failure_rate",
        name=Words("Change failure rate", "变更失败率"),
        unit=PERCENT,
        formula=Words(
            "Of the deployments of the week, the share that failed or broke something.",
            "当周部署中失败或引发故障的占比。",
        ),
        kind=Kind.RATIO,
        good=Good.DOWN,
        theme=Theme.DELIVERY,
        tables=("deployments",),
        rows=f"select moment, {OF}, is_failure::int as part, 1 as whole, 'deployment' as about, id "
        "from deployments",
        factor=100,
    ),
    Measure(
        code="recovery_time",
        name=Words("Recovery time", "故障恢复时间"),
        unit=HOURS,
        formula=Words(
            "Hours from a failed deployment until it worked again; median of those restored in "
            "the week.",
            "部署失败到恢复正常的小时数，取当周恢复项的中位数。",
        ),
        kind=Kind.DURATION,
        good=Good.DOWN,
        theme=Theme.DELIVERY,
        tables=("deployments",),
        rows=f"select restored_at as moment, {OF}, greatest(date_diff('second', failed_at, "
        "restored_at), 0) / 3600.0 as part, 1 as whole, 'deployment' as about, id "
        "from deployments where restored_at is not null and failed_at is not null",
    ),
)
