"""What sellers do, what comes in for it, and how promises to customers are kept."""

from __future__ import annotations

from twintrack.algorithms.control import Kind
from twintrack.analytics.measures import Good, Measure, Per, Theme, Words

DAYS, PERCENT = Words("days", "天"), Words("%", "%")
OF = "products, person, customer"
# What is open of each invoice at the ends of months.
OWED = (
    "select e.moment, any_value(d.products) as products, any_value(d.person) as person, "
    "any_value(d.customer) as customer, sum(d.delta) as still, max(d.due_on) as due_on, d.id "
    "from month_ends e join dues d on d.moment <= e.moment group by e.moment, d.id "
    "having sum(d.delta) > 0.005"
)

ACTIVITY = (
    Measure(
        code="visits",
        name=Words("Visits a person and week", "人均周拜访"),
        unit=Words("visits", "次"),
        formula=Words(
            "Visits held / weeks of people who sell, by the week's Monday. Weeks in which somebody "
            "was away the whole time do not count, nor does the running one.",
            "已完成的拜访次数 ÷ 销售人员的人周数，按周一所在月份统计；"
            "整周休假的不计，进行中的周不计。",
        ),
        kind=Kind.COUNT,
        good=Good.UP,
        theme=Theme.ACTIVITY,
        tables=("visits", "person_weeks"),
        rows=f"select moment, {OF}, 1 as part, 0 as whole, false as is_open, 'visit' as about, id "
        "from visits, clock where moment + interval 7 day <= clock.now "
        f"union all select moment, {OF}, 0, 1, false, '', id from person_weeks, clock "
        "where moment + interval 7 day <= clock.now "
        # Before the first visit ever, nobody wrote any down.
        "and moment >= (select min(moment) from visits)",
        per=Per.ROWS,
        target=5,
    ),
    Measure(
        code="lead_response",
        name=Words("Response to leads", "线索响应时间"),
        unit=Words("working hours", "工作小时"),
        formula=Words(
            "Working hours from a lead's arrival to the first contact; median of those first "
            "contacted in the month.",
            "线索到达至首次联系的工作小时数，取当月首次联系线索的中位数。",
        ),
        kind=Kind.DURATION,
        good=Good.DOWN,
        theme=Theme.ACTIVITY,
        tables=("new_leads",),
        rows=f"select contacted_at as moment, {OF}, minutes / 60.0 as part, 1 as whole, "
        "false as is_open, 'lead' as about, id from new_leads "
        "where contacted_at is not null and minutes is not null",
    ),
    Measure(
        code="leads_in_time",
        name=Words("Leads answered in time", "线索及时响应率"),
        unit=PERCENT,
        formula=Words(
            "Of the leads whose first answer was owed by a moment of the month, the share that had "
            "been contacted by then.",
            "当月到期应答的线索中，按时联系的占比。",
        ),
        kind=Kind.RATIO,
        good=Good.UP,
        theme=Theme.ACTIVITY,
        tables=("new_leads",),
        rows=f"select due_at as moment, {OF}, coalesce(contacted_at <= due_at, false)::int as part,"
        " 1 as whole, false as is_open, 'lead' as about, id from new_leads, clock "
        "where due_at <= clock.now and (is_open or contacted_at is not null)",
        factor=100,
    ),
    Measure(
        code="lead_conversion",
        name=Words("Lead conversion", "线索转化率"),
        unit=PERCENT,
        formula=Words(
            "Of the leads that came in the month, the share that was converted to an opportunity, "
            "whenever that was. A month of which some are still open says so.",
            "当月进入的线索中最终转为商机的占比（按进入月份的同期群统计）；仍有未结线索的月份会注明。",
        ),
        kind=Kind.RATIO,
        good=Good.UP,
        theme=Theme.ACTIVITY,
        tables=("new_leads",),
        rows=f"select moment, {OF}, is_converted::int as part, 1 as whole, is_open, "
        "'lead' as about, id from new_leads",
        factor=100,
        is_cohort=True,
    ),
)
MONEY = (
    Measure(
        code="collected",
        name=Words("Collected", "回款金额"),
        unit=Words("a month", "/月"),
        formula=Words(
            "What came in for invoices in the month, in the base currency at the rates of the day.",
            "当月到账并核销到发票的金额，按到账当日汇率折算为本位币。",
        ),
        kind=Kind.COUNT,
        good=Good.UP,
        theme=Theme.MONEY,
        tables=("dues",),
        rows=f"select moment, {OF}, -delta as part, 1 as whole, false as is_open, "
        "'invoice' as about, id from dues where kind = 'cash'",
        decimals=0,
        is_money=True,
    ),
    Measure(
        code="collection_cycle",
        name=Words("Collection cycle", "回款周期"),
        unit=DAYS,
        formula=Words(
            "Calendar days from an invoice to its cash, weighed by amount, of what came in during "
            "the month.",
            "开票到到账的自然日，按当月到账金额加权平均。",
        ),
        kind=Kind.DURATION,
        good=Good.DOWN,
        theme=Theme.MONEY,
        tables=("dues",),
        rows="select max(moment) as moment, any_value(products) as products, "
        "any_value(person) as person, any_value(customer) as customer, sum(-delta * days) as part, "
        "sum(-delta) as whole, false as is_open, 'invoice' as about, id from dues "
        "where kind = 'cash' group by id, date_trunc('month', dues.moment)",
        is_mean=True,
        is_weighed=True,
    ),
    Measure(
        code="overdue",
        name=Words("Overdue share", "逾期占比"),
        unit=PERCENT,
        formula=Words(
            "Of what is open of invoices at the end of the month, the share that is past its due "
            "day, by amount.",
            "月末未收金额中已逾期的占比，按金额计。",
        ),
        kind=Kind.RATIO,
        good=Good.DOWN,
        theme=Theme.MONEY,
        tables=("dues",),
        rows="select moment, products, person, customer, case when due_on::date < moment::date "
        f"then still else 0 end as part, still as whole, false as is_open, 'invoice' as about, id "
        f"from ({OWED})",
        factor=100,
        is_state=True,
        is_weighed=True,
    ),
    Measure(
        code="days_outstanding",
        name=Words("Days outstanding", "应收账款天数"),
        unit=DAYS,
        formula=Words(
            "Open of invoices at the end of the month / invoiced in the 90 days before × 90.",
            "月末未收金额 ÷ 此前 90 天开票金额 × 90。",
        ),
        kind=Kind.COUNT,
        good=Good.DOWN,
        theme=Theme.MONEY,
        tables=("dues",),
        rows="select moment, products, person, customer, still * 90 as part, 0 as whole, "
        f"false as is_open, 'invoice' as about, id from ({OWED}) "
        "union all select e.moment, d.products, d.person, d.customer, 0, d.delta, false, '', d.id "
        "from month_ends e join dues d on d.kind = 'invoice' and d.moment <= e.moment "
        "and d.moment > e.moment - interval 90 day",
        per=Per.ROWS,
        decimals=0,
        is_state=True,
        is_weighed=True,
    ),
)


def _kept(code: str, kind: str, name: Words, said: Words) -> Measure:
    return Measure(
        code=code,
        name=name,
        unit=PERCENT,
        formula=Words(
            f"Of the complaints whose {said.en} ended or fell due in the month, the share in time, "
            "on the business calendar of the customer's SLA.",
            f"当月完成或到期的投诉{said.zh}中，按客户 SLA 工作日历按时完成的占比。",
        ),
        kind=Kind.RATIO,
        good=Good.UP,
        theme=Theme.SERVICE,
        tables=("sla_clocks",),
        rows=f"select ended_at as moment, {OF}, is_kept::int as part, 1 as whole, "
        "false as is_open, 'feedback' as about, id from sla_clocks, clock "
        f"where kind = '{kind}' and ended_at <= clock.now",
        factor=100,
    )


SERVICE = (
    _kept(
        "response_kept",
        "response",
        Words("First responses in time", "响应 SLA 达成率"),
        Words("first response", "首次响应"),
    ),
    _kept(
        "resolution_kept",
        "resolution",
        Words("Resolutions in time", "解决 SLA 达成率"),
        Words("resolution", "解决"),
    ),
)
