"""Measures of sales as tiles and charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twintrack.analytics.courses import Step
from twintrack.analytics.measures import Measure
from twintrack.analytics.months import Month, is_few
from twintrack.foundation.measuring.saying import (
    begun,
    counts_of,
    figure,
    name_of,
    standing_of,
    words,
)
from twintrack.foundation.money.formatting import chart_size, money
from twintrack.foundation.money.queries import base_currency
from twintrack.sales.kpis.models import FrozenValue
from twintrack.sales.kpis.queries import Changed, Told
from twintrack.ui import charts
from twintrack.ui.templatetags.ui import short_day


@dataclass(frozen=True)
class Tile:
    """One measure among many: its value, what stands behind it, its target and its course."""

    measure: Measure
    name: str
    unit: str
    value: str
    counts: str
    aim: str
    tone: str
    standing: str
    chart: charts.Chart
    url: str

    @property
    def is_hot(self) -> bool:
        """Say whether it is something to look at."""
        return self.tone == "bad"


def said_value(measure: Measure, value: float | None) -> str:
    """Write a value with its unit; amounts short, in the reader's language."""
    if value is not None and measure.is_money:
        return money(Decimal(round(value, 2)), base_currency())
    return figure(measure, value)


def value_and_unit(measure: Measure, value: float | None) -> tuple[str, str]:
    """Write a value and its unit apart; an amount and a share stand alone."""
    said = said_value(measure, value)
    if measure.is_money:
        return said, ""
    return said.split(" ")[0], "" if measure.is_percent else words(measure.unit)


def said_counts(told: Told) -> str:
    """Say what a value rests on: how many, and how many are still open."""
    measure, whole = told.measure, told.whole
    step = Step(whole, None, None, None, None, False)
    counts = counts_of(measure, step)
    if measure.is_cohort and whole.open:
        counts = counts if whole.count else ""
        still = ngettext("%(n)d still open", "%(n)d still open", whole.open) % {"n": whole.open}
        return f"{counts} · {still}" if counts else still
    if is_few(measure, whole) and whole.count:
        return _("%(counts)s, too few for a rate") % {"counts": counts}
    return counts


def said_aim(told: Told) -> str:
    """Say the target; nothing where there is none."""
    if told.aim.value is None:
        return ""
    sign = "≥" if told.measure.good == "up" else "≤"
    return f"{sign} {said_value(told.measure, told.aim.value)}"


def standing(told: Told) -> tuple[str, str]:
    """Say how a measure stands: against its target first, then against its own past."""
    if told.is_missed:
        return "bad" if told.warns else "warn", _("misses the target")
    tone, said = standing_of(told.course)
    if told.aim.value is not None and told.value is not None and tone != "bad":
        return "ok", _("on target")
    return tone if tone != "bad" or told.warns else "warn", said


def tile(told: Told, address: str) -> Tile:
    """Draw a measure as one of many."""
    measure = told.measure
    tone, said = standing(told)
    value, unit = value_and_unit(measure, told.value)
    return Tile(
        measure,
        name_of(measure),
        unit,
        value,
        said_counts(told),
        said_aim(told),
        tone,
        said,
        draw(told, small=True),
        reverse("sales-measure", args=[measure.code]) + address,
    )


def _size(measure: Measure) -> tuple[float, str, int]:
    """Say by what values are divided in a chart, their unit, and how many decimals they have."""
    if measure.is_money:
        return chart_size(base_currency())
    return 1.0, "%" if measure.is_percent else words(measure.unit), measure.decimals


def draw(
    told: Told,
    *,
    small: bool = False,
    address: str = "",
    csv_url: str = "",
    chosen: date | None = None,
) -> charts.Chart:
    """Draw a course with limits and target; months that are still open stand in it unjudged."""
    measure, course = told.measure, told.course
    steps = begun(course.steps)
    size, unit, decimals = _size(measure)
    drawn: dict[str, Any] = {
        "title": name_of(measure),
        "points": [_point(told, each, size, address) for each in steps],
        "unit": unit,
        "decimals": decimals,
        "target": None if told.aim.value is None else told.aim.value / size,
        "from_zero": not measure.is_percent or min(course.values, default=0) < 40,
    }
    if small:
        return charts.control(**drawn, small=True, height=58)
    count = sum(each.week.count for each in steps)
    return charts.control(
        **drawn,
        hint=_("%(unit)s, by month · n=%(n)d") % {"unit": unit or _("amount"), "n": count},
        formula=words(measure.formula),
        flags=[charts.Flag(chosen, "▾")] if chosen else [],
        csv_url=csv_url,
        height=240,
        empty_text=_("As soon as there is something to count, it stands here."),
    )


def _point(told: Told, step: Step, size: float, address: str) -> charts.Point:
    def scaled(value: float | None) -> float | None:
        return None if value is None else value / size

    month = step.week
    counts = counts_of(told.measure, step)
    if isinstance(month, Month) and month.open and told.measure.is_cohort:
        counts += " · " + _("%(n)d still open") % {"n": month.open}
    joined = "&" if "?" in address else "?"
    return charts.Point(
        month.starts_on,
        scaled(step.value),
        scaled(step.lower),
        scaled(step.centre),
        scaled(step.upper),
        counts,
        step.is_out,
        f"{address}{joined}month={month.starts_on:%Y-%m}#behind" if address else "",
    )


def said_change(change: Changed) -> str:
    """Say what a month was told as, and what it would be now."""
    return _("%(month)s: as known on %(day)s %(was)s; now %(now)s") % {
        "month": f"{change.month:%Y-%m}",
        "day": short_day(change.known_on),
        "was": _said_sums(change.measure, change.was, change.was_sums),
        "now": _said_sums(change.measure, change.now, change.now_sums),
    }


def _said_sums(measure: Measure, value: float | None, sums: Month) -> str:
    counts = counts_of(measure, Step(sums, None, None, None, None, False))
    return counts if value is None else f"{said_value(measure, value)} ({counts})"


def draw_days(measure: Measure, days: Sequence[FrozenValue], values: Sequence[float | None]) -> Any:
    """Draw what a state was in the evenings, as it was frozen."""
    size, unit, decimals = _size(measure)
    known = [
        (day.on, value / size) for day, value in zip(days, values, strict=True) if value is not None
    ]
    return charts.lines(
        title=_("Day by day"),
        hint=_("As it stood in the evening of each day, frozen in that night."),
        days=[day for day, _value in known],
        courses=[charts.Course(name_of(measure), [value for _day, value in known])],
        unit=unit,
        decimals=decimals,
        empty_text=_("The first night is still to come."),
    )


def plain(value: float | None) -> str:
    """Write a number for a file."""
    return "" if value is None else f"{value:.6g}"
