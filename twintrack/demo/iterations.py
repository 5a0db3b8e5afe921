"""When the teams work and are away, and the iterations of the one that builds the controller."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

from twintrack.demo.cast import Cast
from twintrack.hub.scheduling import operations as scheduling
from twintrack.hub.scheduling.operations import CalendarFacts, LeaveDetails
from twintrack.hub.scheduling.working_days import add_working_days
from twintrack.rnd.iterations import operations as iterations
from twintrack.rnd.iterations.operations import IterationDetails

TEAM, LEAD = "control", "chen"
DAYS = 14
# The one that runs is in its sixth working day, three lie behind and one ahead.
RUNNING, SINCE = 3, 5
FIRST_N = 43
SHARES = {"chen": 20, "zhou": 80, "zheng": 80, "tang": 60, "fang": 60}
GOALS = (
    ("断带恢复不再要人工对齐", "No more aligning by hand after a film break"),
    ("换卷时张力波动可以看见", "Make the tension at reel changes visible"),
    ("EtherCAT 主站稳定跑满一天", "Run the EtherCAT master for a full day without a drop"),
    ("换卷张力波动不超过 ±0.5%", "Keep the tension within ±0.5% at reel changes"),
    ("3.3 发布候选版通过台架回归", "Let the 3.3 candidate pass the bench regression"),
)
# Who, why, from and to in days from today, from noon, until noon.
LEAVE = (
    ("zhou", "annual", -24, -23, False, False, ("回老家", "Family visit")),
    ("zheng", "sick", -9, -9, False, True, ("发烧", "A fever")),
    ("zheng", "training", 2, 2, False, False, ("ISTQB 培训", "ISTQB course")),
    ("chen", "travel", 4, 5, False, False, ("宁海现场", "On site at Ninghai")),
    ("zhou", "compensatory", 6, 6, True, False, ("上周末加班调休", "For last weekend's work")),
    ("lin", "annual", 8, 10, False, False, ("年假", "Holiday")),
    ("he", "travel", 1, 2, False, False, ("客户回访", "Visiting customers")),
    ("zhao", "personal", 0, 0, True, False, ("办事", "Errands")),
    ("luo", "annual", 12, 16, False, False, ("年假", "Holiday")),
)


def plan(cast: Cast) -> None:
    """Write calendars, leave and iterations into the diary."""
    cast.diary.on(96, 9.5, partial(_arrange, cast))
    for line in LEAVE:
        entered = max(2, 5 - line[2])
        cast.diary.on(entered, 9.8, partial(_leave, cast, line))
    for n in range(len(GOALS)):
        start = start_of(cast, n)
        ahead = (cast.diary.today - start).days
        cast.diary.on(max(ahead + 5, 2), 15.5, partial(_plan, cast, n, start))
        if n <= RUNNING:
            cast.diary.on(ahead, 9.6, partial(_start, cast, n))


def start_of(cast: Cast, n: int) -> date:
    """Give the first day of an iteration; the one that runs began five working days ago."""
    return add_working_days(cast.diary.today, -SINCE) + timedelta(days=DAYS * (n - RUNNING))


def _arrange(cast: Cast, at: datetime) -> None:
    team, by = cast.teams[TEAM], cast.staff[LEAD]
    facts = CalendarFacts(weekdays="01234", hours=Decimal("7.5"))
    scheduling.set_team_calendar(team=team, facts=facts, by=by, at=at)
    for key, percent in SHARES.items():
        scheduling.set_time_share(team=team, person=cast.staff[key], percent=percent, by=by, at=at)
    scheduling.set_special_day(
        team=team,
        day=cast.diary.day(22),
        name=cast.teller.of(("公司年会", "Company day")),
        is_working=False,
        by=by,
        at=at,
    )
    pattern = cast.teller.of(("迭代 {n}", "Iteration {n}"))
    iterations.set_cadence(team=team, weeks=2, pattern=pattern, by=by, at=at)


def _leave(
    cast: Cast,
    line: tuple[str, str, int, int, bool, bool, tuple[str, str]],
    at: datetime,
) -> None:
    key, kind, start, end, from_noon, until_noon, note = line
    person = cast.staff[key]
    details = LeaveDetails(
        person=person,
        kind=kind,
        start_on=cast.diary.day(start),
        end_on=cast.diary.day(end),
        starts_at_noon=from_noon,
        ends_at_noon=until_noon,
        note=cast.teller.of(note),
    )
    scheduling.enter_leave(details=details, by=person, at=at)


def _plan(cast: Cast, n: int, start: date, at: datetime) -> None:
    name = cast.teller.of((f"迭代 {FIRST_N + n}", f"Iteration {FIRST_N + n}"))
    details = IterationDetails(
        team=cast.teams[TEAM],
        name=name,
        goal=cast.teller.of(GOALS[n]),
        start_on=start,
        end_on=start + timedelta(days=DAYS - 1),
    )
    planned = iterations.plan_iteration(details=details, by=cast.staff[LEAD], at=at)
    cast.iterations.append(planned)


def _start(cast: Cast, n: int, at: datetime) -> None:
    iterations.start_iteration(iteration=cast.iterations[n], by=cast.staff[LEAD], at=at)
