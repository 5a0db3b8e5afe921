"""How deals go from their opening to their end: cohorts, stages, what stands in the pipeline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from twintrack.algorithms.control import Kind
from twintrack.analytics.measures import Good, Measure, Per, Theme, Words

DAYS, PERCENT, MONEY = Words("days", "天"), Words("%", "%"), Words("a month", "/月")
OF = "products, person, customer"
THEIRS = "s.products, s.person, s.customer"
OPPORTUNITY = "false as is_open, 'opportunity' as about, id"
STANDS = "s.moment <= e.moment and (s.until is null or s.until > e.moment)"
# Calendar days within the installation's own days.
AGE = "date_diff('second', s.moment, e.moment) / 86400.0"


@dataclass(frozen=True)
class StageWords:
    """A stage of the company's pipeline, as far as measures speak of it."""

    code: str
    name: Words


FUNNEL = (
    Measure(
        code="conversion",
        name=Words("Overall conversion", "总转化率"),
        unit=PERCENT,
        formula=Words(
            "Of the opportunities opened in the month, the share that was won, whenever that was. "
            "A month of which some are still open says so and is not judged yet; one that was "
            "reopened counts as it stands.",
            "当月新建的商机中最终赢单的占比，不论何时赢单（按新建月份的同期群统计，不是时点快照）。"
            "仍有未结商机的月份会注明，暂不评判；重新打开的按当前状态计。",
        ),
        kind=Kind.RATIO,
        good=Good.UP,
        theme=Theme.FUNNEL,
        tables=("deals",),
        rows=f"select moment, {OF}, is_won::int as part, 1 as whole, closed_at is null as is_open, "
        "'opportunity' as about, id from deals",
        factor=100,
        is_cohort=True,
    ),
    Measure(
        code="win_rate",
        name=Words("Win rate", "赢单率"),
        unit=PERCENT,
        formula=Words(
            "Won of all opportunities that were won or lost in the month, by number.",
            "当月赢单数 ÷（赢单数 + 丢单数）。",
        ),
        kind=Kind.RATIO,
        good=Good.UP,
        theme=Theme.FUNNEL,
        tables=("deals",),
        rows=f"select closed_at as moment, {OF}, is_won::int as part, 1 as whole, {OPPORTUNITY} "
        "from deals where closed_at is not null",
        factor=100,
    ),
    Measure(
        code="win_rate_by_amount",
        name=Words("Win rate by amount", "赢单率（按金额）"),
        unit=PERCENT,
        formula=Words(
            "Amount of the opportunities won, of the amount of all that were won or lost in the "
            "month, in the base currency.",
            "当月赢单金额 ÷（赢单金额 + 丢单金额），折算为本位币。",
        ),
        kind=Kind.RATIO,
        good=Good.UP,
        theme=Theme.FUNNEL,
        tables=("deals",),
        rows=f"select closed_at as moment, {OF}, case when is_won then worth else 0 end as part, "
        f"worth as whole, {OPPORTUNITY} from deals where closed_at is not null",
        factor=100,
        is_weighed=True,
    ),
    Measure(
        code="sales_cycle",
        name=Words("Average sales cycle", "平均销售周期"),
        unit=DAYS,
        formula=Words(
            "Calendar days from opening to winning; mean of the opportunities won in the month.",
            "商机从新建到赢单的自然日，取当月赢单商机的平均值。",
        ),
        kind=Kind.DURATION,
        good=Good.DOWN,
        theme=Theme.FUNNEL,
        tables=("deals",),
        rows=f"select closed_at as moment, {OF}, greatest(date_diff('second', deals.moment, "
        f"closed_at), 0) / 86400.0 as part, 1 as whole, {OPPORTUNITY} from deals where is_won",
        decimals=0,
        is_mean=True,
    ),
    Measure(
        code="stage_age",
        name=Words("Stage age", "阶段停留时长"),
        unit=DAYS,
        formula=Words(
            "Calendar days that open opportunities have been at their present stage, at the end "
            "of the month; median.",
            "月末仍未结的商机在当前阶段已停留的自然日，取中位数。",
        ),
        kind=Kind.DURATION,
        good=Good.DOWN,
        theme=Theme.FUNNEL,
        tables=("stage_stays",),
        rows=f"select e.moment, {THEIRS}, {AGE} as part, 1 as whole, false as is_open, "
        f"'opportunity' as about, s.id from month_ends e join stage_stays s on {STANDS}",
        decimals=0,
        is_state=True,
    ),
    Measure(
        code="rotting",
        name=Words("Too long at a stage", "阶段超期率"),
        unit=PERCENT,
        formula=Words(
            "Of the open opportunities at stages with target days, the share that has been there "
            "for longer, at the end of the month.",
            "月末处于设有目标天数的阶段的商机中，停留超过目标天数的占比。",
        ),
        kind=Kind.RATIO,
        good=Good.DOWN,
        theme=Theme.FUNNEL,
        tables=("stage_stays",),
        rows=f"select e.moment, {THEIRS}, (s.moment::date + s.target_days::int < e.moment::date)"
        "::int as part, 1 as whole, false as is_open, 'opportunity' as about, s.id "
        f"from month_ends e join stage_stays s on {STANDS} where s.target_days is not null",
        factor=100,
        is_state=True,
    ),
    Measure(
        code="pipeline",
        name=Words("Open pipeline", "在途商机金额"),
        unit=Words("", ""),
        formula=Words(
            "Amount of the opportunities that are open at the end of the month, in the base "
            "currency.",
            "月末未结商机的金额合计，折算为本位币。",
        ),
        kind=Kind.COUNT,
        good=Good.UP,
        theme=Theme.FUNNEL,
        tables=("stage_stays",),
        rows=f"select e.moment, {THEIRS}, s.worth as part, 1 as whole, false as is_open, "
        f"'opportunity' as about, s.id from month_ends e join stage_stays s on {STANDS}",
        per=Per.MOMENT,
        decimals=0,
        is_state=True,
        is_money=True,
    ),
    Measure(
        code="coverage",
        name=Words("Pipeline coverage", "商机覆盖倍数"),
        unit=Words("×", "倍"),
        formula=Words(
            "Amount open at the end of the month / amount won in the 90 days before: how many "
            "quarters of sales stand open.",
            "月末未结商机金额 ÷ 此前 90 天赢单金额，即在途商机相当于几个季度的销售额。",
        ),
        kind=Kind.COUNT,
        good=Good.UP,
        theme=Theme.FUNNEL,
        tables=("stage_stays", "deals"),
        rows=f"select e.moment, {THEIRS}, s.worth as part, 0 as whole, false as is_open, "
        f"'opportunity' as about, s.id from month_ends e join stage_stays s on {STANDS} "
        "union all select e.moment, d.products, d.person, d.customer, 0, d.worth, false, '', d.id "
        "from month_ends e join deals d on d.is_won and d.closed_at <= e.moment "
        "and d.closed_at > e.moment - interval 90 day",
        per=Per.ROWS,
        is_state=True,
        is_weighed=True,
    ),
)
CLOSING = (
    Measure(
        code="won",
        name=Words("Won", "赢单金额"),
        unit=MONEY,
        formula=Words(
            "Amount of the opportunities won in the month, in the base currency at the rates of "
            "the day each was won.",
            "当月赢单商机金额合计，按赢单当日汇率折算为本位币。",
        ),
        kind=Kind.COUNT,
        good=Good.UP,
        theme=Theme.CLOSING,
        tables=("deals",),
        rows=f"select closed_at as moment, {OF}, worth as part, 1 as whole, {OPPORTUNITY} "
        "from deals where is_won",
        decimals=0,
        is_money=True,
    ),
    Measure(
        code="quote_to_sign",
        name=Words("Quote to signature", "报价到签约"),
        unit=DAYS,
        formula=Words(
            "Calendar days from the first sending of a quote to the signature of its contract, or "
            "to its acceptance as long as no contract came of it; median of those of the month.",
            "报价首次发出到合同签署的自然日（尚无合同的算到客户接受报价），取当月完成项的中位数。",
        ),
        kind=Kind.DURATION,
        good=Good.DOWN,
        theme=Theme.CLOSING,
        tables=("offers",),
        rows=f"select ended_at as moment, {OF}, greatest(date_diff('second', first_sent_at, "
        "ended_at), 0) / 86400.0 as part, 1 as whole, false as is_open, 'quote' as about, id "
        "from offers where ended_at is not null and first_sent_at is not null",
        target=30,
    ),
    Measure(
        code="discount",
        name=Words("Discount", "折扣率"),
        unit=PERCENT,
        formula=Words(
            "What was sold below list prices, of the amount at list prices; quotes accepted in "
            "the month, weighed by amount.",
            "当月被接受报价的让价金额 ÷ 按目录价计的金额，按金额加权。",
        ),
        kind=Kind.RATIO,
        good=Good.DOWN,
        theme=Theme.CLOSING,
        tables=("offers",),
        rows=f"select accepted_at as moment, {OF}, discounted as part, at_list as whole, "
        "false as is_open, 'quote' as about, id from offers "
        "where accepted_at is not null and at_list > 0",
        factor=100,
        is_weighed=True,
    ),
    Measure(
        code="margin",
        name=Words("Margin sold", "签约毛利率"),
        unit=PERCENT,
        formula=Words(
            "(Net amount − cost) / net amount of the quotes accepted in the month whose cost is "
            "known, weighed by amount.",
            "当月被接受且成本已知的报价：（不含税金额 − 成本）÷ 不含税金额，按金额加权。",
        ),
        kind=Kind.RATIO,
        good=Good.UP,
        theme=Theme.CLOSING,
        tables=("offers",),
        rows=f"select accepted_at as moment, {OF}, net - cost as part, net as whole, "
        "false as is_open, 'quote' as about, id from offers "
        "where accepted_at is not null and net > 0 and cost is not null",
        factor=100,
        is_weighed=True,
    ),
)


