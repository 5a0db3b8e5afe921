"""Several courses on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from twintrack.ui.charts import chart as base
from twintrack.ui.charts import scales, svg
from twintrack.ui.charts.chart import Chart, Ground, Mark, Row, Words

LOOKS = 6


@dataclass(frozen=True)
class Course:
    """One line: a value for each day, or none."""

    label: str
    values: Sequence[float | None]
    is_dashed: bool = False


@dataclass(frozen=True)
class Band:
    """Between what a first course may lie: two courses without gaps, shaded."""

    lower: Course
    upper: Course


def lines(
    *,
    title: Words,
    days: Sequence[date],
    courses: Sequence[Course],
    unit: str = "",
    hint: Words = "",
    formula: Words = "",
    target: float | None = None,
    decimals: int = 1,
    height: float = 200,
    csv_url: str = "",
    empty_text: Words = "",
    from_zero: bool = True,
    band: Band | None = None,
) -> Chart:
    """Draw up to six courses over the same days; each has a colour and a kind of line."""
    told = [*courses, *([band.lower, band.upper] if band else [])]
    known = [value for course in told for value in course.values if value is not None]
    aims = [target] if target is not None else []
    ground = Ground(height, scales.scale([*known, *aims], height=height, from_zero=from_zero), unit)
    places = scales.over_time(days, days[0], days[-1]) if days else []
    if band:
        upper, lower = (
            [(x, ground.y(v)) for x, v in zip(places, each.values, strict=True) if v is not None]
            for each in (band.upper, band.lower)
        )
        ground.paths.append(svg.area(upper, lower, "c-band"))
    if target is not None:
        y = ground.y(target)
        ground.marks.append(svg.line((0, y), (100, y), "c-target"))
        ground.label(
            y, _("target %(value)s") % {"value": scales.number(target, decimals)}, "c-dl aim"
        )
    for turn, course in enumerate(courses):
        look = f"c-course s{turn % LOOKS + 1}{' dashed' if course.is_dashed else ''}"
        spots = [
            None if value is None else (x, ground.y(value))
            for x, value in zip(places, course.values, strict=True)
        ]
        ground.paths.append(svg.path(spots, look))
        last = next((spot for spot in reversed(spots) if spot), None)
        if last:
            ground.marks.append(svg.point(*last, f"c-end s{turn % LOOKS + 1}", 3.2))
            if len(courses) > 1:
                ground.label(last[1], course.label, f"c-dl s{turn % LOOKS + 1}")
    words = base.day_words(days)
    ground.below(words, places)
    summary = base.course_summary(
        known, words[0] if words else "", words[-1] if words else "", decimals, unit
    )
    return Chart(
        kind="lines",
        title=title,
        hint=hint,
        formula=formula,
        body=ground.draw(summary=summary),
        columns=(_("Day"), *(course.label for course in told)),
        rows=tuple(
            Row(
                (
                    words[index],
                    *(scales.number(c.values[index], decimals, unit) for c in told),
                ),
                places[index],
            )
            for index in range(len(days))
            if known
        ),
        legend=tuple(
            Mark(f"k-line s{turn % LOOKS + 1}{' dashed' if course.is_dashed else ''}", course.label)
            for turn, course in enumerate(courses)
        )
        if len(courses) > 1
        else (),
        summary=summary,
        csv_url=csv_url,
        is_few=0 < len(known) < 2,
        is_of_many=len(told) > 1,
        empty_text=empty_text,
    )
