"""Made-up courses for the component page: each chart as it is, with too few values, and empty."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from twintrack.ui import charts
from twintrack.ui.charts.control import Alarm

FIRST = date(2026, 5, 18)
RATES = [
    *(3.4, 2.7, 3.7, 3.0, 2.9, 2.2, 3.2, 3.9, 2.8, 3.1, 2.4, 3.3, 2.7, 3.0),
    *(3.6, 2.6, 3.2, 2.8, 2.5, 3.1, 2.8, 3.3, 3.0, 3.5, 4.1, 6.4, 7.8, 8.8),
]
AGES = [
    *(2.0, 3.5, 1.0, 6.2, 4.1, 2.2, 9.5, 3.3, 5.0, 2.8),
    *(4.4, 14.2, 3.9, 1.5, 7.1, 5.6, 2.4, 3.0, 4.9, 22.5),
]


def _week(turn: int) -> date:
    return FIRST + timedelta(weeks=turn)


def _control(*, small: bool = False, most: int = len(RATES)) -> charts.Chart:
    points = [
        charts.Point(
            at=_week(turn),
            value=rate,
            lower=0.2 if turn < 14 else 0.4,
            centre=3.0,
            upper=6.1 if turn < 14 else 5.7,
            words=f"{round(rate * 3.5)}/3528",
            is_out=rate > 6,
            url="#" if rate > 6 else "",
        )
        for turn, rate in enumerate(RATES[:most])
    ]
    flags = [
        charts.Flag(_week(6), "3.1"),
        charts.Flag(_week(16), "3.2"),
        charts.Flag(_week(23), "3.2.1", is_hot=True),
    ]
    since = Alarm(_week(25), _("first signal"))
    return charts.control(
        title=_("Complaints per 1,000 devices and week"),
        hint=_("u chart, limits from the first 22 weeks"),
        points=points,
        flags=flags,
        unit="‰",
        alarm=since if most == len(RATES) else None,
        formula=_("Complaints of a week / devices in use × 1,000."),
        small=small,
        height=70 if small else 200,
    )


def every() -> list[charts.Chart]:
    """Draw each kind once, then the states without a conclusion."""
    days = [_week(turn) for turn in range(12)]
    done = [(day, 4.6 * turn) for turn, day in enumerate(days[:8])]
    return [
        _control(),
        charts.burn_up(
            title=_("Iteration 46: 32 of 58 points"),
            hint=_("points"),
            done=done,
            scope=[(days[0], 50), (days[4], 58), (days[11], 58)],
            ideal=[(days[0], 0), (days[10], 58)],
            forecast=[
                charts.Forecast(days[7], 32.2, 32.2, 32.2),
                charts.Forecast(days[10], 40, 45, 51),
            ],
            target=days[10],
        ),
        charts.cumulative_flow(
            title=_("Work by state"),
            hint=_("work items"),
            days=days,
            layers=[
                charts.Layer(_("Done"), [3.0 * turn for turn in range(12)]),
                charts.Layer(_("In testing"), [2, 3, 2, 4, 3, 5, 6, 8, 9, 11, 12, 13]),
                charts.Layer(_("In review"), [3, 3, 4, 3, 4, 3, 4, 4, 3, 4, 3, 4]),
                charts.Layer(_("In progress"), [5, 6, 5, 6, 6, 5, 6, 6, 7, 6, 6, 7]),
                charts.Layer(_("To do"), [9, 8, 9, 8, 8, 9, 8, 7, 8, 7, 7, 6]),
            ],
        ),
        charts.scatter(
            title=_("How long finished items took"),
            hint=_("days"),
            dots=[
                charts.Dot(age, f"W-{turn + 10}", days[turn % 12], "#", age > 12)
                for turn, age in enumerate(AGES)
            ],
            lines=[charts.Line("P50", 3.9), charts.Line("P85", 9.5)],
        ),
        charts.ageing(
            title=_("Age of what is under way"),
            hint=_("days"),
            columns=[
                (
                    label,
                    [charts.Dot(a, f"W-{n + 40}", None, "#", a > 9) for n, a in enumerate(ages)],
                )
                for label, ages in (
                    (_("In progress"), AGES[:8]),
                    (_("In review"), AGES[8:11]),
                    (_("In testing"), AGES[11:15]),
                )
            ],
            lines=[charts.Line("P50", 3.9), charts.Line("P85", 9.5)],
        ),
        charts.bars(
            title=_("Finished each week"),
            hint=_("work items"),
            bars=[
                charts.Bar(f"W{turn + 20}", value, "", "#", value < 4)
                for turn, value in enumerate([8, 9, 7, 10, 9, 11, 3, 8, 12, 9, 10, 8])
            ],
            target=9,
        ),
        charts.ranks(
            title=_("Where changed lines lack tests"),
            hint=_("changed lines without tests"),
            ranks=[
                charts.Rank("cur_loop", 412, "412/890", "#", is_hot=True, tick=180),
                charts.Rank("tension", 133, "133/702", "#", tick=150),
                charts.Rank("hmi", 41, "41/377", "#", tick=60),
            ],
        ),
        charts.lines(
            title=_("Two products, one scale"),
            days=days,
            courses=[
                charts.Course("H3", RATES[:12]),
                charts.Course("App", [rate * 0.6 for rate in RATES[8:20]], is_dashed=True),
            ],
            target=3.5,
            band=charts.Band(
                charts.Course("5 %", [rate * 0.8 for rate in RATES[:12]]),
                charts.Course("95 %", [rate * 1.3 for rate in RATES[:12]]),
            ),
        ),
        charts.heat(
            title=_("Failures by module and week"),
            columns=[f"W{turn + 20}" for turn in range(10)],
            rows=[
                (name, [charts.Cell(float((turn * shift) % 9)) for turn in range(10)])
                for name, shift in (("cur_loop", 4), ("tension", 3), ("hmi", 2))
            ],
        ),
        _control(most=3),
        charts.control(title=_("A measure without values"), points=[]),
    ]