def stage_measures(stages: Iterable[StageWords]) -> list[Measure]:
    """Make the conversion of each stage that a company's pipeline has; codes are slugs."""
    return [
        Measure(
            code=f"conversion-{stage.code}",
            name=Words(f"From {stage.name.en}", f"{stage.name.zh}转化率"),
            unit=PERCENT,
            formula=Words(
                "Of the opportunities that came to the stage for the first time in the month, the "
                "share that moved on from it or was won, by how each left it last. Who is still "
                "there is open; a stage that was retired meanwhile says nothing.",
                "当月首次进入该阶段的商机中，最终由此推进或赢单的占比，以最后一次离开为准；"
                "仍在该阶段的为未结；因阶段停用而离开的不计。",
            ),
            kind=Kind.RATIO,
            good=Good.UP,
            theme=Theme.FUNNEL,
            tables=("stage_stays",),
            rows=f"select first_at as moment, {OF}, (outcome in ('onward', 'won'))::int as part, "
            "1 as whole, outcome = '' as is_open, 'opportunity' as about, id from stage_stays "
            f"where is_last and stage = '{stage.code}' and outcome <> 'retired'",
            factor=100,
            is_cohort=True,
            is_part=True,
        )
        for stage in stages
        if stage.code.replace("_", "").replace("-", "").isalnum()
    ]
