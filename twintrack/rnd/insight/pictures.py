"""Courses as charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from twintrack.algorithms.control import Kind
from twintrack.analytics.courses import Course, Step
from twintrack.analytics.measures import Measure
from twintrack.rnd.insight.sentences import figure, name_of, words
from twintrack.ui import charts
from twintrack.ui.charts.control import Alarm
from twintrack.ui.charts.scales import number
from twintrack.ui.templatetags.ui import short_day


@dataclass(frozen=True)
class Tile:
    """One measure among many: its newest value, how it stands, and its course."""

    measure: Measure
    name: str
    unit: str
    value: str
    count: int
    tone: str
    standing: str
    chart: charts.Chart
    url: str

    @property
    def is_hot(self) -> bool:
        """Say whether it got worse."""
        return self.tone == "bad"


def counts_of(measure: Measure, step: Step) -> str:
    """Write the counts behind a value."""
    week = step.week
    if measure.kind == Kind.RATIO:
        return f"{number(week.part, 0)}/{number(week.whole, 0)}"
    return f"n={week.count}"


def standing_of(course: Course) -> tuple[str, str]:
    """Say how a measure stands: a tone and words."""
    if len(course.values) < charts.chart.FEW:
        return "", _("too few to say")
    if not any(each.upper is not None for each in course.steps):
        return "", _("learning what is usual")
    signal = course.standing
    if signal is None:
        return "", _("usual variation")
    worse = course.is_worse(signal)
    rising = _("risen") if signal.side > 0 else _("fallen")
    if worse is None:
        return "warn", rising
    return ("bad", rising) if worse else ("ok", _("improving"))


def tile(course: Course, weeks: int, address: str) -> Tile:
    """Draw a measure as one of many."""
    measure, last = course.measure, course.last
    tone, standing = standing_of(course)
    return Tile(
        measure,
        name_of(measure),
        "" if measure.is_percent else words(measure.unit),
        figure(measure, last.value).split(" ")[0] if last else "—",
        last.week.count if last else 0,
        tone,
        standing,
        draw(course, weeks, small=True),
        reverse("insight-measure", args=[measure.code]) + address,
    )


def draw(
    course: Course,
    weeks: int,
    *,
    small: bool = False,
    flags: Sequence[tuple[date, str]] = (),
    target: float | None = None,
    address: str = "",
    csv_url: str = "",
    chosen: date | None = None,
) -> charts.Chart:
    """Draw a course with limits, flags and what is out of the ordinary."""
    measure = course.measure
    steps = begun(course.steps[-weeks:])
    signal = course.standing
    alarm = None
    if signal:
        since = course.steps[signal.since].monday
        alarm = Alarm(
            max(since, steps[0].monday),
            _("since %(day)s") % {"day": short_day(since)},
            is_good=course.is_worse(signal) is False,
        )
    last = course.last
    drawn: dict[str, Any] = {
        "title": name_of(measure),
        "points": [_point(measure, each, address) for each in steps],
        "unit": "%" if measure.is_percent else words(measure.unit),
        "alarm": alarm,
        "decimals": measure.decimals,
        "from_zero": not measure.is_percent or min(course.values, default=0) < 40,
    }
    if small:
        return charts.control(**drawn, small=True, height=58)
    return charts.control(
        **drawn,
        hint=_("%(unit)s, by week · n=%(n)d%(last)s")
        % {
            "unit": words(measure.unit),
            "n": sum(each.week.count for each in steps),
            "last": f" · {figure(measure, last.value)}" if last else "",
        },
        formula=words(measure.formula),
        flags=[
            charts.Flag(day, label, is_hot=turn == len(flags) - 1)
            for turn, (day, label) in enumerate(flags)
        ]
        + ([charts.Flag(chosen, "▾")] if chosen else []),
        target=target,
        csv_url=csv_url,
        height=240,
        empty_text=_("As soon as there is something to count, it stands here."),
    )


def begun(steps: Sequence[Step]) -> Sequence[Step]:
    """Leave out the weeks before the first that has a value: they would only push it aside."""
    first = next((n for n, each in enumerate(steps) if each.value is not None), 0)
    return steps[first:]


def _point(measure: Measure, step: Step, address: str) -> charts.Point:
    joined = "&" if "?" in address else "?"
    return charts.Point(
        step.monday,
        step.value,
        step.lower,
        step.centre,
        step.upper,
        counts_of(measure, step),
        step.is_out,
        f"{address}{joined}week={step.monday}#behind" if address else "",
    )
