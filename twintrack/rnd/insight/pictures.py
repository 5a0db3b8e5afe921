"""Courses as charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from twintrack.analytics.courses import Course, Step
from twintrack.analytics.measures import Measure
from twintrack.foundation.measuring.saying import (
    begun,
    counts_of,
    figure,
    name_of,
    standing_of,
    words,
)
from twintrack.ui import charts
from twintrack.ui.charts.control import Alarm
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
